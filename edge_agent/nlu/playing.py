"""What of the language is about what plays, and makes sense only where something can."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from edge_agent.domain.entity import Capability, Domain
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import Slots
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.tagging import Span

_VOLUME: Final = "volume"
_MEDIA: Final = frozenset(intent for intent in Intent if intent.is_about_media)


def senseless(gazetteer: Gazetteer) -> frozenset[Intent]:
    """Intents that nobody means in a home: without a player, or with none that looks for things."""
    players = [e for e in gazetteer.home.entities if e.domain is Domain.MEDIA_PLAYER]
    if not players:
        return _MEDIA
    can_search = any(Capability.SEARCH in player.capabilities for player in players)
    return frozenset() if can_search else frozenset({Intent.MEDIA_SEARCH})


def played(
    intent: Intent, said: Mapping[str, Span], slots: Slots, gazetteer: Gazetteer
) -> tuple[Intent, Slots]:
    """What is meant for a player though nothing says so: "louder", "play jazz"."""
    if not gazetteer.has(Domain.MEDIA_PLAYER):
        return intent, slots
    is_open = not (slots.name or slots.domain)
    is_loudness = intent is Intent.SET_VOLUME or (intent is Intent.SET_VALUE and is_open)
    if is_loudness and {"more", "less", "factor"} & said.keys():
        return Intent.CHANGE_VOLUME, slots
    is_volume = "attribute" in said and said["attribute"].tokens == (_VOLUME,)
    is_players = intent is Intent.SET_MODE or (intent is Intent.GET_STATE and is_volume)
    if is_players and is_open and "it" not in said:
        return intent, replace(slots, domain=str(Domain.MEDIA_PLAYER))
    return intent, slots
