"""Which models are versions of one another, told by the publisher's names.

`vosk-model-small-en-us-0.15` is version 0.15 of what is otherwise called so. What stands behind the
version belongs to the family: `vosk-model-en-us-0.22-lgraph` is no other version of
`vosk-model-en-us-0.42-gigaspeech`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_NAME: Final = re.compile(r"(?P<before>.+?)-v?(?P<version>\d+(?:\.\d+)*)(?P<after>-.+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a model."""

    family: str
    """The name without the version."""
    text: str
    """As in the name: `0.15`."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """To be compared."""
        return tuple(map(int, self.text.split(".")))


def version_of(name: str) -> Version | None:
    """The version that a name tells; None where it tells none."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    family = f"{found['before']}{found['after'] or ''}"
    return Version(family=family, text=found["version"])


def newest(name: str, names: Iterable[str]) -> str:
    """The name of the newest version of a model among others; its own where none is newer."""
    own = version_of(name)
    if own is None:
        return name
    versions = {one: version_of(one) for one in (name, *names)}
    known = {one: v.numbers for one, v in versions.items() if v and v.family == own.family}
    return max(known, key=lambda one: known[one])
