"""Which media players are meant where none is named: "pause the music", "louder".

The one in the room counts before all others, and what plays before what is silent: if nothing
plays in the room and one thing plays elsewhere, that is what can be heard and is meant.
"""

from collections.abc import Iterable
from typing import Final

from edge_agent.domain.command import Command
from edge_agent.domain.entity import Domain, Entity, EntityState, Home
from edge_agent.domain.intent import Intent
from edge_agent.home.planning import plan_entity
from edge_agent.home.selection import is_in_place

_BEGINS: Final = frozenset({Intent.MEDIA_PLAY, Intent.MEDIA_SEARCH, Intent.SET_MODE})
"""What begins to play, so that what plays elsewhere is not meant."""
_OF_ONE: Final = _BEGINS | {Intent.MEDIA_NEXT, Intent.MEDIA_PREVIOUS}
"""What nobody wants of several players at once."""
_PLAYING: Final = frozenset({"playing"})
_PAUSED: Final = frozenset({"paused"})
_UNDER_WAY: Final = _PLAYING | _PAUSED


def is_about_players(command: Command) -> bool:
    """Whether a command is about what plays, without naming a player."""
    slots = command.slots
    is_kind = slots.domain == Domain.MEDIA_PLAYER and not slots.device_class
    is_chosen = command.intent.is_about_media or (is_kind and command.intent is Intent.SET_MODE)
    return is_chosen and not slots.name


def plays_anything(home: Home) -> bool:
    """Whether something can be heard anywhere."""
    players = [entity for entity in home.entities if _is_player(entity, None)]
    return any(home.state_of(player).get("state") in _PLAYING for player in players)


def players_meant(command: Command, home: Home, area: str | None) -> tuple[Entity, ...]:
    """The players that may be meant, the likeliest only; several where nothing tells them apart."""
    slots = command.slots
    players = [e for e in home.entities if _is_player(e, slots.device_class)]
    if slots.area or slots.floor:
        players = [e for e in players if is_in_place(slots)(e)]
    elif area is not None and not command.is_all:
        players = _nearest(players, command, home, area)
    able = _able(players, command, home) or players
    return tuple(_fitting(able, command, home) or able)


def _nearest(players: list[Entity], command: Command, home: Home, area: str) -> list[Entity]:
    """Those in the room that can do it, but for the one that plays elsewhere if none plays here."""
    able = _able(players, command, home)
    here = [player for player in able if _is_in(player, area)]
    if not here or command.intent in _BEGINS:
        return here or players
    fitting = _fitting(able, command, home)
    is_elsewhere = len(fitting) == 1 and fitting[0] not in here
    return fitting if is_elsewhere else here


def is_clear(command: Command, players: Iterable[Entity], area: str | None) -> bool:
    """Whether all of the players may be told the same, or there is just one."""
    found = tuple(players)
    if len(found) == 1 or (command.is_all and command.intent not in _OF_ONE):
        return True
    slots = command.slots
    is_here = area is not None and all(_is_in(player, area) for player in found)
    return command.intent not in _OF_ONE and bool(slots.area or slots.floor or is_here)


def _is_player(entity: Entity, device_class: str | None) -> bool:
    return entity.domain is Domain.MEDIA_PLAYER and device_class in {None, entity.device_class}


def _is_in(player: Entity, area: str) -> bool:
    return (player.area or "").casefold() == area.casefold()


def _able(players: list[Entity], command: Command, home: Home) -> list[Entity]:
    """Those that are there and can do what is asked for."""
    there = [e for e in players if home.state_of(e).is_available]
    if command.intent.is_question:
        return there
    return [
        e
        for e in there
        if plan_entity(command.intent, command.slots, e, home.state_of(e)) is not None
    ]


def _fitting(players: list[Entity], command: Command, home: Home) -> list[Entity]:
    """Those whose state is one that the command changes, the likeliest state first."""
    for states in _STATES.get(command.intent, (_PLAYING,)):
        found = [e for e in players if home.state_of(e).get("state") in states]
        if found:
            return found
    if command.intent is Intent.UNMUTE:
        return [e for e in players if _is_muted(home.state_of(e))]
    return []


def _is_muted(state: EntityState) -> bool:
    return state.get("is_muted") is True


_STATES: Final = {
    Intent.MEDIA_PLAY: (_PAUSED,),
    Intent.MEDIA_NEXT: (_PLAYING, _PAUSED),
    Intent.MEDIA_PREVIOUS: (_PLAYING, _PAUSED),
    Intent.UNMUTE: (),
    Intent.SET_MODE: (_UNDER_WAY,),
    Intent.MEDIA_SEARCH: (_UNDER_WAY,),
}
"""In which states a player is what is meant; where nothing stands here: while it plays."""
