"""What a command comes to after what was said before: answers, corrections, and all others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.policy import Occasion, Permission
from edge_agent.domain.resolution import (
    Clarify,
    Confirm,
    ConfirmReason,
    Errand,
    Later,
    Plan,
    Resolution,
    Unable,
)
from edge_agent.domain.response import Notice
from edge_agent.domain.slots import Slots
from edge_agent.domain.understanding import Understanding
from edge_agent.home.agreeing import agree
from edge_agent.home.choosing import NONE, chosen_by
from edge_agent.home.conversation import chosen, is_one_place
from edge_agent.home.correcting import corrected
from edge_agent.home.follow_up import Episode, Memory
from edge_agent.home.needs_table import Needs
from edge_agent.home.players import plays_anything
from edge_agent.home.policy import Policy, judge, judge_errand
from edge_agent.home.resolver import choose, resolve

Question = Confirm | Clarify

_ANSWERS: Final = frozenset({Intent.FOLLOW_UP, Intent.CORRECT})
"""What may tell which one was meant."""
_SILENCING: Final = frozenset({Intent.YES, Intent.NO, Intent.NEVER_MIND})
"""What stops a ringing, as nothing was asked: "okay", "stop"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """What words may be about without naming it."""

    memory: Memory = ()
    """The last turn's commands, then those of this one."""
    earlier: Memory = ()
    """Commands of turns before, to which the last one has added."""
    is_same_turn: bool = False
    """The memory is of this turn."""
    rings: tuple[str, ...] = ()
    """What rings now, by its id."""
    set_for_later: tuple[str, ...] = ()
    """What the last turn has set, by its ids."""
    was_done: bool = False
    """The last turn has also done something at once."""
    begun: Memory = ()
    """What was done for the beginning of what is said now, before the speaker went on."""

    def after(self, episodes: Memory) -> "Recent":
        """The same once commands of this turn have been about something."""
        if not episodes:
            return self
        return replace(self, memory=episodes, earlier=(), is_same_turn=True)

    def meant_by(self, command: Command) -> Memory:
        """What a command can refer to: "them" to all of it, "it" to the last of one sentence."""
        if not command.refers_back or not self.memory:
            return self.memory
        if command.is_plural:
            return (*self.earlier, *self.memory)
        return self.memory[-1:] if self.is_same_turn else self.memory

    def concerns(self, command: Command) -> bool:
        """Whether a command stops what rings, or takes back what was set."""
        if self.rings:
            is_alarm = command.slots.domain == Domain.ALARM_CONTROL_PANEL and not command.slots.name
            is_off = command.intent in {Intent.TURN_OFF, Intent.ALARM_DISARM}
            return command.intent in _SILENCING or (is_alarm and is_off)
        return bool(self.set_for_later) and command.intent in {Intent.UNDO, Intent.NEVER_MIND}


class Dialogue:
    """Resolves commands with regard to a question that is open, and to what was spoken of."""

    def __init__(self, *, settings: PolicySettings, needs: Needs) -> None:
        """Take what is asked back, and what may be done about each need."""
        self._settings = settings
        self._needs = needs

    def resolutions(  # noqa: PLR0911 - one for each kind of answer
        self,
        command: Command,
        question: Question | None,
        home: Home,
        occasion: Occasion,
        recent: Recent,
    ) -> tuple[Resolution | Notice, ...]:
        """What is to be done or said; several things after one yes, or for a correction."""
        command = _hushing(command, question, home, recent)
        if command.intent in _ANSWERS and isinstance(question, Clarify):
            options = chosen_by(question, command, occasion.area)
            if options:
                return (self._chosen(question, options, home, occasion),)
        if question is None and recent.concerns(command):
            return self._called_off(command, home, occasion, recent)
        match command.intent:
            case Intent.YES if isinstance(question, Confirm):
                return self._agreed(question, home, occasion)
            case Intent.YES if isinstance(question, Clarify) and is_one_place(question):
                return (self._chosen(question, question.options, home, occasion),)
            case Intent.NO | Intent.NEVER_MIND if question or command.intent is Intent.NEVER_MIND:
                return (Notice.NEVER_MIND,)
            case Intent.YES | Intent.NO:
                return (Notice.NOTHING_TO_ANSWER,)
            case Intent.STOP_LISTENING:
                return (Notice.STOPS_LISTENING,)
            case Intent.CORRECT:
                memory = recent.memory if question is None else _asked_about(question)
                return self._corrected(command, home, occasion, memory)
            case _:
                return self._plain(command, home, occasion, recent)

    def answered(
        self, question: Clarify, understanding: Understanding, home: Home, occasion: Occasion
    ) -> Resolution | Notice | None:
        """What a command comes to after its question back; None where words answer nothing."""
        choices = understanding.choice
        if any(choice.slots.which == NONE for choice in choices):
            return Notice.NEVER_MIND
        found = [e for choice in choices for e in chosen_by(question, choice, occasion.area)]
        options = tuple(dict.fromkeys(found)) or chosen(question, understanding.text)
        return self._chosen(question, options, home, occasion) if options else None

    def doubt(self, understanding: Understanding, home: Home, occasion: Occasion) -> Confirm | None:
        """The question whether something was meant; None where that is not simply done."""
        found = [self._resolved(command, home, occasion, ()) for command in understanding.unsure]
        plans = [one for one in found if isinstance(one, Plan) and one.actions]
        if not plans or len(plans) < len(found) or all(plan.is_already for plan in plans):
            return None
        return Confirm(plan=plans[0], reason=ConfirmReason.UNSURE, further=tuple(plans[1:]))

    def _agreed(self, question: Confirm, home: Home, occasion: Occasion) -> tuple[Resolution, ...]:
        """What is done after a yes, as far as the rules of this moment want no more than that.

        That something was meant does not make it less risky, and a yes is no PIN.
        """
        granted = occasion.granted
        if question.reason is ConfirmReason.PIN and granted is not Permission.PIN:
            return (question,)
        if question.reason is not ConfirmReason.UNSURE and granted is Permission.ALLOW:
            occasion = replace(occasion, granted=Permission.ASK)
        return tuple(self._judged(one, occasion) for one in agree(question, home))

    def _judged(self, found: Plan | Unable | Later | Errand, occasion: Occasion) -> Resolution:
        match found:
            case Plan():
                return judge(found, self._settings, occasion)
            case Errand():
                return judge_errand(found, self._settings, occasion)
            case _:
                return found

    def _chosen(
        self, question: Clarify, options: Sequence[Entity], home: Home, occasion: Occasion
    ) -> Resolution:
        return choose(question, options, home, self._settings, needs=self._needs, occasion=occasion)

    def _called_off(
        self, command: Command, home: Home, occasion: Occasion, recent: Recent
    ) -> tuple[Resolution, ...]:
        """What takes back what was set for later, and what was done at once beside it."""
        if recent.rings:
            return (Later(command=replace(command, intent=Intent.NEVER_MIND), undoes=recent.rings),)
        later = Later(command=command, undoes=recent.set_for_later)
        undo = replace(command, intent=Intent.UNDO)
        if not recent.was_done:
            return (later,)
        return (later, self._resolved(undo, home, occasion, recent.memory))

    def _corrected(
        self, command: Command, home: Home, occasion: Occasion, memory: Memory
    ) -> tuple[Resolution, ...]:
        def resolved(correction: Command) -> Resolution:
            return self._resolved(correction, home, occasion, memory)

        policy = Policy(settings=self._settings, occasion=occasion)
        return corrected(command, memory, home, policy, resolved)

    def _plain(
        self, command: Command, home: Home, occasion: Occasion, recent: Recent
    ) -> tuple[Resolution, ...]:
        """What a command comes to by itself; what was done for its beginning is put right.

        Of that nothing stays done now that is to be done later.
        """
        if not recent.begun or recent.is_same_turn:
            return (self._resolved(command, home, occasion, recent.memory),)
        if not command.then:
            return self._corrected(command, home, occasion, recent.begun)
        undo = replace(command, intent=Intent.UNDO, slots=Slots(), then=())
        return (
            self._resolved(undo, home, occasion, recent.begun),
            self._resolved(command, home, occasion, ()),
        )

    def _resolved(
        self, command: Command, home: Home, occasion: Occasion, memory: Memory
    ) -> Resolution:
        return resolve(
            command,
            home,
            occasion.area,
            self._settings,
            memory,
            needs=self._needs,
            occasion=occasion,
        )


def _asked_about(question: Question) -> Memory:
    """What a question was about, of which nothing has been done."""
    if isinstance(question, Clarify):
        return (Episode(command=question.command, targets=(), before={}),)
    plans = (question.plan, *question.further)
    return tuple(Episode(command=p.command, targets=(), before={}) for p in plans)


def in_one(questions: Sequence[Question]) -> tuple[Question | None, Question | None]:
    """The question that is asked back, all that is risky in one, and the one that comes after.

    The PIN lets pass what a yes would.
    """
    risky = [q for q in questions if isinstance(q, Confirm) and _is_one_of_several(q)]
    others = [question for question in questions if question not in risky]
    further = others[-1] if others else None
    if not risky:
        return further, None
    plans: list[Plan] = [question.plan for question in risky]
    first = next((q for q in risky if q.reason is ConfirmReason.PIN), risky[0])
    return replace(first, plan=plans[0], further=tuple(plans[1:])), further


def _is_one_of_several(question: Confirm) -> bool:
    """Whether one yes may answer it together with others: a risky plan for devices."""
    return question.reason.is_guarding and question.errand is None


def _hushing(command: Command, question: Question | None, home: Home, recent: Recent) -> Command:
    """What "stop" means: the music, unless something else goes on that it may end."""
    if command.intent is not Intent.HUSH:
        return command
    is_heard = not (recent.rings or question) and plays_anything(home)
    return replace(command, intent=Intent.MEDIA_PAUSE if is_heard else Intent.NEVER_MIND)
