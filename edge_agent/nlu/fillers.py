"""What fills the places in the language's sentences: a home's names, and numbers."""

from collections.abc import Iterable, Mapping
from typing import Final

from edge_agent.domain.entity import Domain, Home
from edge_agent.nlu.language import english
from edge_agent.nlu.normalise import spoken
from edge_agent.nlu.numbers import number_words
from edge_agent.nlu.slot_words import Kind
from edge_agent.nlu.template import Slot

Filling = tuple[str, ...]
"""Words."""
Fillings = Mapping[Filling, float]
"""How often each is said, in any measure."""

_MOST_WORDS: Final = 16
_LONGEST_WORD: Final = 40
"""Characters."""
_DEGREES: Final = dict.fromkeys(range(41), 1.0) | dict.fromkeys(range(41, 101), 0.3)
_PERCENT: Final = {n: 1.0 if n % 5 == 0 else 0.15 for n in range(101)}
_HOURS: Final = {n: 1.0 if n <= 12 else 0.2 for n in range(1, 25)}  # noqa: PLR2004 - half a day
_CLOCK_HOURS: Final = dict.fromkeys(range(1, 13), 1.0)
_PAST_HOUR: Final = {n: 1.0 if n % 15 == 0 else 0.3 for n in range(10, 60, 5)}
_MINUTES: Final = {n: 1.0 if n <= 20 or n % 5 == 0 else 0.15 for n in range(1, 121)}  # noqa: PLR2004 - short ones are set by the minute

_SPEEDS: Final = dict.fromkeys(range(1, 7), 1.0)
_SECONDS: Final = {n: 1.0 if n % 5 == 0 else 0.1 for n in range(1, 121)}


def fillers(home: Home) -> dict[Slot, Fillings]:
    """By place, what fills it in this home; places that nothing fills are left out."""
    names: dict[Slot, dict[Filling, float]] = {}
    for entity in home.entities:
        place = Slot("name", Domain(entity.domain))
        names.setdefault(place, {}).update(_said(entity.names))
    modes = [mode for entity in home.entities for mode in entity.all_modes]
    places = {Slot("area"): tuple(home.said_areas), Slot("floor"): home.floors, Slot("mode"): modes}
    found = names | {place: _said(said) for place, said in places.items()} | _NUMBERS
    found |= {
        Slot("kind", k.key): _said(k.words) for k in english().slot_words.kinds if _has(home, k)
    }
    return {place: fillings for place, fillings in found.items() if fillings}


def _has(home: Home, kind: Kind) -> bool:
    """Whether anything is of a kind; a kind without a class is of any."""
    return any(
        entity.domain == kind.domain and kind.device_class in {None, entity.device_class}
        for entity in home.entities
    )


def _said(names: Iterable[str]) -> dict[Filling, float]:
    """All ways to say the names; what is too long or no name but `on` is left out."""
    ways = (tuple(said.split()) for name in names for said in spoken(name))
    return {words: 1.0 for words in ways if _can_be_said(words)}


def _can_be_said(words: Filling) -> bool:
    is_name = not english().words("function").issuperset(words)
    return is_name and len(words) <= _MOST_WORDS and max(map(len, words)) <= _LONGEST_WORD


def _counted(numbers: Mapping[int, float]) -> dict[Filling, float]:
    said = {tuple(number_words(number).split()): often for number, often in numbers.items()}
    return said | ({("a", "hundred"): 1.0} if 100 in numbers else {})  # noqa: PLR2004 - its other name


_NUMBERS: Final[dict[Slot, dict[Filling, float]]] = {
    Slot("number", "percent"): _counted(_PERCENT),
    Slot("number", "degrees"): _counted(_DEGREES),
    Slot("hours"): _counted(_HOURS),
    Slot("minutes"): _counted(_MINUTES),
    Slot("seconds"): _counted(_SECONDS),
    Slot("hour"): _counted(_CLOCK_HOURS),
    Slot("past_hour"): _counted(_PAST_HOUR),
    Slot("start_hours"): _counted(_HOURS),
    Slot("start_minutes"): _counted(_MINUTES),
    Slot("start_seconds"): _counted(_SECONDS),
    Slot("speed"): _counted(_SPEEDS),
}
