"""What models there are, as a document and as a table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click

from edge_agent.errors import ModelError
from edge_agent.store.catalogue import CatalogueModel, catalogue
from edge_agent.store.models import ModelStore
from edge_agent.store.selection import chosen_name, shipped_directories

_SHIPPED_LANGUAGE: Final = "en-US"
_UNKNOWN: Final = "unknown"


def model_document(
    named: str | None, store: ModelStore, shipped: Path, language: str | None
) -> dict[str, Any]:
    """All models of a language, or of all, shipped and installed ones first."""
    wanted = None if language is None else catalogue().in_language(language)
    in_use = chosen_name(named, store, shipped)
    here = [*_shipped(shipped), *_installed(store)]
    names = {model["name"] for model in here}
    begun = {path.stem: path.stat().st_size for path in store.downloads()}
    offered = [
        _offered(model) | {"fetched_bytes": begun.get(model.name, 0)}
        for model in (catalogue().models if wanted is None else wanted)
        if model.name not in names
    ]
    kept = [model for model in here if wanted is None or _is_of(model, wanted, language)]
    return {
        "store": str(store.root),
        "in_use": in_use or named,
        "models": [model | {"in_use": model["name"] == in_use} for model in (*kept, *offered)],
    }


def show_models(document: dict[str, Any]) -> None:
    """Print it for people."""
    here = [model for model in document["models"] if model["state"] != "available"]
    offered = [model for model in document["models"] if model["state"] == "available"]
    click.echo(f"Here (fetched ones lie in {document['store']}; * is in use):")
    for model in here:
        _show(model, "*" if model["in_use"] else " ")
    if not any(model["in_use"] for model in here):
        click.echo(f"* {document['in_use']}")
    if not offered:
        languages = {f"{m.language} ({m.language_name})" for m in catalogue().models}
        click.echo(f"\nNothing else is known; there is {', '.join(sorted(languages))}.")
        return
    click.echo("\nTo pull, with the size of the archive:")
    for model in offered:
        _show(model, " ")


def _show(model: dict[str, Any], mark: str) -> None:
    begun = model.get("fetched_bytes", 0)
    note = f"  {begun / 1e6:.0f} MB fetched" if begun else ""
    click.echo(
        f"{mark} {model['name']:<42} {model['language'] or _UNKNOWN:<8}"
        f"{model['bytes'] / 1e6:>6.0f} MB  {model['kind'] or _UNKNOWN:<8}"
        f"{model['licence'] or _UNKNOWN}{note}"
    )


def _shipped(default: Path) -> Iterator[dict[str, Any]]:
    for path in shipped_directories(default):
        files = (file for file in path.rglob("*") if file.is_file())
        yield {
            "name": path.name,
            "state": "shipped",
            "language": _SHIPPED_LANGUAGE,
            "bytes": sum(file.stat().st_size for file in files),
            "kind": "shipped",
            "licence": "see its CARD.md",
            "memory": None,
        }


def _installed(store: ModelStore) -> Iterator[dict[str, Any]]:
    for name in store.installed():
        facts: dict[str, Any] = {"name": name, "state": "installed"}
        known = catalogue().find(name)
        facts |= _offered(known) if known else {"kind": None, "memory": None}
        try:
            manifest = store.manifest(name)
        except ModelError:
            yield facts | {"state": "damaged", "language": None, "licence": None, "bytes": 0}
            continue
        yield facts | {
            "state": "installed",
            "language": manifest.language,
            "licence": manifest.licence,
            "bytes": manifest.bytes,
            "memory": f"{manifest.memory_bytes / 1e6:.0f} MB",
            "archive_sha256": manifest.archive_sha256,
        }


def _offered(model: CatalogueModel) -> dict[str, Any]:
    return {
        "name": model.name,
        "state": "available",
        "language": model.language,
        "language_name": model.language_name,
        "bytes": model.archive_bytes,
        "kind": str(model.kind),
        "licence": model.licence,
        "memory": catalogue().kinds[model.kind].memory,
        "vocabulary": catalogue().kinds[model.kind].vocabulary,
        "md5": model.md5,
        "sha256": model.sha256,
    }


def _is_of(model: dict[str, Any], wanted: tuple[CatalogueModel, ...], language: str | None) -> bool:
    """Whether a model that is here is, or may be, of the language that is asked for."""
    languages = {other.language for other in wanted} | {language, None}
    return model["language"] in languages
