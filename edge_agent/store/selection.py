"""Which model is used: what the configuration names, what was selected, or the shipped one."""

from pathlib import Path

from edge_agent.errors import ModelError
from edge_agent.store.models import ModelStore
from edge_agent.store.publisher import is_name


def chosen_name(named: str | None, store: ModelStore, shipped: Path) -> str | None:
    """The name of the model in use; None where the configuration gives a directory."""
    if named and "/" in named:
        return None
    return named or store.selected() or shipped.name


def chosen_directory(named: str | None, store: ModelStore, shipped: Path) -> Path:
    """The directory of the model to use.

    Args:
        named: what the configuration says: a path, a model's name, or nothing.
        store: the fetched models.
        shipped: directory of the model that is used by default; others that come with the program
            lie beside it.

    Raises:
        ModelError: the model that is named or selected is not installed.
    """
    name = chosen_name(named, store, shipped)
    if name is None:
        return Path(named or "")
    if directory := installed_directory(name, store, shipped):
        return directory
    if named:
        raise ModelError(
            f"There is no speech model {name}, neither beside the configuration nor in"
            f" {store.root}; correct speech.model, or run `edge-agent models pull {name}`."
        )
    raise ModelError(
        f"Speech model {name} was selected and is not in {store.root}; run"
        f" `edge-agent models pull {name}`, or `edge-agent models use {shipped.name}`."
    )


def shipped_directories(default: Path) -> list[Path]:
    """The models that come with the program, of which one is the default."""
    return sorted(default.parent.glob("vosk-*"))


def installed_directory(name: str, store: ModelStore, shipped: Path) -> Path | None:
    """Where the model of this name lies, fetched or shipped; None where there is none."""
    if store.has(name):
        return store.model_directory(name)
    if is_name(name) and (beside := shipped.with_name(name)).is_dir():
        return beside
    return None
