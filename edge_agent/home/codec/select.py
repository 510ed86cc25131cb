"""Selects: one of a few options, such as a washing programme."""

from dataclasses import dataclass

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import EntityState
from edge_agent.home.binding import Binding, CommandTopic, required_command_topic
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import readings, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Select(Binding):
    """Something that is set to one of a few options."""

    command: CommandTopic

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """The option as the device spells it."""
        del state
        return (self.command.message(action.value),) if action.value in self.options else ()


def select(fields: Fields) -> Select:
    """The binding of a select."""
    options = fields.texts("options")
    if not options:
        raise UnusableError("options is missing.")
    return Select(
        actions=frozenset({ActionKind.SET_OPTION}),
        readings=readings(
            fields,
            "state_topic",
            ("value_template",),
            ("state",),
            words("state", {option: option for option in options}),
        ),
        is_optimistic=fields.flag("optimistic"),
        options=options,
        command=required_command_topic(fields, "command_topic", "command_template"),
    )
