"""What opens and closes: covers, valves, locks."""

from typing import Final

from edge_agent.domain.action import ActionKind
from edge_agent.domain.entity import Capability
from edge_agent.home.reading import Update
from edge_agent.home_assistant.service_binding import Service, ServiceBinding, Units
from edge_agent.home_assistant.traits import HAS_DEFAULT_CODE, Told

_OPEN: Final = 1
_CLOSE: Final = 2
_POSITION: Final = 4
_STOP: Final = 8
_OPEN_TILT: Final = 16
_CLOSE_TILT: Final = 32
_STOP_TILT: Final = 64
_TILT_POSITION: Final = 128
_UNLATCH: Final = 1
_FULL: Final = 100

_CAPABILITIES: Final = {
    ActionKind.SET_POSITION: Capability.POSITION,
    ActionKind.STOP: Capability.STOP,
    ActionKind.SET_TILT: Capability.TILT,
}
_MOVES: Final = frozenset({"open", "closed", "opening", "closing"})
_LOCK_STATES: Final = {
    "locked": "locked",
    "locking": "locking",
    "unlocked": "unlocked",
    "unlocking": "unlocking",
    "open": "unlocked",
    "opening": "unlocking",
    "jammed": "jammed",
}


def cover(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a cover; slats have services of their own."""
    del units
    services = _travel(told, "cover", "set_cover_position") | _slats(told)
    return ServiceBinding(
        entity_id=entity_id,
        services=services,
        read=_read_cover,
        attributes=frozenset({"state", "position", "tilt"}),
        actions=frozenset(services),
        capabilities=_capabilities(services),
    )


def valve(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a valve."""
    del units
    services = _travel(told, "valve", "set_valve_position")
    return ServiceBinding(
        entity_id=entity_id,
        services=services,
        read=_read_valve,
        attributes=frozenset({"state", "position"}),
        actions=frozenset(services),
        capabilities=_capabilities(services),
    )


def lock(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a lock; one that wants a code, and has none by default, is only read."""
    del units
    services = {
        ActionKind.LOCK: Service(name="lock"),
        ActionKind.UNLOCK: Service(name="unlock"),
    }
    if told.has(_UNLATCH):
        services[ActionKind.UNLATCH] = Service(name="open")
    wants_code = told.text("code_format") is not None and not told.flag(HAS_DEFAULT_CODE)
    coded = frozenset(services if wants_code else ())
    return ServiceBinding(
        entity_id=entity_id,
        services=services,
        read=lambda now: {"state": _LOCK_STATES.get(now.state)},
        attributes=frozenset({"state"}),
        actions=frozenset(services) - coded,
        coded=coded,
        capabilities=frozenset({Capability.UNLATCH} if told.has(_UNLATCH) else ()),
    )


def _travel(told: Told, domain: str, set_position: str) -> dict[ActionKind, Service]:
    """Opening, closing, stopping and positions; what only takes positions opens by them."""
    found = {}
    if told.has(_POSITION):
        found = {
            ActionKind.OPEN: Service(name=set_position, fixed={"position": _FULL}),
            ActionKind.CLOSE: Service(name=set_position, fixed={"position": 0}),
            ActionKind.SET_POSITION: Service(name=set_position, key="position"),
        }
    features = {
        _OPEN: (ActionKind.OPEN, "open"),
        _CLOSE: (ActionKind.CLOSE, "close"),
        _STOP: (ActionKind.STOP, "stop"),
    }
    for feature, (kind, word) in features.items():
        if told.has(feature):
            found[kind] = Service(name=f"{word}_{domain}")
    return found


def _slats(told: Told) -> dict[ActionKind, Service]:
    set_tilt = "set_cover_tilt_position"
    found = {}
    if told.has(_TILT_POSITION):
        found = {
            ActionKind.OPEN_TILT: Service(name=set_tilt, fixed={"tilt_position": _FULL}),
            ActionKind.CLOSE_TILT: Service(name=set_tilt, fixed={"tilt_position": 0}),
            ActionKind.SET_TILT: Service(name=set_tilt, key="tilt_position"),
        }
    if told.has(_OPEN_TILT):
        found[ActionKind.OPEN_TILT] = Service(name="open_cover_tilt")
    if told.has(_CLOSE_TILT):
        found[ActionKind.CLOSE_TILT] = Service(name="close_cover_tilt")
    if told.has(_STOP_TILT) and not told.has(_STOP):
        found[ActionKind.STOP] = Service(name="stop_cover_tilt")
    return found


def _capabilities(services: dict[ActionKind, Service]) -> frozenset[Capability]:
    return frozenset(found for kind, found in _CAPABILITIES.items() if kind in services)


def _read_cover(told: Told) -> Update:
    return {
        "state": told.one_of(_MOVES),
        "position": told.percent("current_position"),
        "tilt": told.percent("current_tilt_position"),
    }


def _read_valve(told: Told) -> Update:
    return {"state": told.one_of(_MOVES), "position": told.percent("current_position")}
