"""Whether what is installed is still what was installed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from edge_agent.errors import ModelError
from edge_agent.store.manifest import damages
from edge_agent.store.models import ModelStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found out about one model."""

    name: str
    """Of the model."""
    damages: tuple[str, ...]
    """Phrases; none where it is whole and works."""

    @property
    def is_whole(self) -> bool:
        """Whether it can be relied on."""
        return not self.damages


def verify(name: str, store: ModelStore, check: Callable[[Path], object]) -> Verdict:
    """Compare each file with the manifest, then load the model."""
    try:
        manifest = store.manifest(name)
        found = damages(manifest, store.model_directory(name))
    except ModelError as error:
        return Verdict(name=name, damages=(str(error),))
    return (
        Verdict(name=name, damages=found)
        if found
        else verify_directory(name, store.model_directory(name), check)
    )


def verify_directory(name: str, directory: Path, check: Callable[[Path], object]) -> Verdict:
    """Load a model of which no manifest exists."""
    try:
        check(directory)
    except ModelError as error:
        return Verdict(name=name, damages=(str(error),))
    return Verdict(name=name, damages=())
