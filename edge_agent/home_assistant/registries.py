"""Home Assistant's registries: what it keeps of entities, devices, areas and floors.

Pure and forgiving: an entry that cannot be read is left out, a field that cannot is not known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from edge_agent.home.announcement import MAX_ALIASES
from edge_agent.home.naming import tidy

MAX_ENTRIES: Final = 50_000
"""Of one registry; what comes behind them is not looked at."""
_ASSIST: Final = "conversation"
"""What Home Assistant calls its own voice assistant where it says what is exposed to whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """An entity as it is registered; the fields are Home Assistant's."""

    entity_id: str
    platform: str = ""
    """The integration that it comes from, e.g. `hue`."""
    name: str | None = None
    """As its owner calls it; not yet tidied."""
    original_name: str | None = None
    """As its integration calls it; not yet tidied."""
    device_id: str | None = None
    area_id: str | None = None
    is_usual: bool = True
    """Neither hidden, disabled, nor a device's configuration or diagnosis."""
    is_exposed: bool | None = None
    """Whether its owner lets voice assistants have it; None where that was never settled."""
    has_default_code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device as it is registered."""

    name: str | None = None
    area_id: str | None = None
    parent_id: str | None = None
    """The device that it is a part of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A room."""

    name: str
    floor_id: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Registries:
    """All of them at one moment, each by Home Assistant's id."""

    entities: Mapping[str, Registered] = field(default_factory=dict)
    devices: Mapping[str, Device] = field(default_factory=dict)
    areas: Mapping[str, Area] = field(default_factory=dict)
    floors: Mapping[str, str] = field(default_factory=dict)
    """Their names."""

    def device_of(self, entry: Registered) -> Device:
        """The device that an entity belongs to; an empty one where there is none."""
        return self.devices.get(entry.device_id or "", Device())

    def area_of(self, entry: Registered) -> Area | None:
        """The room of an entity: its own, else that of its device or of what that is a part of."""
        device = self.device_of(entry)
        parent = self.devices.get(device.parent_id or "", Device())
        ids = (entry.area_id, device.area_id, parent.area_id)
        return next((self.areas[one] for one in ids if one and one in self.areas), None)


def registered(listed: object) -> dict[str, Registered]:
    """The answer to `config/entity_registry/list`."""
    return {
        entity_id: _registered(entity_id, entry)
        for entry in _entries(listed)
        if (entity_id := _text(entry, "entity_id")) and "." in entity_id
    }


def devices(listed: object) -> dict[str, Device]:
    """The answer to `config/device_registry/list`."""
    return {
        one: Device(
            name=_name(entry, "name_by_user") or _name(entry, "name"),
            area_id=_text(entry, "area_id"),
            parent_id=_text(entry, "parent_device_id"),
        )
        for entry in _entries(listed)
        if (one := _text(entry, "id"))
    }


def areas(listed: object) -> dict[str, Area]:
    """The answer to `config/area_registry/list`."""
    return {
        one: Area(name=name, floor_id=_text(entry, "floor_id"), aliases=aliases(entry))
        for entry in _entries(listed)
        if (one := _text(entry, "area_id")) and (name := _name(entry, "name"))
    }


def floors(listed: object) -> dict[str, str]:
    """The answer to `config/floor_registry/list`."""
    return {
        one: name
        for entry in _entries(listed)
        if (one := _text(entry, "floor_id")) and (name := _name(entry, "name"))
    }


def exposed(answer: object) -> frozenset[str]:
    """The answer to `homeassistant/expose_entity/list`: what voice assistants may have."""
    listed = _mapping(_mapping(answer).get("exposed_entities"))
    return frozenset(one for one, whom in listed.items() if _mapping(whom).get(_ASSIST) is True)


def aliases(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """What else a registry's entry is called; null among them stands for its usual name."""
    listed = entry.get("aliases")
    given = listed[:MAX_ALIASES] if isinstance(listed, list) else []
    return tuple(name for one in given if isinstance(one, str) and (name := tidy(one)))


def further_names(answer: object) -> dict[str, tuple[str, ...]]:
    """The answer to `config/entity_registry/get_entries`: aliases by entity id."""
    return {
        one: aliases(entry) for one, entry in _mapping(answer).items() if isinstance(entry, dict)
    }


def _registered(entity_id: str, entry: Mapping[str, Any]) -> Registered:
    options = _mapping(entry.get("options"))
    marks = ("disabled_by", "hidden_by", "entity_category")
    is_exposed = _mapping(options.get(_ASSIST)).get("should_expose")
    own_options = _mapping(options.get(entity_id.partition(".")[0]))
    return Registered(
        entity_id=entity_id,
        platform=_text(entry, "platform") or "",
        name=_text(entry, "name"),
        original_name=_text(entry, "original_name"),
        device_id=_text(entry, "device_id"),
        area_id=_text(entry, "area_id"),
        is_usual=all(entry.get(mark) is None for mark in marks),
        is_exposed=is_exposed if isinstance(is_exposed, bool) else None,
        has_default_code=bool(own_options.get("default_code")),
    )


def _entries(listed: object) -> Iterator[Mapping[str, Any]]:
    entries = listed[:MAX_ENTRIES] if isinstance(listed, list) else []
    return (entry for entry in entries if isinstance(entry, dict))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(entry: Mapping[str, Any], key: str) -> str | None:
    value = entry.get(key)
    return value if isinstance(value, str) and value else None


def _name(entry: Mapping[str, Any], key: str) -> str | None:
    return tidy(_text(entry, key) or "") or None
