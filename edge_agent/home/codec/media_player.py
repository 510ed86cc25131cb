"""Media players: music servers, radios, televisions, loudspeakers.

Home Assistant's MQTT Discovery has none, so the keys are our own, in its style: an action has a
topic to itself (`play_command_topic`), or its payload (`payload_play`) on the `command_topic` that
all share. What has neither, the player cannot do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import Action, ActionKind, MqttMessage
from edge_agent.domain.entity import EntityState, StateValue
from edge_agent.home.binding import Binding, CommandTopic, command_topic
from edge_agent.home.codec.media_community import COMMUNITY_KEYS, in_own_keys
from edge_agent.home.codec.media_reports import REPORT_KEYS, Volume, reports
from edge_agent.home.confirmation import expectation
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.player_capabilities import player_capabilities
from edge_agent.home.player_class import class_called

_BUTTONS: Final = {
    ActionKind.PLAY: (("play",), "play", "PLAY"),
    ActionKind.PAUSE: (("pause",), "pause", "PAUSE"),
    ActionKind.STOP: (("stop",), "stop", "STOP"),
    ActionKind.NEXT: (("next",), "next", "NEXT"),
    ActionKind.PREVIOUS: (("previous",), "previous", "PREVIOUS"),
    ActionKind.VOLUME_UP: (("volume_up",), "volume_up", "UP"),
    ActionKind.VOLUME_DOWN: (("volume_down",), "volume_down", "DOWN"),
    ActionKind.MUTE: (("mute",), "mute", "ON"),
    ActionKind.UNMUTE: (("unmute", "mute"), "unmute", "OFF"),
    ActionKind.TURN_ON: (("turn_on", "power"), "on", "ON"),
    ActionKind.TURN_OFF: (("turn_off", "power"), "off", "OFF"),
}
"""How the topics of each action may begin, how its payload ends, and what that is by default."""
_STEPPED: Final = frozenset({ActionKind.VOLUME_UP, ActionKind.VOLUME_DOWN})
"""Sent as often as their value tells."""
_TOLD: Final = {
    ActionKind.SET_VOLUME: "volume",
    ActionKind.SELECT_SOURCE: "source",
    ActionKind.SEARCH: "search",
}
"""How the topic of each action begins that has a value."""
_NOT_ASSUMED: Final = frozenset({"state", "is_muted"})
KEYS: Final = frozenset(
    {f"{topic}_command_topic" for topics, _, _ in _BUTTONS.values() for topic in topics}
    | {f"payload_{payload}" for _, payload, _ in _BUTTONS.values()}
    | {f"{topic}_command_{what}" for topic in _TOLD.values() for what in ("topic", "template")}
    | {"sources", "volume_scale", *REPORT_KEYS, *COMMUNITY_KEYS}
)
"""What is written for a player beside the keys that all devices have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaPlayer(Binding):
    """A player."""

    buttons: Mapping[ActionKind, tuple[CommandTopic, str]]
    """Where an action without a value goes, and its payload."""
    told: Mapping[ActionKind, CommandTopic]
    """Where an action with a value goes."""
    volume: Volume
    payloads: Mapping[str, str]
    """By source, what the device is sent for it."""

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """A payload, or a value on its own topic."""
        del state
        if action.kind in self.buttons:
            topic, payload = self.buttons[action.kind]
            times = int(action.value) if action.kind in _STEPPED and action.value else 1
            return (topic.message(payload),) * times
        value = self._sent(action)
        return () if value is None else (self.told[action.kind].message(value),)

    def _sent(self, action: Action) -> str | float | None:
        """The value as the device counts it or calls it; None where it has nothing like it."""
        if action.kind is ActionKind.SET_VOLUME and isinstance(action.value, int | float):
            return self.volume.encode(action.value)
        if action.kind is ActionKind.SELECT_SOURCE:
            return self.payloads.get(str(action.value))
        return str(action.value) if action.kind is ActionKind.SEARCH and action.value else None

    def expect(self, action: Action) -> Mapping[str, StateValue]:
        """As for any; a volume as exactly as the device counts.

        Whether a player that tells nothing plays or is muted is not taken for known: it has a
        remote control, too, and the same payload may mute it and let it sound again.
        """
        if action.kind is ActionKind.SET_VOLUME and isinstance(action.value, int | float):
            return {"volume": self.volume.decode(self.volume.encode(action.value))}
        unknown = frozenset() if self.is_optimistic else _NOT_ASSUMED - self.reported
        return {key: value for key, value in expectation(action).items() if key not in unknown}


def media_player(fields: Fields) -> MediaPlayer:
    """The binding of a media player."""
    fields = in_own_keys(fields)
    buttons = _buttons(fields)
    payloads = fields.named_texts("sources")
    told = _told(fields, has_sources=bool(payloads))
    actions = frozenset({*buttons, *told})
    volume = Volume(scale=_scale(fields))
    return MediaPlayer(
        actions=actions,
        capabilities=player_capabilities(actions),
        readings=reports(fields, volume, payloads),
        is_optimistic=fields.flag("optimistic"),
        device_class=fields.optional_text("device_class") or class_called(fields.text("name", "")),
        sources=tuple(payloads) if ActionKind.SELECT_SOURCE in told else (),
        buttons=buttons,
        told=told,
        volume=volume,
        payloads=payloads,
    )


def _buttons(fields: Fields) -> dict[ActionKind, tuple[CommandTopic, str]]:
    shared = command_topic(fields, "command_topic", "command_template")
    found = {}
    for kind, (topic_keys, payload_key, usual) in _BUTTONS.items():
        topics = (command_topic(fields, f"{key}_command_topic") for key in topic_keys)
        own = next((topic for topic in topics if topic is not None), None)
        payload = fields.optional_text(f"payload_{payload_key}")
        if fields.is_null(f"payload_{payload_key}"):
            continue
        if own is not None:
            found[kind] = (own, usual if payload is None else payload)
        elif payload is not None and shared is None:
            raise UnusableError(f"payload_{payload_key} has no topic: command_topic is missing.")
        elif payload is not None and shared is not None:
            found[kind] = (shared, payload)
    return found


def _told(fields: Fields, *, has_sources: bool) -> dict[ActionKind, CommandTopic]:
    found = {}
    for kind, key in _TOLD.items():
        topic = command_topic(fields, f"{key}_command_topic", f"{key}_command_template")
        if topic is not None:
            found[kind] = topic
    if ActionKind.SELECT_SOURCE in found and not has_sources:
        raise UnusableError("sources is missing: what source_command_topic takes.")
    return found


def _scale(fields: Fields) -> float:
    scale = fields.number("volume_scale", 100)
    if scale <= 0:
        raise UnusableError(f"volume_scale must be above 0, not {scale:g}.")
    return scale
