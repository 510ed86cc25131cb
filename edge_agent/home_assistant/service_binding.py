"""How an entity of Home Assistant is commanded by services, and read from its state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from edge_agent.domain.action import Action, ActionKind, FieldValue, Message, ServiceCall
from edge_agent.domain.entity import EntityState, StateValue
from edge_agent.home.binding import Binding
from edge_agent.home.confirmation import expectation
from edge_agent.home.reading import Update
from edge_agent.home_assistant.traits import Told

_CODE: Final = "code"

Settle = Callable[[StateValue], StateValue]
"""The nearest value that the device can take, in the agent's unit."""
Dress = Callable[[StateValue], FieldValue]
"""The agent's value as Home Assistant's."""


def _as_it_is(value: StateValue) -> StateValue:
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The service that an action calls."""

    name: str
    """Without its domain, e.g. `turn_on`; `{}` in it stands for the action's value."""
    key: str | None = None
    """The field that takes the action's value."""
    fixed: Mapping[str, FieldValue] = field(default_factory=dict)
    """Fields that are always the same."""
    settle: Settle = _as_it_is
    dress: Dress | None = None
    expected: Mapping[str, StateValue] | None = None
    """What the entity will report, where that is otherwise than for most."""

    def settled(self, action: Action) -> Action:
        """The action with a value that the device can take."""
        value = action.value
        return action if value is None else replace(action, value=self.settle(value))

    def fields(self, action: Action) -> Mapping[str, FieldValue]:
        """What the service is told."""
        value = self.settled(action).value
        if self.key is None or value is None:
            return self.fixed
        return {**self.fixed, self.key: self.dress(value) if self.dress else value}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceBinding(Binding):
    """An entity that Home Assistant commands and reads for the agent."""

    entity_id: str
    """Home Assistant's."""
    services: Mapping[ActionKind, Service]
    """What it can be asked for, codes that the agent does not know included."""
    read: Callable[[Told], Update]
    """What its state says in the agent's words."""
    attributes: frozenset[str]
    """All that `read` may tell of."""

    @property
    def reported(self) -> frozenset[str]:
        """The attributes that the state tells of."""
        return self.attributes

    def encode(self, action: Action, state: EntityState) -> tuple[Message, ...]:
        """One call of a service; as many as its value says, where it counts steps."""
        del state
        service = self.services[action.kind]
        code = {} if self.code is None else {_CODE: self.code}
        call = ServiceCall(
            domain=self.entity_id.partition(".")[0],
            service=service.name.format(action.value),
            entity_id=self.entity_id,
            fields={**service.fields(action), **code},
            secrets=frozenset(code),
        )
        counts_steps = service.key is None and isinstance(action.value, int)
        return (call,) * (int(action.value or 1) if counts_steps else 1)

    def together(self, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        """One call for all that one service is told, as for a light of the JSON schema."""
        calls = [message for message in messages if isinstance(message, ServiceCall)]
        keys = [key for call in calls for key in call.fields]
        is_one = len({call.service for call in calls}) == 1
        if not is_one or not keys or len(set(keys)) < len(keys):
            return messages
        fields = {key: value for call in calls for key, value in call.fields.items()}
        return (replace(calls[0], fields=fields),)

    def expect(self, action: Action) -> Mapping[str, StateValue]:
        """As for every device, but with a value that this one can take."""
        service = self.services.get(action.kind)
        if service is None:
            return expectation(action)
        if service.expected is not None:
            return service.expected
        return expectation(service.settled(action))

    def update(self, told: Told) -> Update:
        """What a state tells, complete: what it does not tell is no longer known."""
        if not told.is_available:
            return {}
        return {**dict.fromkeys(self.attributes), **self.read(told)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """What Home Assistant counts in."""

    temperature: str = "°C"


Kind = Callable[[str, Told, Units], ServiceBinding]
"""From Home Assistant's entity id and what it tells to the binding of the entity."""
