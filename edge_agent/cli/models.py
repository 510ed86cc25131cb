"""`edge-agent models`: fetch speech models, check them, and say which one is used."""

from pathlib import Path

import click

from edge_agent.app.speech_models import shipped_speech_model, speech_model_store
from edge_agent.app.tuning import adjustment_store
from edge_agent.cli.fetch_progress import FetchProgress
from edge_agent.cli.model_table import model_document, show_models
from edge_agent.cli.options import json_option, print_json, read_config
from edge_agent.config.schema import Config
from edge_agent.errors import ModelError
from edge_agent.speech.model_files import check_model_files
from edge_agent.speech.trial import try_model
from edge_agent.store.catalogue import catalogue
from edge_agent.store.installation import Installer
from edge_agent.store.location import VARIABLE
from edge_agent.store.models import ModelStore
from edge_agent.store.publisher import PUBLISHER, find_source
from edge_agent.store.selection import installed_directory, shipped_directories
from edge_agent.store.verification import verify as verify_installed
from edge_agent.store.verification import verify_directory
from edge_agent.store.web import Patience

_store_option = click.option(
    "--store", "place", metavar="DIR", help=f"Where fetched models lie; also {VARIABLE}."
)


@click.group()
def models() -> None:
    """Speech models: which there are, fetch one, use it, check it."""


@models.command("list")
@click.option("--language", metavar="CODE", help="Of this language alone, as de or english.")
@click.option("--config", "config_path", metavar="HOME.YAML", help="Whose model is in use.")
@_store_option
@json_option
def list_(
    language: str | None, config_path: str | None, place: str | None, *, as_json: bool
) -> None:
    """List the models that are here and those that can be pulled."""
    named = _named(read_config(config_path)) if config_path else None
    document = model_document(named, _store(place), shipped_speech_model(), language)
    if as_json:
        print_json(document)
    else:
        show_models(document)


@models.command()
@click.argument("wanted", metavar="NAME|FILE.ZIP|URL")
@click.option("--name", metavar="NAME", help="What to call a model from a file or URL.")
@click.option(
    "--from",
    "base",
    metavar="URL",
    default=PUBLISHER,
    show_default=True,
    envvar="EDGE_AGENT_MODELS_URL",
    help="Directory with the publisher's archives; also EDGE_AGENT_MODELS_URL.",
)
@click.option("--again", is_flag=True, help="Install it even if it is there and whole.")
@_store_option
def pull(wanted: str, name: str | None, base: str, place: str | None, *, again: bool) -> None:
    """Fetch a model, check it and install it.

    An interrupted pull goes on where it stopped when the same command is given again.
    """
    store, progress = _store(place), FetchProgress()
    try:
        source = find_source(wanted, base, Patience(), called=name)
        installer = Installer(store=store, check=try_model, progress=progress, patience=Patience())
        is_new = installer.install(source, again=again)
    finally:
        progress.end()
    manifest = store.manifest(source.name)
    word = "Installed" if is_new else "Already installed and whole:"
    click.echo(
        f"{word} {source.name} ({manifest.bytes / 1e6:.0f} MB, takes"
        f" {manifest.memory_bytes / 1e6:.0f} MB of memory) in {store.root}."
    )
    click.echo(f"To use it: edge-agent models use {source.name}")


@models.command()
@click.argument("name")
@_store_option
def use(name: str, place: str | None) -> None:
    """Use a model wherever the configuration names none."""
    store, shipped = _store(place), shipped_speech_model()
    directory = installed_directory(name, store, shipped)
    if directory is None:
        raise ModelError(f"{name} is not installed; run `edge-agent models pull {name}`.")
    check_model_files(directory)
    store.select(None if name == shipped.name else name)
    click.echo(f"{name} is used from the next start on, where speech.model names no other.")
    known = catalogue().find(name)
    if known and not known.language.startswith("en"):
        click.echo("Commands are understood in English alone so far.", err=True)
    if (directory / "graph" / "HCLG.fst").is_file():
        click.echo("Its graph is fixed: it cannot listen for your home's words alone.", err=True)


@models.command()
@click.argument("name", required=False)
@_store_option
@json_option
def verify(name: str | None, place: str | None, *, as_json: bool) -> None:
    """Compare a model, or all, with what was installed, and load it.

    Exit status 3 where one is damaged.
    """
    store, shipped = _store(place), shipped_speech_model()
    here = [path.name for path in shipped_directories(shipped)]
    names = [name] if name else [*here, *store.installed()]
    verdicts = []
    for each in names:
        directory = installed_directory(each, store, shipped)
        if directory and not store.has(each):
            verdict = verify_directory(each, directory, try_model)
        else:
            verdict = verify_installed(each, store, try_model)
        verdicts.append(verdict)
        if not as_json:
            click.echo(f"{each}: {'; '.join(verdict.damages) or 'whole, and loads'}")
    if as_json:
        documents = [{"name": v.name, "damages": list(v.damages)} for v in verdicts]
        print_json({"models": documents})
    if damaged := [verdict.name for verdict in verdicts if not verdict.is_whole]:
        raise ModelError(
            f"Damaged or missing: {', '.join(damaged)}; pull again what was pulled, and install"
            " edge-agent again for what came with it."
        )


def _named(config: Config) -> str | None:
    """What was set while the agent ran counts over the configuration."""
    return adjustment_store(config).load().model or config.speech.model


def _store(place: str | None) -> ModelStore:
    return ModelStore(Path(place).absolute()) if place else speech_model_store()
