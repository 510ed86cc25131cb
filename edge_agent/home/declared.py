"""Devices that do not announce themselves, as written in the configuration."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from edge_agent.errors import ConfigError
from edge_agent.home.abbreviations import DEVICE_KEYS, ENTITY_KEYS, RETIRED_ENTITY_KEYS
from edge_agent.home.announcement import MAX_ALIASES, announcement
from edge_agent.home.binding import Bound
from edge_agent.home.codec import DIALECTS
from edge_agent.home.codec.media_player import KEYS as MEDIA_PLAYER_KEYS
from edge_agent.home.expansion import BASE, expanded, with_whole_topics
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.naming import tidy

_OWN_KEYS: Final = frozenset({"platform", "name", "area", "floor", "aliases"})
_UNABBREVIATED_KEYS: Final = frozenset(
    {BASE, "schema", "qos", "brightness", "effect", "max", "min", "mode", "modes", "step"}
    | {"max_temp", "min_temp", "send_if_off", "swing_modes", "precision", "state_stopped"}
    | {
        "fan_modes",
        "temp_step",
        "code",
        "tilt_min",
        "tilt_max",
    }
)
_KEYS: Final = (
    _OWN_KEYS
    | _UNABBREVIATED_KEYS
    | MEDIA_PLAYER_KEYS
    | {*ENTITY_KEYS.values()}
    | {*RETIRED_ENTITY_KEYS.values()}
)


class DeviceError(ConfigError):
    """A device that is written in the configuration cannot be used."""

    def __init__(self, complaint: str, *, index: int, key: str | None = None) -> None:
        """Tell which of the devices it is, from 0, and at which of its keys, if at one."""
        super().__init__(complaint)
        self.index = index
        self.key = key


def declared(devices: Sequence[Mapping[str, Any]], source: str = "devices") -> tuple[Bound, ...]:
    """The entities of the `devices` section.

    Raises `DeviceError`, which names the device and the key; `source` says where the section is.
    """
    taken: dict[str, str] = {}
    bounds = []
    for index, device in enumerate(devices):
        where = _where(device, index, source)
        try:
            bound = _declared(device, f"{source}[{index}]")
        except UnusableError as error:
            key = next(iter(str(error).split()), None)
            raise DeviceError(f"{where}: {error}", index=index, key=key) from error
        entity_id = bound.entity.entity_id
        if entity_id in taken:
            raise DeviceError(
                f"{where}: {taken[entity_id]} has the same platform and name; "
                "give one of them another name or a default_entity_id.",
                index=index,
            )
        taken[entity_id] = where
        bounds.append(bound)
    return tuple(bounds)


def _where(device: Mapping[str, Any], index: int, source: str) -> str:
    name = device.get("name")
    return f'{source}[{index}] "{tidy(name)}"' if isinstance(name, str) else f"{source}[{index}]"


def _declared(device: Mapping[str, Any], source: str) -> Bound:
    config = expanded({str(key): value for key, value in device.items()})
    for key in config:
        if key not in _KEYS and key not in DEVICE_KEYS:
            raise UnusableError(f"{key} is not a key of a device{_suggestion(key)}")
    platform = config.get("platform")
    if platform not in DIALECTS:
        allowed = ", ".join(DIALECTS)
        raise UnusableError(f"platform must be one of {allowed}.")
    name = tidy(Fields(config).text("name", ""))
    if not name:
        raise UnusableError("name is missing.")
    item = announcement(str(platform), with_whole_topics(config), fallback=name, source=source)
    if item is None:
        raise UnusableError("entity_category and enabled_by_default switch it off.")
    return _with_own_keys(item.bound, Fields(config))


def _with_own_keys(bound: Bound, fields: Fields) -> Bound:
    aliases = tuple(filter(None, map(tidy, fields.texts("aliases"))))
    if len(aliases) > MAX_ALIASES:
        raise UnusableError(f"aliases has more than {MAX_ALIASES} items.")
    entity = replace(
        bound.entity,
        area=tidy(fields.text("area", "")) or bound.entity.area,
        floor=tidy(fields.text("floor", "")) or None,
        aliases=(*bound.entity.aliases, *aliases),
    )
    return replace(bound, entity=entity)


def _suggestion(key: str) -> str:
    near = difflib.get_close_matches(key, _KEYS, n=1)
    return f"; did you mean {near[0]}?" if near else "."
