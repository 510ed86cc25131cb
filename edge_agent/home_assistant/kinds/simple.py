"""What is only switched, pressed, set or read."""

from collections.abc import Callable
from typing import Final

from edge_agent.domain.action import ActionKind
from edge_agent.domain.entity import StateValue
from edge_agent.home.reading import Update, plain_number
from edge_agent.home_assistant.service_binding import Service, ServiceBinding, Settle, Units
from edge_agent.home_assistant.traits import Told, finite_or_none

_ON_OFF: Final = frozenset({"on", "off"})
_TEXT_CLASSES: Final = frozenset({"enum", "date", "timestamp"})
_MAX_TEXT_CHARS: Final = 255
_DEFAULT_RANGE: Final = (0.0, 100.0)
_FINEST_STEP: Final = 0.001
_DIGITS: Final = 6
_SWITCHED: Final = {
    ActionKind.TURN_ON: Service(name="turn_on"),
    ActionKind.TURN_OFF: Service(name="turn_off"),
}


def switch(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a switch, a siren, or a helper that is on or off."""
    del told, units
    return _binding(entity_id, _SWITCHED, _on_off)


def scene(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a scene or a script; when it was last used is no state."""
    del told, units
    services = {ActionKind.ACTIVATE: Service(name="turn_on")}
    return _binding(entity_id, services, lambda _: {}, attributes=frozenset())


def button(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a button."""
    del told, units
    services = {ActionKind.PRESS: Service(name="press")}
    return _binding(entity_id, services, lambda _: {}, attributes=frozenset())


def select(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a select."""
    del units
    return ServiceBinding(
        entity_id=entity_id,
        services={ActionKind.SET_OPTION: Service(name="select_option", key="option")},
        read=lambda now: {"state": now.word},
        attributes=frozenset({"state"}),
        actions=frozenset({ActionKind.SET_OPTION}),
        options=told.texts("options"),
    )


def number(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a number that can be set."""
    del units
    limits = _limits(told)
    service = Service(name="set_value", key="value", settle=_step(told, limits))
    return ServiceBinding(
        entity_id=entity_id,
        services={ActionKind.SET_VALUE: service},
        read=_number,
        attributes=frozenset({"state"}),
        actions=frozenset({ActionKind.SET_VALUE}),
        unit=told.text("unit_of_measurement"),
        value_range=limits,
    )


def sensor(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a sensor: a number or a text."""
    del units
    unit = told.text("unit_of_measurement")
    is_number = unit is not None or told.text("state_class") is not None
    is_text = told.text("device_class") in _TEXT_CLASSES
    return ServiceBinding(
        entity_id=entity_id,
        services={},
        read=_number if is_number and not is_text else _any_value,
        attributes=frozenset({"state"}),
        unit=unit,
    )


def binary_sensor(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a sensor that is on or off."""
    del told, units
    return _binding(entity_id, {}, _on_off)


def _binding(
    entity_id: str,
    services: dict[ActionKind, Service],
    read: Callable[[Told], Update],
    attributes: frozenset[str] = frozenset({"state"}),
) -> ServiceBinding:
    return ServiceBinding(
        entity_id=entity_id,
        services=services,
        read=read,
        attributes=attributes,
        actions=frozenset(services),
    )


def _on_off(told: Told) -> Update:
    return {"state": told.one_of(_ON_OFF)}


def _number(told: Told) -> Update:
    value = finite_or_none(told.state)
    return {"state": None if value is None else plain_number(value)}


def _any_value(told: Told) -> Update:
    word = told.word
    if word is None or len(word) > _MAX_TEXT_CHARS:
        return {"state": None}
    value = finite_or_none(word)
    return {"state": word if value is None else plain_number(value)}


def _limits(told: Told) -> tuple[float, float]:
    lowest, highest = told.number("min"), told.number("max")
    if lowest is None or highest is None or lowest >= highest:
        return _DEFAULT_RANGE
    return lowest, highest


def _step(told: Told, limits: tuple[float, float]) -> Settle:
    step = max(_FINEST_STEP, told.number("step") or 1.0)
    lowest, highest = limits

    def settle(wanted: StateValue) -> StateValue:
        stepped = lowest + round((float(wanted) - lowest) / step) * step
        return plain_number(round(max(lowest, min(highest, stepped)), _DIGITS))

    return settle
