"""What may have been meant is asked about once, and done only after a clear yes."""

from dataclasses import replace

import pytest
from test_dialogues import new_home
from test_dialogues import talk as dialogue

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.command import Command
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Confirm, ConfirmReason, Plan
from edge_agent.domain.response import Act
from edge_agent.domain.slots import Slots
from edge_agent.domain.turn import Source, Turn
from edge_agent.domain.understanding import Reason
from edge_agent.home.needs_table import usual_needs
from edge_agent.home.policy import ANYBODY
from edge_agent.home.resolver import resolve
from edge_agent.pipeline.dialogue import Dialogue, Recent

SURE = 1.0
"""More than any network is: whatever follows no pattern is unsure."""
UNSURE = "could you maybe kill the reading lamp"


def talk(*said: str, **more: object) -> list[tuple[Turn, list[str]]]:
    """By voice, with a threshold that makes everything unsure that follows no pattern."""
    given = {"source": Source.VOICE, "min_confidence": SURE, "ask_confidence": 0.3}
    return dialogue(*said, **(given | more))


@pytest.mark.parametrize(
    ("answer", "sent"),
    [
        ("yes", ["reading OFF"]),
        ("no", []),
        ("never mind", []),
        ("what a lovely day", []),
        ("turn on the corner lamp", ["corner ON"]),
    ],
)
def test_it_is_done_after_a_clear_yes_only(answer, sent):
    (asked, before), (_, after), (late, nothing) = talk(UNSURE, answer, "yes")
    assert asked.response.act is Act.CONFIRM
    assert asked.response.text.endswith("turn off the Reading Lamp?")
    assert asked.rejection is None
    assert (before, after) == ([], sent)
    assert nothing == []
    assert late.response.act is not Act.DONE


def test_nothing_is_asked_twice_in_a_row():
    first, again, _, after = talk(UNSURE, UNSURE, "turn on the corner lamp", UNSURE)
    assert first[0].response.act is Act.CONFIRM
    assert again[0].response.act is Act.NOT_UNDERSTOOD
    assert again[0].rejection is not None
    assert again[0].rejection.reason is Reason.LOW_CONFIDENCE
    assert after[0].response.act is Act.CONFIRM


def test_overheard_speech_asks_nothing():
    ((turn, sent),) = talk(UNSURE, is_other_speech=True)
    assert turn.response.act is Act.NOT_UNDERSTOOD
    assert sent == []


@pytest.mark.parametrize(
    "said",
    [
        "could you maybe unlock that front door thing",
        "could you maybe open up the garage door",
        "do not kill the reading lamp",
        "could you maybe kill the zebra",
        "could you maybe kill the corner lamp",
    ],
)
def test_what_is_risky_denied_unknown_or_so_already_is_not_asked_about(said):
    (turn, sent), (after, nothing) = talk(said, "yes")
    assert turn.response.act is not Act.CONFIRM
    assert (sent, nothing) == ([], [])
    assert after.response.act is not Act.DONE


def test_what_was_meant_is_no_less_risky():
    home = new_home().now
    settings = PolicySettings()
    unlock = Command(intent=Intent.UNLOCK, slots=Slots(name="Front Door"), confidence=0.5)
    risky = resolve(unlock, home, None, settings)
    assert isinstance(risky, Confirm)
    yes = Command(intent=Intent.YES, slots=Slots(), confidence=1.0)
    dialogue = Dialogue(settings=settings, needs=usual_needs())
    doubt = replace(risky, reason=ConfirmReason.UNSURE)
    (found,) = dialogue.resolutions(yes, doubt, home, ANYBODY, Recent())
    assert isinstance(found, Confirm)
    assert found.reason is ConfirmReason.RISKY
    (done,) = dialogue.resolutions(yes, found, home, ANYBODY, Recent())
    assert isinstance(done, Plan)
