"""What the agent says, as its language's file has it: sentences with places, and single words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from string import Formatter
from typing import Any, Final

import msgspec
import yaml

from edge_agent.domain.action import ActionKind
from edge_agent.domain.appointment import AppointmentKind
from edge_agent.domain.entity import Domain
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import UnableReason
from edge_agent.domain.response import Manner, Notice, Topic
from edge_agent.domain.understanding import Reason
from edge_agent.errors import ConfigError
from edge_agent.respond.sentence import Key, Sentence, places_of

_FILE: Final = "en.yaml"

Variants = tuple[str, ...]
"""Ways to say the same."""
OneOrMany = tuple[str, str]
"""A verb for one and for several."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the language's file; unknown keys are errors."""


class Deed(_Part, frozen=True):
    """How one change to devices is told."""

    do: str | None = None
    """"turn on {what}"; what is set to a value has none."""
    done: str | None = None
    """"turned on {what}"."""
    doing: str | None = None
    """"opening {what}", for what takes its time."""
    value: str | None = None
    """What it is set to: "{value} percent"."""
    leads_to: str | None = msgspec.field(name="is", default=None)
    """The state it leads to: "on"; None where it leads to none."""


class Grammar(_Part, frozen=True):
    """Articles, verbs, places and numbers."""

    article: str
    no_article: tuple[str, ...]
    no_room_article: tuple[str, ...]
    room: str
    here: str
    at: str
    there: str
    counted: str
    counted_there: str
    be: OneOrMany
    have: OneOrMany
    go: OneOrMany
    and_: str = msgspec.field(name="and")
    or_: str = msgspec.field(name="or")
    already_generic: str
    that_device: str
    minus: str
    numbers: tuple[str, ...]
    """From nought on."""
    weekdays: tuple[str, str, str, str, str, str, str]
    months: tuple[str, ...]


class States(_Part, frozen=True):
    """How states and measures are said."""

    detectors: dict[str, tuple[str, str]]
    """Words for on and off, by the device class of a detector."""
    switch: tuple[str, str]
    robots: dict[str, str]
    alarm: dict[str, str]
    mode: str
    percent: str
    degrees: str
    attributes: dict[str, str]


class AppointmentNoun(_Part, frozen=True):
    """How timers and the like are spoken of."""

    one: str
    several: str
    named: str
    other: str
    """Where it has no name of its own."""


class WhenWords(_Part, frozen=True):
    """When something is to be."""

    in_: str = msgspec.field(name="in")
    today: str
    tomorrow: str
    weekday: str
    date: str
    again: str


class DayWords(_Part, frozen=True):
    """On which days something comes again."""

    daily: str
    weekdays: str
    weekends: str
    one: str


class TimingWords(_Part, frozen=True):
    """Words of time: durations, days, and what is set for a time."""

    kinds: dict[AppointmentKind, AppointmentNoun]
    units: dict[str, OneOrMany]
    adjectives: dict[str, str]
    no_name: str
    how: dict[str, str]
    when: WhenWords
    days: DayWords


class Abilities(_Part, frozen=True):
    """What the agent can do, in words that follow "I can"."""

    by_domain: dict[Domain, str]
    """First the most important."""
    always: Variants


_Sayings = Variants | dict[Manner, Variants]


class Wording(_Part, frozen=True):
    """All words of one language; as a rule made by `english`."""

    set: Deed
    """What is said of all deeds that have a value."""
    deeds: dict[ActionKind, Deed]
    sentences: dict[Sentence, _Sayings]
    unable: dict[UnableReason, _Sayings]
    rejected: dict[Reason, _Sayings]
    notices: dict[Notice, _Sayings]
    sympathy: dict[Intent, _Sayings]
    small_talk: dict[Topic, _Sayings]
    timing: TimingWords
    abilities: Abilities
    kinds: dict[Domain, str]
    devices: str
    such_device: str
    grammar: Grammar
    states: States
    units: dict[str, str]
    reasons: dict[str, str]

    def variants(self, key: Key, manner: Manner) -> Variants:
        """The ways to say something; plain ones where the manner has none of its own."""
        said = self.sayings(key)
        return said if isinstance(said, tuple) else said.get(manner, said[Manner.PLAIN])

    def sayings(self, key: Key) -> _Sayings:
        """All ways to say something, by manner where that matters."""
        match key:
            case Sentence():
                return self.sentences[key]
            case UnableReason():
                return self.unable[key]
            case Reason():
                return self.rejected[key]
            case Notice():
                return self.notices[key]
            case Intent():
                return self.sympathy[key]
            case Topic():
                return self.small_talk[key]


@lru_cache(maxsize=1)
def english() -> Wording:
    """The English wording.

    Raises:
        ConfigError: the installation's file is damaged.
    """
    return read_wording((files("edge_agent.respond") / _FILE).read_text(encoding="utf-8"))


def read_wording(text: str) -> Wording:
    """Read and check a language's wording.

    Raises:
        ConfigError: something is missing, unknown, or does not tell what it must.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        wording = msgspec.convert(yaml.load(text, Loader=loader), Wording)  # noqa: S506 - both are safe loaders
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise _damaged(" ".join(str(error).split())) from error
    try:
        complaint = next(_complaints(wording), None)
    except ValueError as error:
        raise _damaged(f"a brace is not closed ({error})") from error
    if complaint is not None:
        raise _damaged(complaint)
    return wording


def _damaged(complaint: str) -> ConfigError:
    return ConfigError(
        f"edge_agent/respond/{_FILE}: {complaint}; install edge-agent anew, or undo the change."
    )


@dataclass(frozen=True, slots=True)
class _Section:
    """A table of the file that has an entry for each member of an enumeration."""

    name: str
    entries: Mapping[Any, Any]
    keys: frozenset[StrEnum]


def _complaints(wording: Wording) -> Iterator[str]:
    """What is wrong with a wording that has the right form, one sentence each."""
    for section in _sections(wording):
        for key in sorted(section.keys - section.entries.keys()):
            yield f"'{section.name}' says nothing of '{key}'"
    for section in _sections(wording):
        if section.name not in {"deeds", "kinds"}:
            for key in section.entries:
                yield from _about_sayings(f"{section.name}.{key}", key, section.entries[key])
    for kind, deed in wording.deeds.items():
        yield from _about_deed(f"deeds.{kind}", deed)


def _sections(wording: Wording) -> tuple[_Section, ...]:
    needs = frozenset(intent for intent in Intent if intent.is_need)
    return (
        _Section("deeds", wording.deeds, frozenset(ActionKind)),
        _Section("kinds", wording.kinds, frozenset(Domain)),
        _Section("sentences", wording.sentences, frozenset(Sentence)),
        _Section("unable", wording.unable, frozenset(UnableReason)),
        _Section("rejected", wording.rejected, frozenset(Reason)),
        _Section("notices", wording.notices, frozenset(Notice)),
        _Section("sympathy", wording.sympathy, needs),
        _Section("small_talk", wording.small_talk, frozenset(Topic)),
    )


def _about_sayings(where: str, key: Key, sayings: _Sayings) -> Iterator[str]:
    by_manner = {Manner.PLAIN: sayings} if isinstance(sayings, tuple) else sayings
    if Manner.PLAIN not in by_manner:
        yield f"'{where}' has nothing plain"
    for manner, variants in by_manner.items():
        if not variants:
            yield f"'{where}' has no sentence for '{manner}'"
        must = places_of(key)
        for text in variants:
            yield from _about_text(where, text, must)
        if not any(places(text) <= must[0] for text in variants):
            yield f"'{where}' has no sentence for '{manner}' that tells only {_names(must[:1])}"


def _about_text(where: str, text: str, must: tuple[frozenset[str], ...]) -> Iterator[str]:
    """A text holds all places of one of the sets that it must tell, and no others."""
    held = places(text)
    for unknown in sorted(held - frozenset().union(*must)):
        yield f"'{where}' has the unknown place '{{{unknown}}}'"
    if not any(needed <= held for needed in must):
        yield f"'{where}' must tell {_names(must)} in each sentence: {text}"


def _names(sets: tuple[frozenset[str], ...]) -> str:
    return " or ".join(", ".join(sorted(places)) for places in sets)


def _about_deed(where: str, deed: Deed) -> Iterator[str]:
    if deed.value is None and (deed.do is None or deed.done is None):
        yield f"'{where}' needs 'value', or both 'do' and 'done'"
    for text in (deed.do, deed.done, deed.doing):
        if text is not None and not {"what"} <= places(text) <= {"what", "value"}:
            yield f"'{where}' must tell {{what}}, and nothing but {{value}} besides: {text}"
    for text in (deed.value, deed.leads_to):
        if text is not None and not places(text) <= {"value", "unit"}:
            yield f"'{where}' can tell {{value}} and {{unit}} of the value and no more: {text}"


@lru_cache(maxsize=1024)
def places(text: str) -> frozenset[str]:
    """The places of a sentence, in small letters."""
    return frozenset(name.lower() for _, name, _, _ in Formatter().parse(text) if name)
