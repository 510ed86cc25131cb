"""Whether a device can be reached, as it says itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.template import Template, TemplateError


class AvailabilityMode(StrEnum):
    """How several topics count together."""

    ALL = "all"
    ANY = "any"
    LATEST = "latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityTopic:
    """One topic that tells whether a device can be reached."""

    topic: str
    template: Template | None
    available: str
    not_available: str

    def read(self, payload: str) -> bool | None:
        """What the payload says; None where it says neither."""
        try:
            text = payload if self.template is None else self.template.render_payload(payload)
        except TemplateError:
            return None
        return {self.not_available: False, self.available: True}.get(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """All topics that tell whether one device can be reached."""

    sources: tuple[AvailabilityTopic, ...] = ()
    mode: AvailabilityMode = AvailabilityMode.LATEST

    @property
    def topics(self) -> frozenset[str]:
        """All topics."""
        return frozenset(source.topic for source in self.sources)

    def read(self, topic: str, payload: str) -> dict[int, bool]:
        """What a message says, by index of the source."""
        found = {
            index: source.read(payload)
            for index, source in enumerate(self.sources)
            if source.topic == topic
        }
        return {index: said for index, said in found.items() if said is not None}

    def verdict(self, known: Mapping[int, bool], latest: bool | None) -> bool:  # noqa: FBT001  the last thing said, not an option
        """Whether the device can be reached; a topic that has said nothing counts as available."""
        said = [known.get(index, True) for index in range(len(self.sources))]
        match self.mode:
            case AvailabilityMode.ALL:
                return all(said)
            case AvailabilityMode.ANY:
                return any(said) or not said
            case AvailabilityMode.LATEST:
                return latest is not False


def availability(fields: Fields) -> Availability:
    """The availability part of a configuration; raises `UnusableError`."""
    word = fields.text("availability_mode", AvailabilityMode.LATEST)
    if word not in set(AvailabilityMode):
        raise UnusableError(f"availability_mode must be all, any or latest, not {word[:40]!a}.")
    listed = tuple(
        _topic(child, "topic", "value_template") for child in fields.children("availability")
    )
    if listed or fields.topic("availability_topic") is None:
        return Availability(sources=listed, mode=AvailabilityMode(word))
    single = _topic(fields, "availability_topic", "availability_template")
    return Availability(sources=(single,), mode=AvailabilityMode(word))


def _topic(fields: Fields, topic_key: str, template_key: str) -> AvailabilityTopic:
    return AvailabilityTopic(
        topic=fields.required_topic(topic_key),
        template=fields.template(template_key),
        available=fields.text("payload_available", "online"),
        not_available=fields.text("payload_not_available", "offline"),
    )
