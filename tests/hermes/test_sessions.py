"""Sessions of flows in virtual time: what is said, listened for, told, and when it ends."""

import json
from collections.abc import Iterable
from itertools import count, pairwise

import pytest
from fixtures.hermes_fields import check_fields
from hypothesis import given
from hypothesis import strategies as some

from edge_agent.domain.action import MqttMessage
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import Slots
from edge_agent.hermes.flow_session import Effect, ListenFor, Rest, Speak
from edge_agent.hermes.heard import Heard
from edge_agent.hermes.orders import ContinueSession, EndSession, StartSession
from edge_agent.hermes.sessions import MAX_WAITING, SPEECH_LIMIT_S, Answer, Sessions

TIMEOUT_S = 30.0
ASK = StartSession(text="Shall I?", is_question=True)
LISTEN = StartSession(text=None, is_question=True)
TELL = StartSession(text="Ready", is_question=False)
BUSY = "error: A session is going on, and this one may not wait for its end."


def command(intent: Intent) -> Command:
    return Command(intent=intent, slots=Slots(), confidence=1.0)


def heard(text: str, *intents: Intent, is_private: bool = False) -> Heard:
    commands = tuple(map(command, intents))
    return Heard(text=text, home=Home(), commands=commands, is_private=is_private)


YES = heard("yes", Intent.YES)
MILK = heard("milk")


class Stage:
    """Sessions with a clock of their own; what they do is told in words."""

    def __init__(self) -> None:
        numbers = count(1)
        self.sessions = Sessions("kitchen", timeout_s=TIMEOUT_S, new_id=lambda: f"s{next(numbers)}")
        self.now = 100.0
        self.speeches: list[Speak] = []

    def start(self, order: StartSession) -> list[str]:
        return self._told(self.sessions.start(order, self.now))

    def go_on(self, session_id: str = "s1", **more) -> list[str]:
        order = ContinueSession(session_id=session_id, **more)
        return self._told(self.sessions.go_on(order, self.now))

    def end(self, session_id: str = "s1", **more) -> list[str]:
        return self._told(self.sessions.end(EndSession(session_id=session_id, **more), self.now))

    def spoken(self) -> list[str]:
        return self._told(self.sessions.spoken(self.speeches[-1], self.now))

    def unspeakable(self) -> list[str]:
        return self._told(self.sessions.unspeakable(self.speeches[-1], self.now))

    def answer(self, said: Heard) -> tuple[Answer, list[str]]:
        assert self.sessions.listens_to(self.now) is not None
        answer, _, effects = self.sessions.answer(said, self.now)
        rest, *told = self._told(effects)
        assert rest == "rest", "one answer is listened for"
        return answer, told

    def wake(self, said: Heard, session_id: str = "woken") -> list[str]:
        return self._told(self.sessions.wake(session_id, said, self.now))

    def wait(self, seconds: float) -> list[str]:
        self.now += seconds
        return self._told(self.sessions.tick(self.now))

    def _told(self, effects: Iterable[Effect]) -> list[str]:
        words = [self._words(effect) for effect in effects]
        pairs = list(pairwise([*words, ""]))
        for one, after in pairs:  # flows are told of what is done
            assert one not in {"listen", "listen to any words"} or after.startswith("asr/start")
            assert one != "rest" or after.startswith("asr/stop")
        return [one for one in words if not one.startswith("asr/")]

    def _words(self, effect: Effect) -> str:
        match effect:
            case Speak():
                self.speeches.append(effect)
                return f"say {effect.text}"
            case ListenFor():
                return "listen to any words" if effect.is_free else "listen"
            case Rest():
                return "rest"
            case MqttMessage():
                document = check_fields(effect.topic, effect.payload)
                assert document["siteId"] == "kitchen"
                return _message_words(effect.topic, document)


def _message_words(topic: str, document: dict) -> str:
    name = topic.removeprefix("hermes/").removeprefix("dialogueManager/")
    if name.startswith("error/"):
        return f"error: {document['error']}"
    detail = document.get("termination", {}).get("reason", "") or document.get("input", "") or ""
    return f"{name} {document['sessionId']} {detail}".strip()


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_a_notification_is_said_and_over(stage):
    assert stage.start(TELL) == ["sessionStarted s1", "say Ready"]
    assert stage.spoken() == ["sessionEnded s1 nominal"]
    assert stage.sessions.current is None


def test_a_question_is_answered_and_ended_with_last_words(stage):
    assert stage.start(ASK) == ["sessionStarted s1", "say Shall I?"]
    assert stage.spoken() == ["listen"]
    assert stage.answer(YES) == (Answer.HANDED_OVER, ["intent/AgentConfirm s1 yes"])
    assert stage.end(text="Done") == ["say Done"]
    assert stage.spoken() == ["sessionEnded s1 nominal"]


def test_without_text_it_listens_and_ends_at_once(stage):
    assert stage.start(LISTEN) == ["sessionStarted s1", "listen"]
    assert stage.end() == ["rest", "sessionEnded s1 nominal"]


def test_a_session_goes_on(stage):
    stage.start(LISTEN)
    stage.answer(YES)
    assert stage.go_on(text="And the other?") == ["say And the other?"]
    assert stage.spoken() == ["listen"]
    stage.answer(YES)
    assert stage.go_on() == ["listen"]
    assert stage.end() == ["rest", "sessionEnded s1 nominal"]


def test_several_commands_are_several_messages(stage):
    stage.start(LISTEN)
    said = heard("lock up and lights off", Intent.LOCK, Intent.TURN_OFF)
    assert stage.answer(said)[1] == [
        "intent/HassTurnOn s1 lock up and lights off",
        "intent/HassTurnOff s1 lock up and lights off",
    ]


def test_a_filter_lets_pass_what_it_names(stage):
    stage.start(
        StartSession(text=None, is_question=True, intent_filter=frozenset({"AgentConfirm"}))
    )
    said = heard("yes and lights off", Intent.YES, Intent.TURN_OFF)
    assert stage.answer(said) == (Answer.HANDED_OVER, ["intent/AgentConfirm s1 yes and lights off"])
    stage.go_on(intent_filter=frozenset({"AgentDeny"}))
    answer, told = stage.answer(YES)
    assert answer is Answer.NOT_RECOGNIZED
    assert told == ["sessionEnded s1 intentNotRecognized"]


def test_who_wants_to_know_hears_of_what_is_not_understood(stage):
    curious = StartSession(text=None, is_question=True, tells_unrecognized=True)
    assert stage.start(curious) == ["sessionStarted s1", "listen to any words"]
    assert stage.answer(MILK) == (Answer.NOT_RECOGNIZED, ["intentNotRecognized s1 milk"])
    assert stage.go_on() == ["listen"], "the wish counts for one answer"
    assert stage.answer(MILK)[1] == ["sessionEnded s1 intentNotRecognized"]


def test_private_words_stay_private(stage):
    stage.start(StartSession(text=None, is_question=True, tells_unrecognized=True))
    assert stage.answer(heard("milk", is_private=True))[1] == ["intentNotRecognized s1"]


def test_never_mind_aborts_unless_it_was_asked_for(stage):
    never_mind = heard("never mind", Intent.NEVER_MIND)
    stage.start(StartSession(text=None, is_question=True, tells_unrecognized=True))
    assert stage.answer(never_mind) == (Answer.ABORTED, ["sessionEnded s1 abortedByUser"])
    wanted = frozenset({"HassNevermind"})
    stage.start(StartSession(text=None, is_question=True, intent_filter=wanted))
    assert stage.answer(never_mind)[1] == ["intent/HassNevermind s2 never mind"]


def test_nobody_answers(stage):
    stage.start(ASK)
    stage.now += 5
    stage.spoken()
    assert stage.wait(TIMEOUT_S - 0.1) == []
    assert stage.wait(0.1) == ["rest", "sessionEnded s1 timeout"]
    assert stage.wait(1000) == []


def test_the_flow_does_not_go_on(stage):
    stage.start(LISTEN)
    stage.now += 20
    stage.answer(YES)
    assert stage.wait(TIMEOUT_S - 0.1) == [], "each wait counts by itself"
    assert stage.wait(0.1) == ["sessionEnded s1 timeout"]


@pytest.mark.parametrize("order", [ASK, TELL])
def test_a_text_is_never_spoken(stage, order):
    stage.start(order)
    assert stage.wait(SPEECH_LIMIT_S) == ["sessionEnded s1 error"]
    stage.start(order)
    assert stage.unspeakable() == ["sessionEnded s2 error"]


def test_what_was_said_before_it_listened_answers_nothing(stage):
    stage.start(ASK)
    assert stage.sessions.listens_to(stage.now) is None
    said_at = stage.now
    stage.now += 2
    stage.spoken()
    assert stage.sessions.listens_to(said_at) is None
    assert stage.sessions.listens_to(stage.now) is not None
    stage.answer(YES)
    assert stage.sessions.listens_to(stage.now + 1) is None


def test_others_wait_their_turn(stage):
    stage.start(ASK)
    assert stage.start(TELL) == ["sessionQueued s2"]
    assert stage.start(LISTEN) == ["sessionQueued s3"]
    assert stage.end() == ["sessionEnded s1 nominal", "sessionStarted s2", "say Ready"]
    assert stage.spoken() == ["sessionEnded s2 nominal", "sessionStarted s3", "listen"]
    assert stage.wait(TIMEOUT_S) == ["rest", "sessionEnded s3 timeout"]


def test_who_may_not_wait_is_told_so(stage):
    stage.start(ASK)
    assert stage.start(StartSession(text="x", is_question=True, can_wait=False)) == [BUSY]


def test_few_wait(stage):
    for _ in range(MAX_WAITING + 1):
        stage.start(ASK)
    assert stage.start(TELL) == [f"error: {MAX_WAITING} sessions are waiting already; try later."]


def test_one_that_waits_can_be_called_off(stage):
    stage.start(ASK)
    stage.start(TELL)
    assert stage.sessions.knows("s2")
    assert stage.end("s2") == ["sessionEnded s2 nominal"]
    assert not stage.sessions.knows("s2")
    assert stage.end() == ["sessionEnded s1 nominal"]


def test_sessions_of_others_are_left_alone(stage):
    stage.start(LISTEN)
    assert stage.go_on("other", text="x") == stage.end("other", text="x") == []
    stage.end(text="Bye")
    assert stage.go_on() == stage.end() == [], "it is ending already"


def test_a_text_that_was_overtaken_changes_nothing(stage):
    stage.start(ASK)
    (first,) = stage.speeches
    assert stage.go_on(text="Or rather?") == ["say Or rather?"]
    assert not stage.sessions.awaits(first)
    assert stage.sessions.spoken(first, stage.now) == ()
    assert stage.spoken() == ["listen"]


def test_asking_on_while_listening_stops_listening_first(stage):
    stage.start(LISTEN)
    assert stage.go_on(text="Are you there?") == ["rest", "say Are you there?"]


def test_custom_data_and_language_stay_until_they_are_replaced(stage):
    effects = stage.sessions.start(
        StartSession(text=None, is_question=True, custom_data={"a": 1}, lang="en"), stage.now
    )
    assert json.loads(effects[0].payload)["customData"] == {"a": 1}
    *_, told = stage.sessions.answer(YES, stage.now)[2]
    assert json.loads(told.payload)["customData"] == {"a": 1}
    stage.go_on(custom_data="b")
    *_, told = stage.sessions.answer(YES, stage.now)[2]
    document = json.loads(told.payload)
    assert (document["customData"], document["lang"]) == ("b", "en")
    (ended,) = stage.sessions.end(EndSession(session_id="s1", custom_data="c"), stage.now)
    assert json.loads(ended.payload)["customData"] == "c"


def test_what_is_said_out_of_the_blue_begins_a_session(stage):
    assert stage.wake(YES) == ["sessionStarted woken", "intent/AgentConfirm woken yes"]
    assert stage.go_on("woken", text="Sure?") == ["say Sure?"]
    stage.start(TELL)
    assert stage.wake(YES) == [
        "sessionEnded woken abortedByUser",
        "sessionStarted woken",
        "intent/AgentConfirm woken yes",
    ]
    assert stage.wait(TIMEOUT_S) == ["sessionEnded woken timeout", "sessionStarted s1", "say Ready"]


def step(stage: Stage, name: str, number: int) -> list[str]:
    """Whatever may happen next; what cannot happen now does nothing."""
    current = stage.sessions.current
    session_id = current.id if current else "none"
    text = "x" if number % 2 else None
    listens = stage.sessions.listens_to(stage.now) is not None
    steps = {
        "ask": lambda: stage.start(ASK),
        "listen": lambda: stage.start(LISTEN),
        "tell": lambda: stage.start(TELL),
        "go on": lambda: stage.go_on(session_id, text=text),
        "end": lambda: stage.end(session_id, text=text),
        "spoken": lambda: stage.spoken() if stage.speeches else [],
        "yes": lambda: stage.answer(YES)[1] if listens else [],
        "milk": lambda: stage.answer(MILK)[1] if listens else [],
        "wake": lambda: stage.wake(YES, f"w{number}"),
        "wait": lambda: stage.wait(SPEECH_LIMIT_S),
    }
    return steps[name]()


NAMES = ["ask", "listen", "tell", "go on", "end", "spoken", "yes", "milk", "wake", "wait"]


@given(names=some.lists(some.sampled_from(NAMES), max_size=40))
def test_whatever_happens_each_session_begins_and_ends_once_one_at_a_time(names):
    stage = Stage()
    told: list[str] = []
    for number, name in enumerate(names):
        stage.now += 1
        told += step(stage, name, number)
    for _ in range(MAX_WAITING + 1):
        told += stage.wait(SPEECH_LIMIT_S)
    assert stage.sessions.current is None
    events = [line.split()[:2] for line in told if line.startswith(("sessionStart", "sessionEnd"))]
    for begun, ended in zip(events[::2], events[1::2], strict=True):
        assert (begun[0], ended[0]) == ("sessionStarted", "sessionEnded")
        assert begun[1] == ended[1]
