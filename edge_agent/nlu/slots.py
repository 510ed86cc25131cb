"""Tagged tokens → slots of a command, with names resolved against the home."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.command import Intent, Rejection, Reason, Slots
from edge_agent.domain.entity import Domain, Entity
from edge_agent.nlu.gazetteer import NEAREST_SCORE, Gazetteer, Name, NameKind
from edge_agent.nlu.language import Kind, english
from edge_agent.nlu.numbers import is_number

Tokens = tuple[str, ...]

_MOVED: Final = frozenset({Domain.COVER})
_SWITCHED: Final = frozenset(
    {
        Domain.LIGHT,
        Domain.SWITCH,
        Domain.FAN,
        Domain.CLIMATE,
        Domain.SCENE,
        Domain.COVER,
        Domain.LOCK,
    }
)
_LOCKED: Final = frozenset({Domain.LOCK})
DOMAINS: Final[Mapping[Intent, frozenset[Domain]]] = {
    Intent.TURN_ON: _SWITCHED,
    Intent.TURN_OFF: _SWITCHED,
    Intent.TOGGLE: _SWITCHED,
    Intent.OPEN: _MOVED,
    Intent.CLOSE: _MOVED,
    Intent.STOP: _MOVED,
    Intent.SET_POSITION: _MOVED,
    Intent.LOCK: _LOCKED,
    Intent.UNLOCK: _LOCKED,
    Intent.ACTIVATE: frozenset({Domain.SCENE}),
    Intent.LIGHT_SET: frozenset({Domain.LIGHT}),
    Intent.SET_TEMPERATURE: frozenset({Domain.CLIMATE}),
    Intent.GET_TEMPERATURE: frozenset({Domain.CLIMATE, Domain.SENSOR}),
    Intent.SET_SPEED: frozenset({Domain.FAN}),
}
"""Which entities an intent is about; those that are missing here are about any."""

_BY_DOMAIN: Final = {
    Domain.LIGHT: Intent.LIGHT_SET,
    Domain.COVER: Intent.SET_POSITION,
    Domain.FAN: Intent.SET_SPEED,
    Domain.CLIMATE: Intent.SET_TEMPERATURE,
}
"""What `set … to fifty` means for each kind of device."""
_MEASURING: Final = frozenset({Domain.SENSOR, Domain.BINARY_SENSOR})
_ACTIVE: Final = {"open": "on", "unlocked": "on", "closed": "off", "locked": "off"}
"""What a contact or the like reports, by what is asked of it."""
_LEADING: Final = frozenset("the my our a an".split())
_STATES: Final = {
    Domain.COVER: frozenset({"open", "closed"}),
    Domain.LOCK: frozenset({"locked", "unlocked"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Neighbouring tokens that fill one slot."""

    slot: str
    start: int
    end: int
    tokens: Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """What a command is about."""

    slots: Slots
    domains: frozenset[str]
    """The domains of what was named; empty where nothing was."""


def spans(tokens: Sequence[str], tags: Sequence[str]) -> tuple[Span, ...]:
    """Join tags to spans; an `I-` that follows nothing begins a span."""
    found: list[Span] = []
    for at, (token, tag) in enumerate(zip(tokens, tags, strict=True)):
        part, _, slot = tag.partition("-")
        if not slot:
            continue
        last = found[-1] if found else None
        if part == "I" and last and last.slot == slot and last.end == at:
            found[-1] = replace(last, end=at + 1, tokens=(*last.tokens, token))
        else:
            found.append(Span(slot=slot, start=at, end=at + 1, tokens=(token,)))
    return tuple(found)


def fill(
    intent: Intent, found: Sequence[Span], gazetteer: Gazetteer
) -> tuple[Intent, Slots] | Rejection:
    """Slots for an intent, which may change to what the named device can do.

    Returns a rejection where a name is unknown or something needed was not said.
    """
    by_slot: dict[str, Span] = {}
    for span in found:
        if span.slot in by_slot and span.slot not in {"more", "less"}:
            return _NOT_A_COMMAND
        by_slot.setdefault(span.slot, span)
    target = _target(intent, found, by_slot, gazetteer)
    if isinstance(target, Rejection):
        return target
    intent = _fitting(intent, target.domains, by_slot)
    slots = _values(intent, by_slot, _lit(intent, target.slots))
    if slots is None or not _is_complete(intent, slots):
        return _NOT_A_COMMAND
    return intent, slots


def _lit(intent: Intent, slots: Slots) -> Slots:
    """A room that is turned on or off, or lit up, is its lights."""
    is_room = bool(slots.area or slots.floor) and not (slots.name or slots.domain)
    is_switching = intent in {Intent.TURN_ON, Intent.TURN_OFF}
    return replace(slots, domain=str(Domain.LIGHT)) if is_room and is_switching else slots


_NOT_A_COMMAND: Final = Rejection(reason=Reason.NOT_A_COMMAND)


# ---------------------------------------------------------------------- targets


def _target(
    intent: Intent, found: Sequence[Span], by_slot: Mapping[str, Span], gazetteer: Gazetteer
) -> _Target | Rejection:
    if intent.is_timer:
        return _timer_target(by_slot, gazetteer)
    area = _place("area", by_slot, gazetteer)
    floor = _place("floor", by_slot, gazetteer)
    if isinstance(area, Rejection):
        return area
    if isinstance(floor, Rejection):
        return floor
    whole = _whole_name(intent, found, gazetteer)
    if whole is not None:
        covers_area = (
            "area" in by_slot
            and whole.tokens[: len(by_slot["area"].tokens)] == by_slot["area"].tokens
        )
        return _named(intent, whole, None if covers_area else area, floor, by_slot)
    if "name" in by_slot:
        return _from_name_span(intent, by_slot["name"], area, floor, by_slot, gazetteer)
    slots = Slots(area=area, floor=floor)
    if "kind" not in by_slot:
        return _Target(slots=slots, domains=frozenset())
    return _kind_target(intent, by_slot, slots, gazetteer)


def _timer_target(by_slot: Mapping[str, Span], gazetteer: Gazetteer) -> _Target:
    label, area = by_slot.get("label") or by_slot.get("name"), _place("area", by_slot, gazetteer)
    return _Target(
        slots=Slots(
            name=" ".join(label.tokens) if label else None,
            area=area if isinstance(area, str) else None,
        ),
        domains=frozenset(),
    )


def _place(
    kind: NameKind, by_slot: Mapping[str, Span], gazetteer: Gazetteer
) -> str | None | Rejection:
    if kind == "floor" and "house" in by_slot:
        return "all"
    if kind not in by_slot:
        return None
    heard = _without_article(by_slot[kind].tokens)
    for other in (kind, "area", "floor"):
        match = gazetteer.closest(other, heard)
        if match is not None and other == kind:
            return match.name.text
    return _unknown(kind, heard, gazetteer)


def _whole_name(intent: Intent, found: Sequence[Span], gazetteer: Gazetteer) -> Name | None:
    """A kind, alone or right after a room, that is word for word one device's name."""
    kinds = [span for span in found if span.slot == "kind"]
    if len(kinds) != 1:
        return None
    kind = kinds[0]
    places = [s for s in found if s.slot == "area" and s.end == kind.start]
    for tokens in (*((*place.tokens, *kind.tokens) for place in places), kind.tokens):
        name = gazetteer.exact("name", tokens)
        if name is None or name.tokens != tokens:
            continue
        if len(_fit(intent, name.entities)) == 1 or len(tokens) > len(kind.tokens):
            return replace(name, entities=tuple(_fit(intent, name.entities) or name.entities))
    return None


def _from_name_span(  # noqa: PLR0913 - the parts of one target
    intent: Intent,
    span: Span,
    area: str | None,
    floor: str | None,
    by_slot: Mapping[str, Span],
    gazetteer: Gazetteer,
) -> _Target | Rejection:
    heard = _without_article(span.tokens)
    match = gazetteer.closest("name", heard)
    if match is not None:
        return _named(intent, match.name, area, floor, by_slot)
    kind = english().kinds_by_words.get(heard)
    if kind is not None:
        with_kind = {**by_slot, "kind": replace(span, slot="kind", tokens=heard)}
        return _kind_target(intent, with_kind, Slots(area=area, floor=floor), gazetteer)
    for cut in range(1, len(heard)):
        place, rest = gazetteer.closest("area", heard[:cut]), gazetteer.closest("name", heard[cut:])
        if place and rest and area is None:
            return _named(intent, rest.name, place.name.text, floor, by_slot)
    return _unknown("name", heard, gazetteer)


def _named(
    intent: Intent, name: Name, area: str | None, floor: str | None, by_slot: Mapping[str, Span]
) -> _Target:
    entities = _fit(intent, name.entities, by_slot) or list(name.entities)
    entities = [e for e in entities if area is None or e.area == area] or entities
    domains = {str(e.domain) for e in entities}
    domain = next(iter(domains)) if len(domains) == 1 else None
    return _Target(
        slots=Slots(
            name=_spelling(name, entities),
            area=area,
            floor=floor,
            domain=domain,
            device_class=entities[0].device_class if domain in _MEASURING else None,
        ),
        domains=frozenset(domains),
    )


def _spelling(name: Name, entities: Sequence[Entity]) -> str:
    """As the entity itself spells what was said; an alias is no entity's name."""
    return entities[0].name if entities else name.text


def _fit(
    intent: Intent, entities: Sequence[Entity], by_slot: Mapping[str, Span] | None = None
) -> list[Entity]:
    """Those that the intent can be about."""
    if intent in _BY_DOMAIN.values():
        settable = [e for e in entities if e.domain in _BY_DOMAIN]
        return [e for e in settable if e.domain in DOMAINS[intent]] or settable
    domains = DOMAINS.get(intent)
    if domains is None:
        asked = (
            english().states.get(by_slot["state"].tokens)
            if by_slot and "state" in by_slot
            else None
        )
        fits = [e for e in entities if asked in _STATES.get(e.domain, frozenset())]
        return fits or list(entities)
    return [e for e in entities if e.domain in domains]


def _kind_target(
    intent: Intent, by_slot: Mapping[str, Span], slots: Slots, gazetteer: Gazetteer
) -> _Target | Rejection:
    options = english().kinds_by_words.get(by_slot["kind"].tokens, ())
    kind = _best_kind(intent, options, by_slot, gazetteer)
    if kind is None:
        return _NOT_A_COMMAND
    return _Target(
        slots=replace(slots, domain=kind.domain, device_class=kind.device_class),
        domains=frozenset({kind.domain}),
    )


def _best_kind(
    intent: Intent, options: Sequence[Kind], by_slot: Mapping[str, Span], gazetteer: Gazetteer
) -> Kind | None:
    """The kind that the intent can be about and, if there is a choice, that the home has."""
    state = english().states.get(by_slot["state"].tokens) if "state" in by_slot else None
    domains = DOMAINS.get(intent)
    if intent in _BY_DOMAIN.values():
        domains = frozenset(_BY_DOMAIN)
    elif state in {"locked", "unlocked"}:
        domains = _LOCKED
    elif state in {"open", "closed"}:
        domains = frozenset({Domain.COVER, Domain.BINARY_SENSOR})
    fits = [k for k in options if domains is None or k.domain in domains or k.domain == "all"]
    owned = [k for k in fits if gazetteer.has(k.domain, k.device_class)]
    return next(iter(owned or fits), None)


def _unknown(kind: NameKind, heard: Tokens, gazetteer: Gazetteer) -> Rejection:
    near = gazetteer.closest(kind, heard, score=NEAREST_SCORE)
    return Rejection(
        reason=Reason.UNKNOWN_NAME, heard=" ".join(heard), nearest=near.name.text if near else None
    )


def _without_article(tokens: Tokens) -> Tokens:
    return tokens[1:] if len(tokens) > 1 and tokens[0] in _LEADING else tokens


# ----------------------------------------------------------------------- values


def _fitting(intent: Intent, domains: frozenset[str], by_slot: Mapping[str, Span]) -> Intent:
    """What setting a value means is for the device to say, where only one kind is named."""
    if len(domains) != 1 or "color" in by_slot:
        return intent
    domain = next(iter(domains))
    if intent in _BY_DOMAIN.values():
        return _BY_DOMAIN.get(Domain(domain), intent) if domain in _BY_DOMAIN else intent
    return intent


def _values(intent: Intent, by_slot: Mapping[str, Span], slots: Slots) -> Slots | None:
    """Add numbers, colours and states; None where one makes no sense."""
    match intent:
        case Intent.LIGHT_SET:
            return _light_values(by_slot, slots)
        case Intent.SET_TEMPERATURE:
            return _temperature_values(by_slot, slots)
        case Intent.SET_POSITION | Intent.SET_SPEED if "value" in by_slot:
            share = _percent(by_slot["value"].tokens)
            if share is None:
                return None
            if intent is Intent.SET_POSITION:
                return replace(slots, position=share)
            return replace(slots, percentage=share)
        case Intent.GET_STATE:
            return _state_values(by_slot, slots)
        case Intent.START_TIMER:
            return _duration(by_slot, slots)
        case _:
            return slots


def _light_values(by_slot: Mapping[str, Span], slots: Slots) -> Slots | None:
    color = english().colors.get(by_slot["color"].tokens) if "color" in by_slot else None
    if "color" in by_slot and color is None:
        return None
    brightness = _percent(by_slot["value"].tokens) if "value" in by_slot else None
    if "value" in by_slot and brightness is None:
        return None
    step = None if brightness is not None else _step(by_slot, "percent")
    return replace(
        slots,
        color=color,
        brightness=brightness,
        brightness_step=None if step is None else round(step),
    )


def _temperature_values(by_slot: Mapping[str, Span], slots: Slots) -> Slots | None:
    if "value" not in by_slot:
        return replace(slots, temperature_step=_step(by_slot, "degrees"))
    degrees = _number(by_slot["value"].tokens)
    return None if degrees is None else replace(slots, temperature=degrees)


def _state_values(by_slot: Mapping[str, Span], slots: Slots) -> Slots | None:
    state = english().states.get(by_slot["state"].tokens) if "state" in by_slot else None
    if "state" in by_slot and state is None:
        return None
    if slots.domain == Domain.BINARY_SENSOR:
        state = "on" if state is None and slots.name is None else _ACTIVE.get(state or "", state)
    return replace(slots, state=state)


def _step(by_slot: Mapping[str, Span], unit: str) -> float | None:
    sign = 1 if "more" in by_slot else -1 if "less" in by_slot else 0
    if not sign or ("more" in by_slot and "less" in by_slot):
        return None
    said = by_slot["step"].tokens if "step" in by_slot else ()
    number = _number(said)
    size = english().step_sizes.get(said, "plain")
    return sign * (number if number is not None else english().step(unit, size))


def _percent(tokens: Tokens) -> int | None:
    share = english().amounts.get(tokens)
    number = _number(tokens)
    if share is None and number is not None and 0 <= number <= 100:  # noqa: PLR2004 - percent
        share = round(number)
    return share


def _number(tokens: Tokens) -> float | None:
    return float(tokens[0]) if len(tokens) == 1 and is_number(tokens[0]) else None


def _duration(by_slot: Mapping[str, Span], slots: Slots) -> Slots | None:
    """Whole hours, minutes and seconds: 1.5 hours are 1 hour and 30 minutes."""
    said = {unit: _number(by_slot[unit].tokens) for unit in _SECONDS if unit in by_slot}
    if not said or None in said.values():
        return None
    left = round(sum(_SECONDS[unit] * (count or 0) for unit, count in said.items()))
    if len(said) == 1 and (count := next(iter(said.values()))) is not None and count.is_integer():
        return replace(slots, **{next(iter(said)): int(count)})  # type: ignore[arg-type]  # the key is a unit
    hours, minutes, seconds = left // 3600, left // 60 % 60, left % 60
    return replace(slots, hours=hours or None, minutes=minutes or None, seconds=seconds or None)


_SECONDS: Final = {"hours": 3600, "minutes": 60, "seconds": 1}


def _is_complete(intent: Intent, slots: Slots) -> bool:
    """Whether all was said that the intent needs."""
    has_target = bool(slots.name or slots.domain)
    match intent:
        case Intent.TURN_ON | Intent.TURN_OFF | Intent.TOGGLE:
            return has_target
        case Intent.OPEN | Intent.CLOSE | Intent.STOP | Intent.LOCK | Intent.UNLOCK:
            return has_target
        case Intent.ACTIVATE:
            return slots.name is not None
        case Intent.LIGHT_SET:
            return (
                slots.color or slots.brightness_step
            ) is not None or slots.brightness is not None
        case Intent.SET_POSITION:
            return slots.position is not None and has_target
        case Intent.SET_SPEED:
            return slots.percentage is not None
        case Intent.SET_TEMPERATURE:
            return slots.temperature is not None or slots.temperature_step is not None
        case Intent.GET_STATE:
            return has_target
        case Intent.START_TIMER:
            return bool(slots.hours or slots.minutes or slots.seconds)
        case _:
            return True
