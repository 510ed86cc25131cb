"""Spans → the numbers, colours and states of a command."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from edge_agent.domain.entity import Domain
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import Slots
from edge_agent.nlu.language import english
from edge_agent.nlu.numbers import number_of
from edge_agent.nlu.tagging import Spans, Tokens
from edge_agent.nlu.time_values import add_duration, add_moment, add_start, add_timer

_LOWEST_SPEED: Final = 10
"""Smaller numbers without a unit are not meant as percent."""
_WARMEST_K: Final = 1_000
_COLDEST_K: Final = 12_000
"""No lamp is redder than a candle, or bluer than the sky."""
_NOBODY: Final = ("1",)
"""`No one` corrects nothing."""
_MOST_DEGREES: Final = 20.0
"""Nobody wants it warmer or colder by more at once: the number was misheard."""
_MOST_SPEEDS: Final = 12
"""More steps no fan has: the number is percent."""
_PASSIVE: Final = {"open": "on", "unlocked": "on", "closed": "off", "locked": "off"}
"""What a contact reports, by what is asked of it."""


def add_values(intent: Intent, said: Spans, slots: Slots) -> Slots | None:
    """The slots with numbers, colours and states; None where one makes no sense."""
    add = _ADD.get(intent)
    if "which" in said:
        slots = replace(slots, which=english().measures.which[said["which"].tokens])
    if "factor" in said:
        factor = english().measures.factors[said["factor"].tokens]
        return replace(slots, factor=factor)
    return slots if add is None else add(said, slots)


def is_complete(intent: Intent, slots: Slots, *, refers_back: bool = False) -> bool:
    """Whether all was said that the intent needs."""
    has_target = bool(slots.name or slots.domain or slots.which or refers_back)
    is_change = slots.percentage_step is not None or slots.factor is not None
    if intent.needs_target and not (has_target or is_change):
        return False
    needed = _NEED_ONE.get(intent)
    return needed is None or any(getattr(slots, slot) is not None for slot in needed)


_NEED_ONE: Final[Mapping[Intent, tuple[str, ...]]] = {
    Intent.ACTIVATE: ("name",),
    Intent.LIGHT_SET: (
        *("color", "color_temperature", "color_temperature_step"),
        *("brightness", "brightness_step", "factor"),
    ),
    Intent.SET_POSITION: ("position", "percentage_step"),
    Intent.SET_TILT: ("position",),
    Intent.SET_SPEED: ("percentage", "percentage_step", "speed", "factor"),
    Intent.SET_TEMPERATURE: ("temperature", "temperature_step", "percentage"),
    **dict.fromkeys(
        (Intent.INCREASE_TIMER, Intent.DECREASE_TIMER), ("hours", "minutes", "seconds")
    ),
    Intent.SET_MODE: ("mode",),
    Intent.SET_VALUE: ("value", "percentage_step", "factor"),
    Intent.SET_VOLUME: ("volume_level", "volume_step", "factor"),
    Intent.CHANGE_VOLUME: ("volume_step", "factor"),
    Intent.MEDIA_SEARCH: ("search_query",),
}


def _add_light(said: Spans, slots: Slots) -> Slots | None:
    color = english().colors.get(said["color"].tokens) if "color" in said else None
    brightness = _percent(said["value"].tokens) if "value" in said else None
    if ("color" in said and color is None) or ("value" in said and brightness is None):
        return None
    step = _step(said, "percent") if brightness is None else None
    white = _with_white(said, slots)
    if white is None:
        return None
    return replace(
        white,
        color=color,
        brightness=brightness,
        brightness_step=None if step is None else round(step),
    )


def _with_white(said: Spans, slots: Slots) -> Slots | None:
    """The slots with a white that was told in kelvin, or as whiter or warmer."""
    if "kelvin" in said:
        kelvin = number_of(said["kelvin"].tokens) or 0
        is_white = _WARMEST_K <= kelvin <= _COLDEST_K
        return replace(slots, color_temperature=round(kelvin)) if is_white else None
    if "white" not in said:
        return slots
    sign = -1 if english().measures.whites[said["white"].tokens] == "warmer" else 1
    size = _step_size(said["step"].tokens if "step" in said else (), "kelvin") or 0
    return replace(slots, color_temperature_step=round(sign * size))


def _add_follow_up(said: Spans, slots: Slots) -> Slots | None:
    """A colour, a share or a step; what it is a step of, the last command tells."""
    color = english().colors.get(said["color"].tokens) if "color" in said else None
    share = _percent(said["value"].tokens) if "value" in said else None
    if ("color" in said and color is None) or ("value" in said and share is None):
        return None
    if "speed" in said:
        return _add_speed(said, slots)
    if not {"more", "less"} & said.keys():
        return replace(slots, color=color, brightness=share)
    steps = {unit: _step_of(said, unit) for unit in ("percent", "degrees")}
    percent, degrees = steps["percent"], steps["degrees"]
    if percent is None or degrees is None:
        return None
    return replace(slots, brightness_step=round(percent), temperature_step=degrees)


def _add_correction(said: Spans, slots: Slots) -> Slots | None:
    """As for what follows; a word may tell which of several is meant."""
    slots = _named_by_a_word(said, slots)
    if "value" in said and said["value"].tokens == _NOBODY:
        return None
    return _add_follow_up(said, slots) if {"color", "value", "speed"} & said.keys() else slots


def _named_by_a_word(said: Spans, slots: Slots) -> Slots:
    return replace(slots, which=" ".join(said["free"].tokens)) if "free" in said else slots


def _step_of(said: Spans, unit: str) -> float | None:
    size = _step_size(said["step"].tokens if "step" in said else (), unit)
    is_more = "more" in said
    return None if size is None or is_more == ("less" in said) else size if is_more else -size


def _add_temperature(said: Spans, slots: Slots) -> Slots | None:
    if "value" not in said:
        step = _step(said, "degrees")
        is_likely = step is None or abs(step) <= _MOST_DEGREES
        return replace(slots, temperature_step=step) if is_likely else None
    slots = _add_mode(said, slots) or slots
    degrees = number_of(said["value"].tokens)
    if degrees is None and said["value"].tokens in english().amounts:
        return replace(slots, percentage=english().amounts[said["value"].tokens])
    return None if degrees is None else replace(slots, temperature=degrees)


def _with_percentage_step(said: Spans, slots: Slots) -> Slots:
    step = _step(said, "percent")
    return slots if step is None else replace(slots, percentage_step=round(step))


def _add_position(said: Spans, slots: Slots) -> Slots | None:
    if "value" not in said and {"more", "less"} & said.keys():
        return _with_percentage_step(said, slots)
    share = _percent(said["value"].tokens) if "value" in said else None
    if share is None:
        return None
    return replace(slots, position=100 - share if "less" in said else share)


def _add_tilt(said: Spans, slots: Slots) -> Slots | None:
    """A share of fully open slats, or open or closed ones."""
    if "value" not in said and {"more", "less"} & said.keys():
        return replace(slots, position=100 if "more" in said else 0)
    return _add_position(said, slots)


def _add_speed(said: Spans, slots: Slots) -> Slots | None:
    if slots.which is not None and slots.which.isdecimal():
        return replace(slots, which=None, speed=int(slots.which))
    if {"more", "less"} & said.keys():
        return _with_percentage_step(said, slots)
    if "speed" in said:
        step = number_of(said["speed"].tokens)
        if step is not None and step > _MOST_SPEEDS:
            return replace(slots, percentage=round(step)) if step <= 100 else None  # noqa: PLR2004 - percent
        return replace(slots, speed=int(step)) if step and step == int(step) else None
    share = _percent(said["value"].tokens) if "value" in said else None
    if share is not None and 0 < share < _LOWEST_SPEED:
        return replace(slots, speed=share)
    return None if share is None else replace(slots, percentage=share)


def _add_value(said: Spans, slots: Slots) -> Slots | None:
    if {"more", "less"} & said.keys():
        return _with_percentage_step(said, slots)
    number = number_of(said["value"].tokens) if "value" in said else None
    share = _percent(said["value"].tokens) if "value" in said and number is None else None
    value = number if number is not None else share
    return None if value is None else replace(slots, value=value)


def _add_volume(said: Spans, slots: Slots) -> Slots | None:
    if {"more", "less"} & said.keys():
        step = _step(said, "volume")
        return None if step is None else replace(slots, volume_step=round(step))
    share = _percent(said["value"].tokens) if "value" in said else None
    return None if share is None else replace(slots, volume_level=share)


def _add_query(said: Spans, slots: Slots) -> Slots | None:
    return replace(slots, search_query=" ".join(said["free"].tokens)) if "free" in said else None


def _add_mode(said: Spans, slots: Slots) -> Slots | None:
    if "motion" in said:
        return replace(slots, mode=english().measures.motions[said["motion"].tokens])
    return replace(slots, mode=" ".join(said["mode"].tokens)) if "mode" in said else None


def _add_way_to_arm(said: Spans, slots: Slots) -> Slots:
    return _add_mode(said, slots) or slots


def _add_state(said: Spans, slots: Slots) -> Slots | None:
    if "attribute" in said:
        return replace(slots, attribute=english().attributes.get(said["attribute"].tokens))
    if "done" in said:
        return replace(slots, state=english().measures.done[said["done"].tokens])
    if "mode" in said:
        return _add_mode(said, slots)
    if "state" not in said:
        is_detection = slots.domain == Domain.BINARY_SENSOR and "kind" in said
        return replace(slots, state="on") if is_detection else slots
    words = said["state"].tokens
    if words in english().conditions and slots.domain in {None, Domain.BINARY_SENSOR}:
        return _conditioned(english().conditions[words], slots)
    state = english().states.get(words)
    if state is not None and slots.domain == Domain.BINARY_SENSOR:
        state = _PASSIVE.get(state, state)
    return None if state is None else replace(slots, state=state)


def _conditioned(sides: Mapping[str, str], slots: Slots) -> Slots | None:
    """The device class that is asked about, where only one can be in such a state, and the side."""
    asked = slots.device_class if slots.device_class in sides else None
    if asked is None and len(sides) == 1 and (slots.name or slots.device_class is None):
        asked = next(iter(sides))
    if asked is None:
        return None
    domain = str(Domain.BINARY_SENSOR)
    return replace(slots, domain=domain, device_class=asked, state=sides[asked])


_ADD: Final[Mapping[Intent, Callable[[Spans, Slots], Slots | None]]] = {
    Intent.LIGHT_SET: _add_light,
    Intent.SET_TEMPERATURE: _add_temperature,
    Intent.SET_POSITION: _add_position,
    Intent.SET_TILT: _add_tilt,
    Intent.SET_SPEED: _add_speed,
    Intent.GET_STATE: _add_state,
    Intent.SET_MODE: _add_mode,
    Intent.ALARM_ARM: _add_way_to_arm,
    Intent.FOLLOW_UP: _add_follow_up,
    Intent.SET_VALUE: _add_value,
    **dict.fromkeys((Intent.SET_VOLUME, Intent.CHANGE_VOLUME), _add_volume),
    Intent.MEDIA_SEARCH: _add_query,
    Intent.CORRECT: _add_correction,
    Intent.CHOOSE: _named_by_a_word,
    **dict.fromkeys(
        (
            Intent.SET_ALARM,
            Intent.CANCEL_ALARM,
            Intent.ALARM_STATUS,
            Intent.SNOOZE,
            Intent.SET_REMINDER,
            Intent.SCHEDULE,
        ),
        add_moment,
    ),
    Intent.START_TIMER: add_start,
    **dict.fromkeys((Intent.INCREASE_TIMER, Intent.DECREASE_TIMER), add_duration),
    **dict.fromkeys(
        (Intent.CANCEL_TIMER, Intent.PAUSE_TIMER, Intent.UNPAUSE_TIMER, Intent.TIMER_STATUS),
        add_timer,
    ),
}


def _step(said: Spans, unit: str) -> float | None:
    """How much more or less; None where neither or both were said, or words that mean neither."""
    signs = [
        sign
        for tag, sign in (("more", 1), ("less", -1))
        if tag in said and said[tag].tokens in english().changes[tag]
    ]
    size = _step_size(said["step"].tokens if "step" in said else (), unit)
    is_clear = len(signs) == 1 and not {"more", "less"} <= said.keys()
    return None if size is None or not is_clear else signs[0] * size


def _step_size(words: Tokens, unit: str) -> float | None:
    number = number_of(words)
    if number is None and unit in {"percent", "volume"}:
        number = english().amounts.get(words)
    if number is not None:
        return number
    is_plain = english().words("articles").issuperset(words)  # `a degree less`
    size = "plain" if is_plain else english().measures.step_sizes.get(words)
    return None if size is None else english().measures.step(unit, size)


def _percent(tokens: Tokens) -> int | None:
    share = english().amounts.get(tokens)
    number = number_of(tokens)
    if share is None and number is not None and 0 <= number <= 100:  # noqa: PLR2004 - percent
        share = round(number)
    return share
