"""Spans → what a command is about, resolved against the names of the home."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.entity import HAS_MODES, Domain, Entity
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import OUTSIDE, WHOLE_HOUSE, Slots
from edge_agent.domain.understanding import Reason, Rejection
from edge_agent.nlu.gazetteer import NEAREST_SCORE, Gazetteer, Name, NameKind
from edge_agent.nlu.language import english
from edge_agent.nlu.name_likeness import OTHER_FORM
from edge_agent.nlu.slot_words import Kind
from edge_agent.nlu.tagging import Spans, Tokens

_MOVED: Final = frozenset({Domain.COVER, Domain.VALVE})
_LOCKED: Final = frozenset({Domain.LOCK})
_MEASURING: Final = frozenset({Domain.SENSOR, Domain.BINARY_SENSOR})
_SWITCHED: Final = frozenset(set(Domain) - _MEASURING - {Domain.NUMBER, Domain.SELECT})
_WATCHING: Final = frozenset({Domain.ALARM_CONTROL_PANEL})
_PLAYING: Final = frozenset({Domain.MEDIA_PLAYER})
_ROVING: Final = frozenset({Domain.VACUUM, Domain.LAWN_MOWER})
SET_INTENTS: Final[Mapping[Domain, Intent]] = {
    Domain.LIGHT: Intent.LIGHT_SET,
    Domain.COVER: Intent.SET_POSITION,
    Domain.FAN: Intent.SET_SPEED,
    Domain.CLIMATE: Intent.SET_TEMPERATURE,
    Domain.WATER_HEATER: Intent.SET_TEMPERATURE,
    Domain.VALVE: Intent.SET_POSITION,
    Domain.NUMBER: Intent.SET_VALUE,
    Domain.HUMIDIFIER: Intent.SET_VALUE,
    Domain.MEDIA_PLAYER: Intent.SET_VOLUME,
}
"""What `set … to fifty` means for each kind of device."""
_DOMAINS: Final[Mapping[Intent, frozenset[Domain]]] = {
    Intent.TURN_ON: _SWITCHED,
    Intent.TURN_OFF: _SWITCHED,
    Intent.TOGGLE: _SWITCHED,
    Intent.OPEN: _MOVED,
    Intent.CLOSE: _MOVED,
    Intent.STOP: _MOVED | _ROVING | _PLAYING,
    Intent.LOCK: _LOCKED,
    Intent.UNLOCK: _LOCKED,
    Intent.SET_TILT: frozenset({Domain.COVER}),
    Intent.ACTIVATE: frozenset({Domain.SCENE}),
    Intent.GET_TEMPERATURE: frozenset({Domain.CLIMATE, Domain.SENSOR, Domain.WATER_HEATER}),
    **dict.fromkeys(
        (Intent.VACUUM_START, Intent.VACUUM_CLEAN_AREA, Intent.VACUUM_RETURN, Intent.LOCATE),
        frozenset({Domain.VACUUM}),
    ),
    **dict.fromkeys((Intent.MOWER_START, Intent.MOWER_RETURN), frozenset({Domain.LAWN_MOWER})),
    Intent.PAUSE: _ROVING | _PLAYING,
    **{intent: _PLAYING for intent in Intent if intent.is_about_media},
    Intent.PRESS: frozenset({Domain.BUTTON}),
    Intent.SET_MODE: HAS_MODES,
    **dict.fromkeys((Intent.ALARM_ARM, Intent.ALARM_DISARM), _WATCHING),
    **dict.fromkeys(SET_INTENTS.values(), frozenset(SET_INTENTS)),
}
"""Which entities an intent can be about; those that are missing here: any."""
_SUITED: Final[Mapping[Intent, frozenset[Domain]]] = {
    **_DOMAINS,
    **dict.fromkeys((Intent.TURN_ON, Intent.TURN_OFF, Intent.TOGGLE), _SWITCHED - _MOVED - _LOCKED),
    **{
        intent: frozenset(d for d, setter in SET_INTENTS.items() if setter is intent)
        for intent in SET_INTENTS.values()
    },
    **dict.fromkeys((Intent.OPEN, Intent.CLOSE), _MOVED | _LOCKED),
}
"""Which entities an intent is usually said about."""
_ASKED: Final[Mapping[str, frozenset[Domain]]] = {
    "open": frozenset({*_MOVED, Domain.BINARY_SENSOR}),
    "closed": frozenset({*_MOVED, Domain.BINARY_SENSOR}),
    "locked": _LOCKED,
    "unlocked": _LOCKED,
    **dict.fromkeys(("armed", "disarmed"), _WATCHING),
    "triggered": frozenset({*_WATCHING, Domain.BINARY_SENSOR}),
}
"""Which entities a state can be asked of; those that are missing here: any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a command is about."""

    slots: Slots
    """Only name, area, floor, domain and device class."""
    domains: frozenset[str] = frozenset()
    """Of what was named or meant by a kind; empty where neither was."""


def find_target(intent: Intent, said: Spans, gazetteer: Gazetteer) -> Target | Rejection:
    """What the command is about, or a rejection that tells the unknown words."""
    finder = _Finder(intent, said, gazetteer)
    return finder.timer() if intent.is_for_later else finder.find()


def is_suited(intent: Intent, slots: Slots, gazetteer: Gazetteer) -> bool:
    """Whether the home has what is spoken of, and it can do what is asked.

    Of several readings of an utterance one that is suited is likelier.
    """
    if slots.domain is None or slots.domain == "all":
        return True
    domains = _SUITED.get(intent)
    if domains is not None and slots.domain not in domains:
        return False
    return slots.name is not None or gazetteer.has(slots.domain, slots.device_class)


class _Finder:
    """Resolves the spans of one command."""

    def __init__(self, intent: Intent, said: Spans, gazetteer: Gazetteer) -> None:
        self._said = said
        self._gazetteer = gazetteer
        self._domains = _DOMAINS.get(intent) or _asked(said)
        state = said["state"].tokens if "state" in said else ()
        self._classes = english().conditions.get(state, {})
        preferred = {domain for domain, setter in SET_INTENTS.items() if setter is intent}
        self._preferred = frozenset(preferred) or self._domains

    def timer(self) -> Target:
        """A timer's own name is taken as it was heard; a room only if the home has it."""
        label = next((self._said[s] for s in ("label", "name", "free") if s in self._said), None)
        area = self._place("area")
        name = " ".join(label.tokens) if label else None
        return Target(slots=Slots(name=name, area=area if isinstance(area, str) else None))

    def find(self) -> Target | Rejection:
        """A named device, else a kind of device, else only a place."""
        area, floor = self._place("area"), self._place("floor")
        if isinstance(area, Rejection):
            return area
        if isinstance(floor, Rejection):
            return floor
        area = OUTSIDE if "outside" in self._said else area
        place = Slots(area=area, floor=floor or (WHOLE_HOUSE if "house" in self._said else None))
        whole = self._whole_name()
        if whole is not None:
            name, has_area = whole
            return self._named(name, replace(place, area=None) if has_area else place)
        if "name" in self._said:
            return self._spoken_name(self._name_words(), place)
        if "kind" in self._said:
            words = self._said["kind"].tokens
            is_kind = self._gazetteer.is_kind(words)
            return self._kind(words, place) if is_kind else self._spoken_name(words, place)
        return Target(slots=place)

    def _place(self, kind: NameKind) -> str | Rejection | None:
        if kind not in self._said:
            return None
        heard = _without_article(self._said[kind].tokens)
        match = self._gazetteer.closest(kind, heard)
        return self._unknown(kind, heard) if match is None else match.name.text

    def _whole_name(self) -> tuple[Name, bool] | None:
        """A kind, alone or right after a room, that is word for word one device's name.

        The second value tells whether the room is part of that name.
        """
        kind = self._said.get("kind")
        if kind is None or kind.quantifier is not None:
            return None
        area = self._said.get("area")
        if area is not None and area.end == kind.start:
            name = self._gazetteer.exact("name", (*area.tokens, *kind.tokens))
            if name is not None and name.tokens == (*area.tokens, *kind.tokens):
                return name, True
        name = self._gazetteer.exact("name", kind.tokens)
        is_one = name is not None and name.tokens == kind.tokens and len(self._fit(name)) == 1
        return (name, False) if name is not None and is_one else None

    def _name_words(self) -> Tokens:
        """Without `my` before it, unless that is how it is called: `My Phone`."""
        heard = self._said["name"].tokens
        name = self._gazetteer.exact("name", heard)
        return heard if name is not None else _without_article(heard)

    def _spoken_name(self, heard: Tokens, place: Slots) -> Target | Rejection:
        match = self._gazetteer.closest("name", heard)
        several = self._room_and_kind(heard) if match and match.score == OTHER_FORM else None
        if several is not None:
            room, kind = several
            return self._kind(kind, replace(place, area=room))
        if match is not None:
            return self._named(match.name, place)
        if self._gazetteer.is_kind(heard):
            return self._kind(heard, place)
        for cut in range(1, len(heard)):
            area = self._gazetteer.closest("area", heard[:cut])
            rest = self._gazetteer.closest("name", heard[cut:])
            if area and rest and place.area is None:
                return self._named(rest.name, replace(place, area=area.name.text))
        return self._unknown("name", heard)

    def _room_and_kind(self, heard: Tokens) -> tuple[str, Tokens] | None:
        """`bedroom curtains`, where one device is called `Bedroom Curtain`, are all in the room."""
        for cut in range(1, len(heard)):
            area = self._gazetteer.exact("area", heard[:cut])
            if area is not None and heard[cut:] in english().kinds_by_words:
                return area.text, heard[cut:]
        return None

    def _named(self, name: Name, place: Slots) -> Target:
        entities = self._fit(name) or list(name.entities)
        entities = [e for e in entities if e.area == place.area] or entities
        domains = {e.domain for e in entities}
        domain = entities[0].domain if len(domains) == 1 else None
        device_class = entities[0].device_class if domain in _MEASURING else None
        slots = replace(
            place,
            name=entities[0].name,
            domain=None if domain is None else str(domain),
            device_class=device_class,
        )
        return Target(slots=slots, domains=frozenset(map(str, domains)))

    def _fit(self, name: Name) -> list[Entity]:
        """The bearers of a name that the intent can be about, the likeliest kind only."""
        for domains in (self._preferred, self._domains):
            fits = [e for e in name.entities if domains is None or e.domain in domains]
            if fits:
                return fits
        return []

    def _kind(self, words: Tokens, place: Slots) -> Target | Rejection:
        kind = self._best_kind(english().kinds_by_words.get(words, ()))
        if kind is None:
            return Rejection(reason=Reason.NOT_A_COMMAND)
        slots = replace(place, domain=kind.domain, device_class=kind.device_class)
        return Target(slots=slots, domains=frozenset({kind.domain}))

    def _best_kind(self, options: Sequence[Kind]) -> Kind | None:
        """A kind that the intent can be about; if there is a choice, one that the home has."""
        fits = [
            kind
            for kind in options
            if self._domains is None or kind.domain in self._domains or kind.domain == "all"
        ]
        fits = [kind for kind in fits if kind.device_class in self._classes] or fits
        owned = [k for k in fits if self._gazetteer.has(k.domain, k.device_class)]
        return next(iter(owned or fits), None)

    def _unknown(self, kind: NameKind, heard: Tokens) -> Rejection:
        near = self._gazetteer.closest(kind, heard, score=NEAREST_SCORE)
        return Rejection(
            reason=Reason.UNKNOWN_NAME,
            heard=" ".join(heard),
            nearest=near.name.text if near else None,
        )


def _asked(said: Spans) -> frozenset[Domain] | None:
    """Which entities can be in the state that is asked about; None: any."""
    if "done" in said:
        return _ASKED.get(english().measures.done[said["done"].tokens])
    words = said["state"].tokens if "state" in said else ()
    if words in english().states:
        return _ASKED.get(english().states[words])
    return frozenset({Domain.BINARY_SENSOR}) if words in english().conditions else None


def _without_article(tokens: Tokens) -> Tokens:
    has_article = len(tokens) > 1 and tokens[0] in english().words("articles")
    return tokens[1:] if has_article else tokens
