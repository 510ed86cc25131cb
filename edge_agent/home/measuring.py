"""What is measured in a room and outside, and whether a condition holds for a device."""

from typing import Final

from edge_agent.config.needs import MEASURES, Conditions, as_words
from edge_agent.domain.entity import Domain, Entity, EntityState, Home
from edge_agent.domain.resolution import Finding
from edge_agent.home.places import Place, is_outside, words_of_name

_ELSEWHERE: Final = frozenset(
    {"fridge", "refrigerator", "freezer", "oven", "water", "boiler", "pool", "pond", "aquarium"}
    | {"tank", "soil", "plant", "floor", "flow", "return", "cpu", "processor", "chip", "battery"}
    | {"grill", "probe", "cellar", "device", "printer", "sauna"}
)
"""Words in the name of a sensor that does not measure the air of its room."""
_OWN: Final = {"temperature": "current_temperature", "humidity": "current_humidity"}
"""Attributes of devices that measure something themselves."""
_OUTSIDE: Final = "outside_"
_TARGET: Final = "target"
_FAHRENHEIT: Final = "°F"


def holds(conditions: Conditions, entity: Entity, home: Home, place: Place) -> bool:
    """Whether all conditions hold for a device; what is not measured holds only for a "not"."""
    state = home.state_of(entity)
    return _is_in_state(conditions, state) and all(
        _compares(str(comparison), _figure(name, entity, home, place), entity, home, place)
        for name in MEASURES
        if (comparison := getattr(conditions, name)) is not None
    )


def measured(name: str, entity: Entity, home: Home, place: Place) -> Finding | None:
    """What tells a measure of the room: the device there that measures it, else a sensor there.

    Args:
        name: `temperature`, `humidity`, ..., with `outside_` before it for what is outside.
        entity: the device whose doing depends on it.
        home: all entities and their states.
        place: where the need is felt.
    """
    if name.startswith(_OUTSIDE):
        return _sensed(name.removeprefix(_OUTSIDE), home, None)
    own = _OWN.get(name, "")
    if place.holds_room_of(entity) and _is_number(home.state_of(entity).get(own)):
        return Finding(entity=entity, attribute=own, value=home.state_of(entity).get(own))
    return _sensed(name, home, place.room_of(entity))


def _sensed(device_class: str, home: Home, room: Place | None) -> Finding | None:
    """The first sensor that has a value: of a room, or outside where none is given."""
    for sensor in home.entities:
        if sensor.domain is not Domain.SENSOR or sensor.device_class != device_class:
            continue
        value = home.state_of(sensor).get("state")
        is_there = is_outside(sensor) if room is None else _is_of_room(sensor, room)
        if is_there and _is_number(value) and home.state_of(sensor).is_available:
            return Finding(entity=sensor, attribute="state", value=value)
    return None


def _is_of_room(sensor: Entity, room: Place) -> bool:
    is_of_air = _ELSEWHERE.isdisjoint(words_of_name(sensor))
    return is_of_air and room.holds(sensor) and not is_outside(sensor)


def _is_in_state(conditions: Conditions, state: EntityState) -> bool:
    reported = str(state.get("state")).casefold()
    wanted, unwanted = as_words(conditions.state), as_words(conditions.not_state)
    return (not wanted or reported in wanted) and reported not in unwanted


def _compares(
    comparison: str, figure: float | None, entity: Entity, home: Home, place: Place
) -> bool:
    """Whether a figure is as a condition says: `above 24`, `not below outside_temperature`."""
    *negation, direction, other = comparison.split()
    limit = _limit(other, entity, home, place)
    if figure is None or limit is None:
        return bool(negation)
    is_so = figure > limit if direction == "above" else figure < limit
    return is_so is not bool(negation)


def _limit(word: str, entity: Entity, home: Home, place: Place) -> float | None:
    if word == _TARGET:
        return _celsius(home.state_of(entity).get("temperature"), entity.unit)
    is_name = word[-1].isalpha() or word[-1] == "_"
    return _figure(word, entity, home, place) if is_name else float(word)


def _figure(name: str, entity: Entity, home: Home, place: Place) -> float | None:
    """A measure as a plain number, temperatures in degrees Celsius."""
    found = measured(name, entity, home, place)
    return None if found is None else _celsius(found.value, found.entity.unit)


def _celsius(value: object, unit: str | None) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return (value - 32) / 1.8 if unit == _FAHRENHEIT else float(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
