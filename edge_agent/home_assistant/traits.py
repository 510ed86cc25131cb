"""What Home Assistant tells of an entity's state, read with care: it may be anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from edge_agent.domain.entity import StateValue
from edge_agent.home.fields import LARGEST
from edge_agent.home.naming import tidy
from edge_agent.home.reading import plain_number

MAX_WORDS: Final = 64
"""Of one list, such as effects or sources; nobody knows the names of more."""
_MAX_TEXT_CHARS: Final = 255

UNAVAILABLE: Final = "unavailable"
UNKNOWN: Final = "unknown"
HAS_DEFAULT_CODE: Final = "has_default_code"
"""An attribute of our own: the code is one that Home Assistant knows and adds by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entity's state, as Home Assistant tells it."""

    state: str = UNKNOWN
    attributes: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_available(self) -> bool:
        """Whether the entity can be reached."""
        return self.state != UNAVAILABLE

    @property
    def word(self) -> str | None:
        """The state, or None while it is unknown."""
        return None if self.state in {UNKNOWN, UNAVAILABLE, ""} else self.state

    def has(self, feature: int) -> bool:
        """Whether a bit is set in `supported_features`."""
        features = self.attributes.get("supported_features")
        return isinstance(features, int) and bool(features & feature)

    def number(self, key: str) -> float | None:
        """A finite number, or None where there is none."""
        return finite_or_none(self.attributes.get(key))

    def plain(self, key: str) -> int | float | None:
        """As `number`, whole where it is whole."""
        value = self.number(key)
        return None if value is None else plain_number(value)

    def percent(self, key: str, *, of: float = 100.0) -> int | None:
        """A whole percent, 0 to 100, of a number that goes up to `of`."""
        value = self.number(key)
        return None if value is None else min(100, max(0, round(value / of * 100)))

    def text(self, key: str) -> str | None:
        """A text on one line, or None where there is none."""
        value = self.attributes.get(key)
        return (tidy(value) or None) if isinstance(value, str) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, without all else that is in it."""
        value = self.attributes.get(key)
        items = value[:MAX_WORDS] if isinstance(value, list) else []
        words = (
            item for item in items if isinstance(item, str) and 0 < len(item) <= _MAX_TEXT_CHARS
        )
        return tuple(dict.fromkeys(words))

    def numbers(self, key: str) -> tuple[float, ...]:
        """A short list of numbers, such as a colour; empty where it is none."""
        value = self.attributes.get(key)
        items = value[:8] if isinstance(value, list) else []
        found = [finite_or_none(item) for item in items]
        return tuple(item for item in found if item is not None) if None not in found else ()

    def flag(self, key: str) -> bool | None:
        """True or false, or None where it is neither."""
        value = self.attributes.get(key)
        return value if isinstance(value, bool) else None

    def one_of(self, words: frozenset[str]) -> StateValue | None:
        """The state, where it is one of these."""
        return self.state if self.state in words else None


def finite_or_none(value: object) -> float | None:
    """The number that a value is, if it is one that a device may have."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) <= LARGEST else None
