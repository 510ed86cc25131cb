"""The questions that the agent asks back."""

from collections.abc import Sequence
from typing import Final

from edge_agent.domain.entity import Entity
from edge_agent.domain.resolution import Clarify, Confirm, ConfirmReason
from edge_agent.domain.response import Act, Manner, Response
from edge_agent.respond.deeds import to_do
from edge_agent.respond.naming import listed, number, room
from edge_agent.respond.sentence import Sentence
from edge_agent.respond.words import Words

_SENTENCES: Final = {
    ConfirmReason.RISKY: Sentence.CONFIRM_RISKY,
    ConfirmReason.PIN: Sentence.CONFIRM_PIN,
    ConfirmReason.UNSURE: Sentence.CONFIRM_UNSURE,
}
_MAX_ROOMS: Final = 5
"""More rooms are not told one by one."""


def confirm(question: Confirm, words: Words, manner: Manner = Manner.PLAIN) -> Response:
    """Ask before a plan is carried out."""
    if question.reason is ConfirmReason.WIDE:
        count = number(len(question.plan.targets), words.wording.grammar)
        text = words.say(Sentence.CONFIRM_WIDE, manner, count=count)
    else:
        plans = (question.plan, *question.further)
        actions = tuple(dict.fromkeys(action for plan in plans for action in plan.actions))
        errand = question.errand
        do = to_do(actions, words.wording) if errand is None else errand.does
        text = words.say(_SENTENCES[question.reason], manner, do=do)
    return Response(act=Act.CONFIRM, text=text)


def clarify(question: Clarify, words: Words) -> Response:
    """Ask which of several things is meant."""
    return Response(act=Act.CLARIFY, text=_which(question, words))


def _which(question: Clarify, words: Words) -> str:
    grammar = words.wording.grammar
    options = question.options
    rooms = sorted({_place(option) for option in options})
    if question.command.slots.which:
        named = listed([option.name for option in options], grammar.or_)
        return words.say(Sentence.WHICH_OF_THESE, names=named)
    if question.command.slots.name:
        places = listed([_place(option) for option in options], grammar.or_)
        return words.say(Sentence.WHICH_ONE, name=_common_name(options), places=places)
    if len(rooms) == 1:
        return words.say(Sentence.THOSE_THERE, place=room(rooms[0], grammar))
    if len(rooms) > _MAX_ROOMS:
        return words.say(Sentence.WHICH_OF_MANY_ROOMS)
    return words.say(Sentence.WHICH_ROOM, places=listed(rooms, grammar.or_))


def _place(entity: Entity) -> str:
    return entity.area or entity.name


def _common_name(options: Sequence[Entity]) -> str:
    return options[0].name
