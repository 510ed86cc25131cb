"""Who has not heard the last answer gets it again, where it was said, for a time."""

import pytest

from edge_agent.app.last_answers import LastAnswers
from edge_agent.app.short_answers import earcon_of, is_for_ears
from edge_agent.domain.earcon import Earcon
from edge_agent.domain.response import Act, Response
from edge_agent.domain.turn import Source, Turn, Utterance
from edge_agent.pipeline.outcomes import without_commands


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def utterance(words: str, area: str | None = "Kitchen", **more) -> Utterance:
    more = {"source": Source.VOICE, "ended_at": 101.0} | more
    return Utterance(alternatives=(words,), area=area, **more)


def turn(
    text: str, area: str | None = "Kitchen", act: Act = Act.DONE, words: str = "", **more
) -> Turn:
    return without_commands(
        utterance(words, area, **more), Response(act=act, text=text), text=words
    )


def answers(*turns: Turn) -> LastAnswers:
    found = LastAnswers(90.0, area="Kitchen", clock=Clock())
    for one in turns:
        found.note(one)
    return found


def text_of(repeated: Turn | None) -> str | None:
    return None if repeated is None else repeated.response.text


@pytest.mark.parametrize(
    "words",
    ["repeat that", "Say that again.", "what did you say?", "I didn't catch that", "pardon"],
)
def test_the_last_answer_is_said_again(words: str):
    told = answers(turn("It is on."), turn("It is off."))
    assert text_of(told.repeated(utterance(words))) == "It is off."
    assert text_of(told.repeated(utterance(words))) == "It is off.", "as often as is wished"


@pytest.mark.parametrize(
    "asked",
    [
        utterance("repeat that", "Bedroom"),
        utterance("repeat that", source=Source.TEXT),
        utterance("repeat that", ended_at=191.0),
        utterance("repeat that", has_gap=True),
        utterance("repeat that", is_other_speech=True),
        utterance("repeat that song"),
        utterance("turn it on again"),
    ],
    ids=["elsewhere", "written", "too late", "with a gap", "other speech", "a song", "a command"],
)
def test_nothing_is_said_again_to_others(asked: Utterance):
    assert answers(turn("It is on.")).repeated(asked) is None


def test_silence_is_no_answer():
    told = answers(turn("It is on."), turn(""))
    assert text_of(told.repeated(utterance("repeat that"))) == "It is on."
    assert answers().repeated(utterance("repeat that")) is None


def test_what_rings_or_others_have_it_say_is_said_again_too():
    told = answers(turn("Time is up.", source=Source.TIMER))
    assert text_of(told.repeated(utterance("what did you say"))) == "Time is up."
    told.note_saying("Dinner is ready.")
    assert text_of(told.repeated(utterance("what did you say", "kitchen"))) == "Dinner is ready."
    told.forget()
    assert told.repeated(utterance("what did you say")) is None


def test_so_many_rooms_are_remembered():
    told = answers(*(turn("Yes.", f"Room {n}") for n in range(100)))
    assert told.repeated(utterance("repeat that", "Room 0")) is None
    assert told.repeated(utterance("repeat that", "Room 99")) is not None


@pytest.mark.parametrize(
    ("act", "was_called", "expected"),
    [
        (Act.DONE, False, Earcon.DONE),
        (Act.FAILED, False, Earcon.ERROR),
        (Act.NOT_CONNECTED, False, Earcon.ERROR),
        (Act.NOT_UNDERSTOOD, False, None),
        (Act.NOT_UNDERSTOOD, True, Earcon.NOT_UNDERSTOOD),
        (Act.ANSWER, False, None),
        (Act.CONFIRM, False, None),
        (Act.CANCELLED, False, None),
    ],
)
def test_short_sounds_tell_of_turns_of_which_nothing_is_said(act, was_called, expected):
    assert earcon_of(turn("x", act=act), was_called=was_called) is expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (turn("It is on."), True),
        (turn("It is on.", source=Source.TEXT), False),
        (turn(""), False),
        (turn("I did not understand.", act=Act.NOT_UNDERSTOOD), False),
        (turn("Okay.", act=Act.CANCELLED, words="never mind"), True),
        (turn("Okay.", act=Act.CANCELLED, words="stop"), False),
    ],
)
def test_what_is_said_aloud(answer: Turn, expected: bool):  # noqa: FBT001 - a table
    assert is_for_ears(answer) is expected
