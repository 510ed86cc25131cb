"""What the publisher of Vosk's models offers, as far as it is known without asking there.

The facts and where they come from stand in catalogue.json; what is not known is absent.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

_UNKNOWN: Final = "unknown"


class Kind(StrEnum):
    """How a model was built, in the publisher's words."""

    SMALL = "small"
    """For phones and small computers."""
    LGRAPH = "lgraph"
    """Larger, with a graph that is composed while decoding."""
    BIG = "big"
    """For servers; its graph is fixed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFacts:
    """What the publisher says of all models of a kind."""

    memory: str
    """What it takes while running."""
    vocabulary: str
    """Whether it can listen for the words of a home alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueModel:
    """A model that can be fetched."""

    name: str
    """As the publisher calls it; the archive is `<name>.zip`."""
    language: str
    """BCP 47, as `de` or `en-US`."""
    language_name: str
    """English name of the language."""
    kind: Kind
    """How it was built."""
    licence: str = _UNKNOWN
    """SPDX name where there is one."""
    bytes: int | None = None
    """Exact size of the archive."""
    about_bytes: int | None = None
    """Size of the archive as the publisher rounds it, where the exact one is not known."""
    md5: str | None = None
    """MD5 of the archive, hexadecimal."""
    sha256: str | None = None
    """SHA-256 of the archive, hexadecimal."""

    @property
    def archive_bytes(self) -> int:
        """Size of the archive; rounded where the exact one is not known."""
        return self.bytes or self.about_bytes or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All that is known."""

    source: str
    """Where the facts come from."""
    kinds: dict[Kind, KindFacts]
    """Facts by kind."""
    models: tuple[CatalogueModel, ...]
    """English first, then by language."""

    def find(self, name: str) -> CatalogueModel | None:
        """The model of this name."""
        return next((model for model in self.models if model.name == name), None)

    def in_language(self, language: str) -> tuple[CatalogueModel, ...]:
        """Models of a language: `en` finds `en-US` too, and so does `english`."""
        wanted = language.lower().replace("_", "-")
        return tuple(
            model
            for model in self.models
            if wanted in (model.language.lower(), model.language.lower().partition("-")[0])
            or model.language_name.lower().startswith(wanted)
        )


@cache
def catalogue() -> Catalogue:
    """The catalogue that comes with the program."""
    raw = (files(__package__) / "catalogue.json").read_bytes()
    return msgspec.json.decode(raw, type=Catalogue)
