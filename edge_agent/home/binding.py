"""How one entity is commanded and read: its topics and payloads, in the dialect of its device."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from edge_agent.domain.action import Action, ActionKind, Message, MqttMessage
from edge_agent.domain.entity import Capability, Entity, EntityState, StateValue
from edge_agent.home.availability import Availability
from edge_agent.home.confirmation import expectation
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import Reading, Update, payload_text
from edge_agent.home.template import Template, TemplateError


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandTopic:
    """Where commands go, and how they are dressed."""

    topic: str
    template: Template | None = None
    qos: int = 1

    def message(self, value: object, **variables: object) -> MqttMessage:
        """The message for a value; raises `UnusableError` where the template fails on it."""
        payload = str(value)
        if self.template is not None:
            try:
                payload = self.template.render({**variables, "value": value})
            except TemplateError as error:
                raise UnusableError(f"{error}") from error
        # Whatever is announced: a retained command would be carried out again, late.
        return MqttMessage(topic=self.topic, payload=payload, qos=self.qos)

    def coded_message(self, value: object, code: str | None, **variables: object) -> MqttMessage:
        """As `message`, with a code that the template may use, and that is shown to nobody."""
        message = self.message(value, code=code, **variables)
        return message if self.template is None else replace(message, secret=code)


def command_topic(fields: Fields, topic_key: str, template_key: str = "") -> CommandTopic | None:
    """The command topic under these keys; None where it is absent."""
    topic = fields.topic(topic_key)
    if topic is None:
        return None
    return CommandTopic(
        topic=topic,
        template=fields.template(template_key) if template_key else None,
        qos=fields.qos(),
    )


def required_command_topic(fields: Fields, topic_key: str, template_key: str = "") -> CommandTopic:
    """The command topic under these keys, which must be there."""
    fields.required_topic(topic_key)
    found = command_topic(fields, topic_key, template_key)
    if found is None:
        raise UnusableError(f"{topic_key} is missing.")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding(ABC):
    """One device's topics and payloads, or services; each dialect is a subclass."""

    actions: frozenset[ActionKind] = frozenset()
    """What the device can be asked for."""
    capabilities: frozenset[Capability] = frozenset()
    readings: tuple[Reading, ...] = ()
    is_optimistic: bool = False
    """The device asks that its state be taken for what it was told last."""
    coded: frozenset[ActionKind] = frozenset()
    """What the device takes only with a code that nobody has told the agent; not in `actions`."""
    code: str | None = field(default=None, repr=False)
    """The code that commands are given with."""
    device_class: str | None = None
    """What the device is, where its kind alone tells."""
    unit: str | None = None
    modes: tuple[str, ...] = ()
    presets: tuple[str, ...] = ()
    fan_modes: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    temperature_range: tuple[float, float] | None = None
    value_range: tuple[float, float] | None = None
    speed_count: int | None = None

    @property
    def state_topics(self) -> frozenset[str]:
        """The topics that the device reports on."""
        return frozenset(reading.topic for reading in self.readings)

    @property
    def reported(self) -> frozenset[str]:
        """The attributes that the device itself tells of."""
        if self.is_optimistic:
            return frozenset()
        return frozenset[str]().union(*(reading.attributes for reading in self.readings))

    def completed(self, values: Mapping[str, StateValue]) -> Mapping[str, StateValue]:
        """All that is known, with what follows from it."""
        return values

    @abstractmethod
    def encode(self, action: Action, state: EntityState) -> tuple[Message, ...]:
        """The messages for one of `actions`; raises `UnusableError` where a template fails."""

    def with_code(self, code: str) -> "Binding":
        """The same, able to do what wants the code."""
        return replace(self, actions=self.actions | self.coded, coded=frozenset(), code=code)

    def together(self, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        """Messages for several actions that are asked for at once, as the device likes them."""
        return messages

    def decode(self, topic: str, payload: str) -> Update:
        """What a report tells; raises `UnusableError` where nothing of it can be read."""
        update: dict[str, StateValue | None] = {}
        failure: UnusableError | None = None
        for reading in self.readings:
            if reading.topic != topic:
                continue
            try:
                update.update(reading.read(payload))
            except UnusableError as error:
                failure = error
        if failure is not None and not update:
            raise failure
        return update

    def expect(self, action: Action) -> Mapping[str, StateValue]:
        """What the device will report once it has carried the action out."""
        return expectation(action)

    def bound(self, entity: Entity, availability: Availability | None = None) -> "Bound":
        """The entity with this binding, able to do what the binding can."""
        able = replace(
            entity,
            device_class=self.device_class or entity.device_class,
            unit=self.unit,
            coded=frozenset(map(str, self.coded)),
            capabilities=self.capabilities,
            modes=self.modes,
            presets=self.presets,
            fan_modes=self.fan_modes,
            options=self.options,
            effects=self.effects,
            sources=self.sources,
            temperature_range=self.temperature_range,
            value_range=self.value_range,
            speed_count=self.speed_count,
        )
        return Bound(entity=able, binding=self, availability=availability or Availability())


Dialect = Callable[[Fields], Binding]
"""Understands the configurations of one family of devices; raises `UnusableError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """An entity with its binding: what the rest of the agent commands and reads it through."""

    entity: Entity
    binding: Binding
    availability: Availability = field(default_factory=Availability)

    @property
    def state_topics(self) -> frozenset[str]:
        """Everything to subscribe to, availability included."""
        return self.binding.state_topics | self.availability.topics

    def with_code(self, code: str) -> "Bound":
        """The same, commanded with a code."""
        return self.binding.with_code(code).bound(self.entity, self.availability)

    def can(self, kind: ActionKind) -> bool:
        """Whether the device can be asked for this."""
        return kind in self.binding.actions

    def encode(self, action: Action, state: EntityState) -> tuple[Message, ...]:
        """The messages that carry the action out; empty where the device cannot do it."""
        if not self.can(action.kind):
            return ()
        try:
            return self.binding.encode(action, state)
        except UnusableError:
            return ()

    def decode(self, topic: str, payload: bytes) -> Update:
        """What a report tells; raises `UnusableError` where nothing of it can be read."""
        return self.binding.decode(topic, payload_text(payload))

    def expect(self, action: Action) -> Mapping[str, StateValue]:
        """What the device will report once it has carried the action out."""
        return self.binding.expect(action)

    def assume(self, action: Action) -> Mapping[str, StateValue]:
        """What of the expected state the device will not report, so that it has to be assumed."""
        reported = self.binding.reported
        return {key: value for key, value in self.expect(action).items() if key not in reported}
