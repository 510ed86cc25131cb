"""The home as its devices announce it: Home Assistant's MQTT Discovery.

Everything here comes from the broker, where anybody may write: what cannot be used leaves a reason
and never an exception.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

import msgspec

from edge_agent.domain.entity import AGENT_ORIGIN
from edge_agent.home import tasmota
from edge_agent.home.announcement import Announcement, Device, announcement
from edge_agent.home.binding import Bound
from edge_agent.home.device_names import with_device_names
from edge_agent.home.expansion import components, expanded, with_whole_topics
from edge_agent.home.fields import UnusableError
from edge_agent.home.ids import FreeIds
from edge_agent.home.naming import tidy

MAX_PAYLOAD_BYTES: Final = 262_144
MAX_ENTITIES: Final = 2000
MAX_MESSAGES: Final = 10_000
"""Kept at a time, unusable ones included; what comes beyond is not even listed."""
MAX_COMPONENTS: Final = 256
"""Of one device-based message."""

_PATH: Final = re.compile(r"(\w{1,64})/(?:[a-zA-Z0-9_-]{1,200}/)?([a-zA-Z0-9_-]{1,200})/config")
_TASMOTA: Final = re.compile(re.escape(tasmota.PREFIX) + r"([a-zA-Z0-9]{1,32})/(config|sensors)")
_DEVICE: Final = "device"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Message:
    """What one retained message came to."""

    digest: bytes
    announcements: tuple[Announcement, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    """By component, an empty text for the message as a whole."""


class Discovery:
    """Keeps the announcements of all devices; `accept` each message below the prefix."""

    def __init__(self, prefix: str, reserved_ids: Collection[str] = ()) -> None:
        """Announced entities get other ids than the reserved ones."""
        self._prefix = f"{prefix}/"
        self._reserved = frozenset(reserved_ids)
        self._messages: dict[str, _Message] = {}
        self._tasmota: dict[str, dict[str, bytes]] = {}
        self._known: dict[Announcement, tuple[Device, Bound]] = {}
        self._entity_count = 0
        self._entities: tuple[Bound, ...] | None = ()
        self._duplicates: dict[str, str] = {}

    @property
    def filters(self) -> tuple[str, ...]:
        """The topic filters to subscribe to."""
        return (f"{self._prefix}+/+/config", f"{self._prefix}+/+/+/config", *tasmota.FILTERS)

    def concerns(self, topic: str) -> bool:
        """Whether the topic is one on which devices announce themselves."""
        is_announcement = topic.startswith(self._prefix) and topic.endswith("/config")
        return is_announcement or _TASMOTA.fullmatch(topic) is not None

    def accept(self, topic: str, payload: bytes) -> bool:
        """Take in a message; True when the home has changed."""
        own = _TASMOTA.fullmatch(topic)
        if own is not None:
            return self._accept_tasmota(own[1], own[2], payload)
        path = _PATH.fullmatch(topic.removeprefix(self._prefix))
        if not self.concerns(topic) or path is None:
            return False
        before = self._messages.get(topic)
        if not payload:
            return self._replaced(topic, before, None)
        digest = hashlib.blake2b(payload, digest_size=16).digest()
        if before is not None and before.digest == digest:
            return False
        if before is None and len(self._messages) >= MAX_MESSAGES:
            return False
        message = _read(topic, path[1], path[2], payload, digest)
        return self._replaced(topic, before, self._limited(message, before))

    def _accept_tasmota(self, mac: str, kind: str, payload: bytes) -> bool:
        """Take in one of the two messages of a Tasmota device, which belong together."""
        topic = f"{tasmota.PREFIX}{mac}/config"
        before, known = self._messages.get(topic), self._tasmota.get(mac, {})
        payloads = {**known, kind: payload}
        if payloads == known or (not known and len(self._tasmota) >= MAX_MESSAGES):
            return False
        self._tasmota[mac] = payloads
        if not payloads.get("config"):
            if not any(payloads.values()):
                del self._tasmota[mac]
            return self._replaced(topic, before, None)
        message = _read_tasmota(topic, payloads)
        return self._replaced(topic, before, self._limited(message, before))

    @property
    def entities(self) -> tuple[Bound, ...]:
        """All usable entities, each with an id of its own, in the order of their topics."""
        return self._place()

    @property
    def unusable(self) -> Mapping[str, str]:
        """Why an announcement is not used, by topic (and component), one sentence each."""
        self._place()
        reasons = {
            f"{topic} {component}".rstrip(): reason
            for topic, message in self._messages.items()
            for component, reason in message.reasons.items()
        }
        return MappingProxyType({**reasons, **self._duplicates})

    def _place(self) -> tuple[Bound, ...]:
        if self._entities is None:
            self._entities = tuple(self._placed())
        return self._entities

    def _limited(self, message: _Message, before: _Message | None) -> _Message:
        others = self._entity_count - (len(before.announcements) if before else 0)
        if others + len(message.announcements) <= MAX_ENTITIES:
            return message
        reason = f"the home has more than {MAX_ENTITIES} entities already."
        # Without its digest the message is read anew when it is sent again, perhaps into less.
        return replace(message, digest=b"", announcements=(), reasons={"": reason})

    def _replaced(self, topic: str, before: _Message | None, after: _Message | None) -> bool:
        old = before.announcements if before else ()
        new = after.announcements if after else ()
        if after is None:
            self._messages.pop(topic, None)
        else:
            self._messages[topic] = after
        self._entity_count += len(new) - len(old)
        if old or new:
            self._entities = None
        return bool(old or new)

    def _placed(self) -> list[Bound]:
        """Give each entity its id; the order of topics, not of arrival, decides who is first."""
        self._duplicates = {}
        ordered = [(topic, self._messages[topic]) for topic in sorted(self._messages)]
        devices = _devices([message for _, message in ordered])
        ids = FreeIds(self._reserved)
        firsts: dict[tuple[str, str], Announcement] = {}
        placed: list[tuple[Bound, str | None]] = []
        known: dict[Announcement, tuple[Device, Bound]] = {}
        others = _identifiers(message for topic, message in ordered if not _is_own(topic))
        for topic, message in ordered:
            for item in message.announcements:
                if _is_own(topic) and not others.isdisjoint(item.device.identifiers):
                    self._duplicates[topic] = "the device is announced by MQTT Discovery as well."
                    continue
                device = _known_device(item.device, devices)
                bound = self._completed(item, device)
                known[item] = self._known[item]
                key = (bound.entity.domain, item.unique_id or "")
                first = firsts.setdefault(key, item) if item.unique_id else item
                if first is item:
                    placed.append((ids.free(bound), device.name))
                else:
                    source = first.bound.entity.source
                    self._duplicates[topic] = f"{source} has the same unique_id."
        self._known = known
        return with_device_names(placed)

    def _completed(self, item: Announcement, device: Device) -> Bound:
        """As `Announcement.completed`; most are as they were when another one came or went."""
        before = self._known.get(item)
        if before is None or before[0] != device:
            self._known[item] = (device, item.completed(device))
        return self._known[item][1]


def _is_own(topic: str) -> bool:
    """Whether a device tells of itself as only Tasmota does."""
    return topic.startswith(tasmota.PREFIX)


def _identifiers(messages: Iterable[_Message]) -> set[str]:
    return {i for m in messages for item in m.announcements for i in item.device.identifiers}


def _read(topic: str, component: str, object_id: str, payload: bytes, digest: bytes) -> _Message:
    """What the message announces; each part that cannot be used leaves its reason."""
    try:
        config = expanded(_object(payload))
        parts = _parts(component, config)
    except UnusableError as error:
        return _Message(digest=digest, reasons={"": str(error)})
    return _announced(topic, component, parts, digest, object_id)


def _announced(
    topic: str,
    component: str,
    parts: Mapping[str, Mapping[str, object]],
    digest: bytes,
    object_id: str = "",
) -> _Message:
    """The entities of the parts of a message."""
    found: list[Announcement] = []
    reasons: dict[str, str] = {}
    for name, part in parts.items():
        try:
            platform = _platform(component, part)
            whole = with_whole_topics(part)
            item = announcement(platform, whole, fallback=name or object_id, source=topic)
        except UnusableError as error:
            reasons[tidy(name)] = str(error)
            continue
        if item is not None:
            found.append(item)
    return _Message(digest=digest, announcements=tuple(found), reasons=reasons)


def _read_tasmota(topic: str, payloads: Mapping[str, bytes]) -> _Message:
    """What a Tasmota device announces by itself."""
    digest = hashlib.blake2b(b"".join(payloads.values()), digest_size=16).digest()
    try:
        sensors = payloads.get("sensors")
        found = tasmota.parts(_object(payloads["config"]), _object(sensors) if sensors else {})
    except UnusableError as error:
        return _Message(digest=digest, reasons={"": str(error)})
    return _announced(topic, _DEVICE, found, digest)


def _parts(component: str, config: Mapping[str, object]) -> Mapping[str, dict[str, object]]:
    """The configurations within one message; none where it hands over to a newer one."""
    if config.get("migrate_discovery") is True or _is_voice_agent(config):
        return {}
    parts = components(config) if component == _DEVICE else {"": dict(config)}
    if len(parts) > MAX_COMPONENTS:
        raise UnusableError(f"the message has more than {MAX_COMPONENTS} components.")
    return parts


def _is_voice_agent(config: Mapping[str, object]) -> bool:
    """Whether an agent such as this one announces itself: nobody means its switches."""
    origin = config.get("origin")
    return isinstance(origin, Mapping) and origin.get("name") == AGENT_ORIGIN


def _platform(component: str, part: Mapping[str, object]) -> str:
    if component != _DEVICE:
        return component
    platform = part.get("platform")
    if not isinstance(platform, str):
        raise UnusableError("the component has no platform.")
    return platform


def _object(payload: bytes) -> dict[str, object]:
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise UnusableError(f"the message is longer than {MAX_PAYLOAD_BYTES} bytes.")
    try:
        config = msgspec.json.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise UnusableError("the message is not JSON.") from None
    except RecursionError:
        raise UnusableError("the message is nested too deeply.") from None
    if not isinstance(config, dict):
        raise UnusableError("the message is not a JSON object.")
    return config


def _devices(messages: list[_Message]) -> dict[str, Device]:
    """The name and the room of each device, by identifier, from all messages that tell them."""
    known: dict[str, Device] = {}
    for message in messages:
        for item in message.announcements:
            for identifier in item.device.identifiers:
                before = known.get(identifier, Device())
                known[identifier] = Device(
                    name=before.name or item.device.name, area=before.area or item.device.area
                )
    return known


def _known_device(device: Device, devices: Mapping[str, Device]) -> Device:
    found = (devices[identifier] for identifier in device.identifiers if identifier in devices)
    return next(found, device)
