"""From a discovery message as sent to full keys and whole topics."""

from collections.abc import Mapping
from typing import Final

from edge_agent.home.abbreviations import (
    DEVICE_KEYS,
    ENTITY_KEYS,
    ORIGIN_KEYS,
    RETIRED_ENTITY_KEYS,
)
from edge_agent.home.fields import UnusableError

BASE: Final = "~"
"""Stands for the base topic at the start or the end of a topic."""
SHARED_KEYS: Final = (
    BASE,
    "availability",
    "availability_mode",
    "availability_template",
    "availability_topic",
    "command_topic",
    "device",
    "origin",
    "payload_available",
    "payload_not_available",
    "qos",
    "state_topic",
)
"""What a component of a device-based message takes from the message itself."""

_ALL_ENTITY_KEYS: Final = {**RETIRED_ENTITY_KEYS, **ENTITY_KEYS}


def expanded(config: Mapping[str, object]) -> dict[str, object]:
    """The configuration of one entity, or of a device with components, with full keys."""
    full = _full_keys(config, _ALL_ENTITY_KEYS)
    for key, table in (("device", DEVICE_KEYS), ("origin", ORIGIN_KEYS)):
        part = full.get(key)
        if isinstance(part, Mapping):
            full[key] = _full_keys(part, table)
    device = full.get("device")
    child = device.get("child_device") if isinstance(device, Mapping) else None
    if isinstance(child, Mapping):
        full["device"] = _behind(device, child)
    listed = full.get("availability")
    if isinstance(listed, Mapping):
        listed = [listed]
    if isinstance(listed, list):
        full["availability"] = [
            _full_keys(item, _ALL_ENTITY_KEYS) if isinstance(item, Mapping) else item
            for item in listed
        ]
    return full


def with_whole_topics(config: Mapping[str, object]) -> dict[str, object]:
    """The configuration with the base topic put in for `~`; raises `UnusableError`."""
    if BASE not in config:
        return dict(config)
    base = config[BASE]
    if not isinstance(base, str):
        raise UnusableError("the base topic ~ is not a text.")
    whole = {key: _whole(key, value, base) for key, value in config.items() if key != BASE}
    listed = whole.get("availability")
    if isinstance(listed, list):
        whole["availability"] = [
            {key: _whole(key, value, base) for key, value in item.items()}
            if isinstance(item, Mapping)
            else item
            for item in listed
        ]
    return whole


def components(message: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """The entities of an expanded device-based message, each as if it had come alone.

    A component that names nothing but its platform is being removed and is left out. The devices
    behind the device have components of their own, and take from it what they do not tell. Raises
    `UnusableError` where the message has no components.
    """
    children = message.get("child_devices")
    if not isinstance(message.get("components"), Mapping) and not isinstance(children, list):
        raise UnusableError("the message has no components.")
    shared = {key: message[key] for key in SHARED_KEYS if key in message}
    found = _own_components(message, shared)
    for child in children if isinstance(children, list) else ():
        if isinstance(child, Mapping):
            device = {"device": _behind(message.get("device"), child)}
            found |= _own_components(expanded(child), {**shared, **device})
    return found


def _own_components(
    message: Mapping[str, object], shared: Mapping[str, object]
) -> dict[str, dict[str, object]]:
    listed = message.get("components")
    found = {
        str(name): expanded(part)
        for name, part in (listed.items() if isinstance(listed, Mapping) else ())
        if isinstance(part, Mapping)
    }
    return {name: {**shared, **part} for name, part in found.items() if part.keys() - {"platform"}}


def _behind(device: object, child: Mapping[str, object]) -> dict[str, object]:
    """A device behind another one: where that stands, and called by itself."""
    parent = device if isinstance(device, Mapping) else {}
    full = _full_keys(child, DEVICE_KEYS)
    own = {key: full[key] for key in ("identifiers", "name") if key in full}
    return {**{key: value for key, value in parent.items() if key != "child_device"}, **own}


def _full_keys(config: Mapping[str, object], table: Mapping[str, str]) -> dict[str, object]:
    """A key that is given in full wins over its short form."""
    full = {table.get(key, key): value for key, value in config.items() if key in table}
    return {**full, **{key: value for key, value in config.items() if key not in table}}


def _whole(key: str, value: object, base: str) -> object:
    if not isinstance(value, str) or not key.endswith("topic"):
        return value
    if value.startswith(BASE):
        value = f"{base}{value[1:]}"
    return f"{value[:-1]}{base}" if value.endswith(BASE) else value
