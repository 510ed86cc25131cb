"""Numbers that can be set: volumes, thresholds, durations."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import EntityState, StateValue
from edge_agent.home.binding import Binding, CommandTopic, required_command_topic
from edge_agent.home.confirmation import expectation
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import UNKNOWN, number, plain_number, readings, resettable

_DEFAULT_RANGE: Final = (1.0, 100.0)
_FINEST_STEP: Final = 0.001
_DIGITS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Binding):
    """A number that a device keeps."""

    command: CommandTopic
    step: float

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """The nearest number that the device takes, without a point where it is whole."""
        del state
        if not isinstance(action.value, int | float):
            return ()
        return (self.command.message(self.settled(action.value)),)

    def settled(self, wanted: float) -> int | float:
        """The nearest of the steps from the lowest number, not beyond the highest."""
        lowest, highest = self.value_range or _DEFAULT_RANGE
        stepped = lowest + round((wanted - lowest) / self.step) * self.step
        return plain_number(round(min(highest, max(lowest, stepped)), _DIGITS))

    def expect(self, action: Action) -> Mapping[str, StateValue]:
        """The number that the device takes."""
        if not isinstance(action.value, int | float):
            return {}
        return expectation(replace(action, value=self.settled(action.value)))


def settable_number(fields: Fields) -> Number:
    """The binding of a number."""
    value = number("state", plain_number)
    return Number(
        actions=frozenset({ActionKind.SET_VALUE}),
        readings=readings(
            fields,
            "state_topic",
            ("value_template",),
            ("state",),
            resettable(value, "state", fields.text("payload_reset", UNKNOWN)),
        ),
        is_optimistic=fields.flag("optimistic"),
        unit=fields.optional_text("unit_of_measurement"),
        value_range=_range(fields),
        command=required_command_topic(fields, "command_topic", "command_template"),
        step=_step(fields),
    )


def _range(fields: Fields) -> tuple[float, float]:
    lowest = fields.number("min", _DEFAULT_RANGE[0])
    highest = fields.number("max", _DEFAULT_RANGE[1])
    if lowest >= highest:
        raise UnusableError("max must be greater than min.")
    return lowest, highest


def _step(fields: Fields) -> float:
    step = fields.number("step", 1.0)
    if step < _FINEST_STEP:
        raise UnusableError(f"step must be at least {_FINEST_STEP}, not {step:g}.")
    return step
