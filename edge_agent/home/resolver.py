"""From a command to what it comes to in this home: pure, no clock, no input or output."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.appliance import ApplianceOrder
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.policy import Occasion
from edge_agent.domain.resolution import (
    Answer,
    Clarify,
    Confirm,
    Resolution,
    Unable,
    UnableReason,
)
from edge_agent.domain.slots import EXTREMES, Slots
from edge_agent.home.appliance_errands import errand
from edge_agent.home.choosing import ALL, OTHERS, named, pointed_at
from edge_agent.home.follow_up import Memory, fitted, followed, is_lost, meant
from edge_agent.home.joint_plan import joint_plan
from edge_agent.home.later import Resolve, chosen_for_later, for_later, is_about_an_alarm
from edge_agent.home.looking_up import (
    extreme,
    looked_up,
    measured_instead,
    warmth,
    what_plays,
)
from edge_agent.home.needs import plan_need
from edge_agent.home.needs_table import Needs, usual_needs
from edge_agent.home.planning import plan_entity
from edge_agent.home.players import is_about_players, is_clear, players_meant
from edge_agent.home.policy import Policy, judge_errand
from edge_agent.home.selection import SUITABLE
from edge_agent.home.targets import is_ambiguous, placed, targets_of
from edge_agent.home.undoing import undone

_CHANGING: Final = frozenset(
    {Intent.LIGHT_SET, Intent.SET_SPEED, Intent.SET_TEMPERATURE, Intent.SET_VALUE}
)
_NO_TARGET: Final = frozenset({Intent.GET_TIME, Intent.GET_DATE})


def resolve(  # noqa: PLR0911, PLR0913 - a command depends on all of this, and on nothing else
    command: Command,
    home: Home,
    area: str | None,
    settings: PolicySettings,
    memory: Memory = (),
    *,
    needs: Needs | None = None,
    occasion: Occasion | None = None,
) -> Resolution:
    """What a command comes to.

    Args:
        command: with names and rooms spelt as the home spells them.
        home: the entities and their states now.
        area: the room where the speaker stands, if known.
        settings: what is asked back.
        memory: what was spoken of before.
        needs: what may be done about each need; by default what comes with the program.
        occasion: what rules look at; without it nothing but the room is known.
    """
    policy = Policy(settings=settings, occasion=occasion or Occasion(area=area))
    if is_lost(command, memory):
        return Unable(command=command, reason=UnableReason.NOTHING_BEFORE)
    if command.intent is Intent.UNDO:
        return _undone(command, memory, home, policy)
    if command.intent in {Intent.FOLLOW_UP, Intent.CORRECT}:
        command = followed(command, memory)
    if command.order is not None:
        return _errand(command, command.order, policy)
    if is_about_an_alarm(command, home):
        command = replace(command, intent=Intent.CANCEL_ALARM, slots=Slots())
    if command.intent.is_for_later:
        return for_later(command, memory, _resolved_by(home, area, policy, memory, needs))
    if command.slots.which and command.slots.which not in EXTREMES:
        return _about_one_of(command, memory, home, policy)
    if command.intent.is_need:
        return plan_need(command, home, area, usual_needs() if needs is None else needs, policy)
    targets = _spoken_of(command, memory, home)
    if targets:
        return _about_these(fitted(command, targets), targets, home, policy)
    return _by_itself(command, home, area, policy)


def _spoken_of(command: Command, memory: Memory, home: Home) -> tuple[Entity, ...]:
    """The devices of which was spoken before that a command is about; often none."""
    is_about_these = command.refers_back or _goes_on(command)
    targets = meant(command, memory) if is_about_these else ()
    return tuple(entity for entity in targets if entity in home.entities)


def _resolved_by(
    home: Home, area: str | None, policy: Policy, memory: Memory, needs: Needs | None
) -> Resolve:
    """What a part of a command would come to by itself."""

    def resolved(command: Command) -> Resolution:
        return resolve(
            command, home, area, policy.settings, memory, needs=needs, occasion=policy.occasion
        )

    return resolved


def _goes_on(command: Command) -> bool:
    """Whether it only tells how to change things, so that those of before are meant."""
    slots = command.slots
    is_alone = not (slots.name or slots.area or slots.floor or slots.domain)
    return is_alone and (command.intent in _CHANGING or command.intent.is_about_media)


def _about_one_of(command: Command, memory: Memory, home: Home, policy: Policy) -> Resolution:
    """What a command comes to that says which of several things it is about."""
    suitable = SUITABLE.get(command.intent, frozenset(Domain))
    found = pointed_at(command.slots.which or "", memory, home)
    targets = tuple(e for e in found if e.domain in suitable and e in home.entities)
    if not targets:
        return Unable(command=command, reason=UnableReason.NOTHING_BEFORE)
    is_one = command.slots.which not in {ALL, OTHERS}
    if len(targets) > 1 and is_one and not command.intent.is_question:
        return Clarify(command=command, options=targets)
    return _about_these(named(command, targets), targets, home, policy)


def _by_itself(command: Command, home: Home, area: str | None, policy: Policy) -> Resolution:
    """What a command comes to that needs nothing from before."""
    if command.intent in _NO_TARGET:
        return Answer(command=command, findings=())
    if command.intent is Intent.SET_VALUE and _goes_on(command):
        return Unable(command=command, reason=UnableReason.NOTHING_BEFORE)
    if is_about_players(command):
        return _about_players(command, home, area, policy)
    command = placed(command, home, area)
    if command.intent is Intent.GET_TEMPERATURE:
        return _temperature(command, home, area)
    return _about_entities(command, home, area, policy)


def _about_entities(command: Command, home: Home, area: str | None, policy: Policy) -> Resolution:
    targets = targets_of(command, home, area)
    if command.intent.is_question:
        targets = targets or measured_instead(command, home)
    if not targets:
        return Unable(command=command, reason=UnableReason.NO_SUCH_DEVICE)
    if command.intent.is_question:
        return _answer(command, targets, home)
    able = tuple(entity for entity in targets if _is_able(command, entity, home))
    if is_ambiguous(command, able or targets, area):
        return Clarify(command=command, options=able or targets)
    return joint_plan(command, targets, home, policy)


def _about_players(command: Command, home: Home, area: str | None, policy: Policy) -> Resolution:
    """What a command comes to that is about what plays, wherever that is."""
    players = players_meant(command, home, area)
    if not players:
        kind = replace(command.slots, domain=str(Domain.MEDIA_PLAYER))
        missing = replace(command, slots=kind)
        return Unable(command=missing, reason=UnableReason.NO_SUCH_DEVICE)
    if command.intent.is_question:
        return _answer(command, players, home)
    if not is_clear(command, players, area):
        return Clarify(command=command, options=players)
    return joint_plan(command, players, home, policy)


def _is_able(command: Command, entity: Entity, home: Home) -> bool:
    state = home.state_of(entity)
    return plan_entity(command.intent, command.slots, entity, state) is not None


def _about_these(
    command: Command, targets: tuple[Entity, ...], home: Home, policy: Policy
) -> Resolution:
    """A command about what was spoken of before; nothing risky is done so."""
    if command.intent.is_question:
        return looked_up(command, targets, home)
    resolution = joint_plan(command, targets, home, policy)
    if not (isinstance(resolution, Confirm) and resolution.reason.is_guarding):
        return resolution
    return Unable(command=command, reason=UnableReason.NOT_BY_IT, entity=targets[0])


def _errand(command: Command, order: ApplianceOrder, policy: Policy) -> Resolution:
    found = errand(command, order)
    if isinstance(found, Unable):
        return found
    return judge_errand(found, policy.settings, policy.occasion)


def _undone(command: Command, memory: Memory, home: Home, policy: Policy) -> Resolution:
    plan = undone(command, memory, home)
    if not plan.actions:
        return Unable(command=command, reason=UnableReason.NOT_UNDOABLE)
    return policy.judge(plan)


def choose(  # noqa: PLR0913 - as `resolve`
    clarify: Clarify,
    options: Sequence[Entity],
    home: Home,
    settings: PolicySettings,
    *,
    needs: Needs | None = None,
    occasion: Occasion | None = None,
) -> Resolution:
    """Go on with a command after its question back was answered on an occasion, if known."""
    policy = Policy(settings=settings, occasion=occasion or Occasion())
    area = policy.occasion.area
    targets = tuple(entity for entity in options if entity in home.entities)
    if not targets:
        return Unable(command=clarify.command, reason=UnableReason.NO_SUCH_DEVICE)
    if clarify.later is not None:
        resolved = _resolved_by(home, area, policy, (), needs)
        return resolved(chosen_for_later(clarify, targets, resolved))
    if clarify.command.intent.is_need:
        there = targets[0].area
        return resolve(
            clarify.command, home, there, settings, needs=needs, occasion=policy.occasion
        )
    return joint_plan(named(clarify.command, targets), targets, home, policy)


def _answer(command: Command, targets: Sequence[Entity], home: Home) -> Answer:
    is_media = command.intent is Intent.GET_PLAYING
    return extreme((what_plays if is_media else looked_up)(command, targets, home))


def _temperature(command: Command, home: Home, area: str | None) -> Answer | Unable:
    found = warmth(command, targets_of(command, home, area), home)
    if found is None:
        return Unable(command=command, reason=UnableReason.NO_SUCH_DEVICE)
    return extreme(found)
