"""Turns in which the PIN is said: it stands in none of them."""

from typing import Final

from edge_agent.domain.action import CommandOutcome, Decision, OutcomeKind
from edge_agent.domain.command import Command
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Confirm
from edge_agent.domain.response import Notice
from edge_agent.domain.slots import Slots
from edge_agent.domain.understanding import Understanding
from edge_agent.nlu.spoken_pins import NUMBERS_ALONE
from edge_agent.pipeline.execution import Result
from edge_agent.pipeline.pin_lock import PinTry
from edge_agent.respond.responder import Told

PIN_SAID: Final = Understanding(
    text=NUMBERS_ALONE, commands=(Command(intent=Intent.YES, slots=Slots(), confidence=1.0),)
)
"""What a PIN is understood as: a yes that counts for more."""


def pin_asked_again(question: Confirm, tried: PinTry) -> Result:
    """The question after the PIN, which stays open after a try that was not right."""
    is_wrong = tried is PinTry.WRONG
    outcome = CommandOutcome(
        command=question.plan.command,
        targets=tuple(entity.entity_id for entity in question.plan.targets),
        kind=OutcomeKind.ASKED,
        decision=Decision.REFUSED if is_wrong else Decision.PIN,
    )
    notice = Notice.WRONG_PIN if is_wrong else Notice.PIN_UNCLEAR
    return Result(outcome=outcome, told=Told(about=notice))
