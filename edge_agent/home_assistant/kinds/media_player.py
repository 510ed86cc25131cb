"""Media players: loudspeakers, televisions, radios."""

from typing import Final

from edge_agent.domain.action import ActionKind
from edge_agent.home.player_capabilities import player_capabilities
from edge_agent.home.player_class import class_called
from edge_agent.home.reading import Update
from edge_agent.home_assistant.service_binding import Service, ServiceBinding, Units
from edge_agent.home_assistant.traits import Told

_SET_VOLUME: Final = 4
_STEP_VOLUME: Final = 1024
_SELECT_SOURCE: Final = 2048
_MUTE: Final = 8
_SERVICES: Final = {
    1: {ActionKind.PAUSE: Service(name="media_pause")},
    _SET_VOLUME: {
        ActionKind.SET_VOLUME: Service(
            name="volume_set", key="volume_level", dress=lambda share: float(share) / 100
        )
    },
    _MUTE: {
        ActionKind.MUTE: Service(name="volume_mute", fixed={"is_volume_muted": True}),
        ActionKind.UNMUTE: Service(name="volume_mute", fixed={"is_volume_muted": False}),
    },
    16: {ActionKind.PREVIOUS: Service(name="media_previous_track")},
    32: {ActionKind.NEXT: Service(name="media_next_track")},
    128: {ActionKind.TURN_ON: Service(name="turn_on")},
    256: {ActionKind.TURN_OFF: Service(name="turn_off")},
    _STEP_VOLUME: {
        ActionKind.VOLUME_UP: Service(name="volume_up"),
        ActionKind.VOLUME_DOWN: Service(name="volume_down"),
    },
    4096: {ActionKind.STOP: Service(name="media_stop")},
    16384: {ActionKind.PLAY: Service(name="media_play")},
}
"""By bit of `supported_features`."""
_STATES: Final = {
    "playing": "playing",
    "buffering": "playing",
    "paused": "paused",
    "idle": "idle",
    "standby": "off",
    "off": "off",
    "on": "on",
}


def media_player(entity_id: str, told: Told, units: Units) -> ServiceBinding:
    """The binding of a media player."""
    del units
    sources = told.texts("source_list") if told.has(_SELECT_SOURCE) else ()
    services: dict[ActionKind, Service] = {}
    for feature, found in _SERVICES.items():
        if told.has(feature):
            services |= found
    if sources:
        services[ActionKind.SELECT_SOURCE] = Service(name="select_source", key="source")
    return ServiceBinding(
        entity_id=entity_id,
        services=services,
        read=_read,
        attributes=frozenset({"state", "volume", "is_muted", "title", "artist", "source"}),
        actions=frozenset(services),
        capabilities=player_capabilities(services),
        device_class=told.text("device_class") or class_called(told.text("friendly_name") or ""),
        sources=sources,
    )


def _read(told: Told) -> Update:
    return {
        "state": _STATES.get(told.state),
        "volume": told.percent("volume_level", of=1.0),
        "is_muted": told.flag("is_volume_muted"),
        "title": told.text("media_title"),
        "artist": told.text("media_artist"),
        "source": told.text("source"),
    }
