"""Only what was surely said to the agent may go: what is overheard stays."""

import asyncio
import time
from dataclasses import dataclass
from time import monotonic

import pytest

from edge_agent.domain.response import Act
from edge_agent.domain.turn import Source, Utterance
from edge_agent.domain.understanding import Reason, Rejection, Understanding
from edge_agent.pipeline.open_questions import OpenQuestions

QUESTION = "who wrote hamlet"
ANSWER_WITHIN_S = 20.0


@dataclass
class Purse:
    """A budget."""

    is_full: bool = True

    async def has_left(self) -> bool:
        return self.is_full


def heard(text: str, *, later_s: float = 0.0, source=Source.VOICE, **more: bool) -> Utterance:
    return Utterance(source=source, alternatives=(text,), ended_at=monotonic() + later_s, **more)


def rejected(text: str, reason: Reason = Reason.NOT_A_COMMAND) -> Understanding:
    return Understanding(text=text, rejection=Rejection(reason=reason))


def new(purse: Purse | None = None) -> OpenQuestions:
    has_budget = (purse or Purse()).has_left
    return OpenQuestions(has_budget=has_budget, answer_within_s=ANSWER_WITHIN_S)


def announced() -> OpenQuestions:
    questions = new()
    response = asyncio.run(questions.answer(heard("ask the assistant")))
    assert response is not None
    assert (response.act, response.text) == (Act.CLARIFY, "What do you want to know?")
    assert questions.awaits_any_words
    return questions


def test_what_is_overheard_never_goes():
    assert not new().may_go(rejected(QUESTION), heard(QUESTION))
    assert new().may_go(rejected(QUESTION), heard(QUESTION, source=Source.TEXT))
    assert not new().may_go(rejected(QUESTION), heard(QUESTION, source=Source.TIMER))


def test_what_was_announced_goes_once():
    questions = announced()
    assert questions.may_go(rejected(QUESTION), heard(QUESTION))
    assert not questions.awaits_any_words
    assert not questions.may_go(rejected(QUESTION), heard(QUESTION))


def test_an_announcement_is_over_after_a_time_or_a_reset_or_a_command():
    questions = announced()
    late = heard(QUESTION, later_s=ANSWER_WITHIN_S + 1)
    assert not questions.may_go(rejected(QUESTION), late)
    assert not questions.awaits_any_words
    questions = announced()
    questions.reset()
    assert not questions.may_go(rejected(QUESTION), heard(QUESTION))
    questions = announced()
    assert not questions.may_go(Understanding(text="turn on the light"), heard("turn on the light"))
    assert not questions.awaits_any_words


def test_an_announcement_counts_on_its_own_way_only():
    questions = announced()
    text = "the capital of france"
    assert not questions.may_go(rejected(text), heard(text, source=Source.TEXT))
    assert questions.may_go(rejected(text), heard(text))
    questions = new()
    asyncio.run(questions.answer(heard("i have a question", source=Source.TEXT)))
    assert not questions.may_go(rejected(text), heard(text))
    assert questions.may_go(rejected(text), heard(text, source=Source.TEXT))


def test_a_question_can_be_expected_without_words():
    questions = new()
    questions.expect()
    assert questions.awaits_any_words
    assert questions.may_go(rejected(QUESTION), heard(QUESTION))


def test_any_words_are_not_awaited_for_ever():
    questions = OpenQuestions(has_budget=Purse().has_left, answer_within_s=0.05)
    questions.expect()
    assert questions.awaits_any_words
    time.sleep(0.06)
    assert not questions.awaits_any_words


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("", {}),
        ("the", {}),
        (QUESTION, {"has_gap": True}),
        (QUESTION, {"is_other_speech": True}),
        (QUESTION, {"later_s": -10.0}),
    ],
)
def test_noise_and_what_was_said_before_leave_an_announcement_open(text: str, more: dict):
    questions = announced()
    assert not questions.may_go(rejected(text), heard(text, **more))
    assert questions.may_go(rejected(QUESTION), heard(QUESTION))


def test_nothing_is_asked_for_that_could_not_be_answered():
    questions = new(Purse(is_full=False))
    response = asyncio.run(questions.answer(heard("ask the assistant")))
    assert response is not None
    assert response.act is Act.UNSUPPORTED
    assert not questions.awaits_any_words


@pytest.mark.parametrize(
    "utterance",
    [
        heard("turn on the light"),
        heard("ask the assistant", is_other_speech=True),
        heard("ask the assistant", has_gap=True),
        Utterance(source=Source.VOICE, alternatives=(), ended_at=0.0),
    ],
)
def test_all_else_announces_nothing(utterance: Utterance):
    assert asyncio.run(new().answer(utterance)) is None
