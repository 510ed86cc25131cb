"""What a media player can do, by the actions that it takes."""

from collections.abc import Collection, Mapping
from typing import Final

from edge_agent.domain.action import ActionKind
from edge_agent.domain.entity import Capability

_CAPABILITIES: Final[Mapping[ActionKind, Capability]] = {
    ActionKind.PLAY: Capability.PLAY,
    ActionKind.PAUSE: Capability.PAUSE,
    ActionKind.STOP: Capability.STOP,
    ActionKind.NEXT: Capability.NEXT,
    ActionKind.PREVIOUS: Capability.PREVIOUS,
    ActionKind.SET_VOLUME: Capability.VOLUME,
    ActionKind.VOLUME_UP: Capability.VOLUME_STEP,
    ActionKind.VOLUME_DOWN: Capability.VOLUME_STEP,
    ActionKind.MUTE: Capability.MUTE,
    ActionKind.TURN_OFF: Capability.POWER,
    ActionKind.SEARCH: Capability.SEARCH,
}


def player_capabilities(actions: Collection[ActionKind]) -> frozenset[Capability]:
    """What a player can do that takes these actions."""
    return frozenset(can for kind, can in _CAPABILITIES.items() if kind in actions)
