"""What a model can bring about: no more than a person, nothing late, and nothing but the truth."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest

from edge_agent.config.escalation import EscalationSettings
from edge_agent.config.policy import PolicySettings
from edge_agent.domain.action import MqttMessage, OutcomeKind
from edge_agent.domain.escalation import Reply, ToolCall, Trouble
from edge_agent.domain.response import Act, Manner, Topic
from edge_agent.domain.turn import Source, Turn, Utterance
from edge_agent.domain.understanding import Understanding
from edge_agent.home.registry import HomeModel
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.nlu.tone import tone_of
from edge_agent.pipeline.escalating import MAX_COMMANDS, MAX_ROUNDS, Escalation
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.open_questions import OpenQuestions
from edge_agent.pipeline.turns import Pipeline

INTERPRETER = Interpreter.load(Path(__file__).parents[2] / "models" / "intent")
QUESTION = "why is it so gloomy in here"
SETTINGS = EscalationSettings(url="http://127.0.0.1/v1", model="tiny")
DEVICES = [
    ("light", "Big Light", "Lounge", {}),
    ("light", "Corner Lamp", "Lounge", {}),
    ("lock", "Front Door", "Hall", {}),
    *(("switch", f"Plug {n}", "Lounge", {}) for n in ("one", "two", "three")),
]
Step = Reply | Trouble | Callable[[], Reply]


def new_home() -> LiveHome:
    model = HomeModel("homeassistant")
    for component, name, room, more in DEVICES:
        topic = name.lower().replace(" ", "-")
        announced = {
            "~": topic,
            "name": name,
            "unique_id": topic,
            "command_topic": "~/set",
            "device": {"identifiers": topic, "suggested_area": room},
            **more,
        }
        model.accept(f"homeassistant/{component}/{topic}/config", json.dumps(announced).encode())
    return LiveHome(model)


@dataclass
class Devices:
    """Takes what is published, as a broker does, or does not."""

    answers: OutcomeKind = OutcomeKind.ACKED
    got: list[str] = field(default_factory=list)

    async def publish(self, messages: Sequence[MqttMessage], *, timeout_s: float) -> OutcomeKind:
        assert timeout_s > 0
        if self.answers is OutcomeKind.ACKED:
            self.got += [f"{m.topic.removesuffix('/set')} {m.payload}" for m in messages]
        return self.answers


@dataclass
class Script:
    """A model that says what a test has written down; the last of it again and again."""

    steps: list[Step]
    asked: list[list[dict]] = field(default_factory=list)
    tools: list[bool] = field(default_factory=list)
    delay_s: float = 0.0
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def reply(self, messages, *, with_tools: bool) -> Reply | Trouble:
        self.was_asked.set()
        self.asked.append([dict(message) for message in messages])
        self.tools.append(with_tools)
        await asyncio.sleep(self.delay_s)
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        return step() if callable(step) else step


@dataclass
class Purse:
    """A budget of so many questions."""

    questions: int = 100
    tokens: int = 0
    was_told: bool = False

    async def take(self) -> bool:
        self.questions -= 1
        return self.questions >= 0

    async def has_left(self) -> bool:
        return self.questions > 0

    async def add(self, tokens: int) -> None:
        self.tokens += tokens

    def is_news(self) -> bool:
        was_told, self.was_told = self.was_told, True
        return not was_told


class Talk:
    """A pipeline, a model, and somebody who talks to them."""

    def __init__(self, *steps: Step, settings=SETTINGS, policy=None, purse=None, delay_s=0.0):
        self.devices, self.home = Devices(), new_home()
        self.model = Script(list(steps), delay_s=delay_s)
        self.purse = purse or Purse()
        policy = policy or PolicySettings(confirm_within_s=0.05)
        self.pipeline = Pipeline(
            understand=self._understand,
            home=self.home,
            publisher=self.devices,
            settings=policy,
            tone=self._tone,
            questions=OpenQuestions(has_budget=self.purse.has_left, answer_within_s=20),
        )
        self.escalation = Escalation(
            model=self.model,
            budget=self.purse,
            understand=self._understand,
            carry_out=self.pipeline.act,
            home=self.home,
            settings=settings,
            policy=policy,
        )
        self.left = asyncio.Event()

    async def say(self, text: str, *, age_s: float = 0.0) -> Turn:
        utterance = Utterance(
            source=Source.TEXT, alternatives=(text,), area="Lounge", ended_at=monotonic() - age_s
        )
        turn = await self.pipeline.handle(utterance)
        if not turn.is_open:
            return turn
        return await self.escalation.answer(utterance, turn, self.left)

    def ask(self, *texts: str, **more: float) -> Turn:
        async def asked() -> Turn:
            turns = [await self.say(text, **more) for text in texts or (QUESTION,)]
            return turns[-1]

        return asyncio.run(asked())

    async def _tone(self, understanding: Understanding) -> Manner | Topic:
        return tone_of(understanding)

    async def _understand(self, alternatives: Sequence[str]) -> Understanding:
        gazetteer = Gazetteer(self.home.now)
        return INTERPRETER.interpret(
            alternatives, gazetteer, min_confidence=0.6, ask_confidence=0.3
        )


def says(text: str) -> Reply:
    return Reply(text=text, tokens=10)


def controls(*sentences: str) -> Reply:
    calls = (ToolCall(id=s, name="control", argument=s) for s in sentences)
    return Reply(calls=tuple(calls), tokens=5)


def test_an_answer_closes_with_its_cost():
    talk = Talk(says("It is dark outside."))
    turn = talk.ask()
    assert (turn.response.act, turn.response.text) == (Act.ANSWER, "It is dark outside.")
    assert turn.escalated is not None
    assert (turn.escalated.tokens, turn.escalated.rounds) == (10, 1)
    assert (turn.rejection, turn.is_open, talk.purse.tokens) == (None, False, 10)


def test_commands_are_done_and_told_in_the_words_of_the_model():
    talk = Talk(controls("turn on the big light"), says("Let there be light."))
    turn = talk.ask()
    assert talk.devices.got == ["big-light ON"]
    assert (turn.response.act, turn.response.text) == (Act.DONE, "Let there be light.")
    assert [outcome.kind for outcome in turn.outcomes] == [OutcomeKind.ACKED]
    assert talk.model.asked[1][-1]["content"].startswith("done: ")


@pytest.mark.parametrize("kind", [OutcomeKind.FAILED, OutcomeKind.NOT_CONNECTED])
def test_a_failure_is_told_by_the_agent_whatever_the_model_says(kind):
    talk = Talk(controls("turn on the big light"), says("All done!"))
    talk.devices.answers = kind
    turn = talk.ask()
    assert turn.response.act.value == kind.value
    assert "All done" not in turn.response.text


@pytest.mark.parametrize(
    "sentence",
    ["yes", "no", "never mind", "undo that", "turn it off", "no the corner lamp", "the second one"],
)
def test_a_model_takes_no_part_in_the_conversation(sentence: str):
    talk = Talk(controls(sentence), says("Well."))

    async def scene() -> Turn:
        await talk.say("turn on the big light")
        await talk.say("unlock the front door")
        return await talk.say(QUESTION)

    turn = asyncio.run(scene())
    assert talk.devices.got == ["big-light ON"]
    assert turn.response.text == "Well."


def test_what_is_risky_is_asked_of_the_person_and_only_the_person_can_agree():
    talk = Talk(controls("turn on the big light", "unlock the front door", "yes"), says("Open!"))
    turn = talk.ask()
    assert turn.response.act is Act.CONFIRM
    assert "Big Light" in turn.response.text
    assert "Front Door" in turn.response.text
    assert len(talk.model.asked) == 1
    assert talk.devices.got == ["big-light ON"]
    assert asyncio.run(talk.say("yes")).response.act is Act.DONE
    assert talk.devices.got == ["big-light ON", "front-door UNLOCK"]


def test_what_touches_many_devices_is_asked_too():
    talk = Talk(
        controls("turn off all the lights in the house"),
        policy=PolicySettings(confirm_within_s=0.05, max_targets=1),
    )
    assert talk.ask().response.act is Act.CONFIRM
    assert talk.devices.got == []


def test_nothing_is_done_late():
    talk = Talk(controls("turn on the big light"), says("Done."))
    turn = talk.ask(age_s=SETTINGS.act_within_s + 0.1)
    assert talk.devices.got == []
    assert turn.outcomes == ()
    assert "too late" in talk.model.asked[1][-1]["content"]


def test_an_answer_may_come_later_than_a_command_of_the_usual_kind():
    talk = Talk(controls("turn on the big light"), says("Done."))
    talk.ask(age_s=PolicySettings().expiry_s + 1)
    assert talk.devices.got == ["big-light ON"]


def test_the_time_limit_holds_for_the_whole():
    talk = Talk(says("At last."), delay_s=30)
    turn = talk.ask(age_s=SETTINGS.timeout_s - 0.2)
    assert turn.response.text == "The assistant did not answer in time."
    assert turn.escalated is not None
    assert turn.escalated.trouble is Trouble.TOO_SLOW
    assert turn.escalated.took_ms < 5_000


def test_once_left_nothing_more_is_done():
    def left_meanwhile() -> Reply:
        talk.left.set()
        return controls("turn on the big light")

    talk = Talk(left_meanwhile)
    turn = talk.ask()
    assert talk.devices.got == []
    assert (turn.response.act, turn.response.text) == (Act.CANCELLED, "")
    assert turn.escalated is not None
    assert turn.escalated.was_left


def test_a_command_waits_for_what_the_person_says_and_gives_way_to_it():
    talk = Talk(controls("turn on the big light"))

    async def scene() -> Turn:
        async with talk.escalation.floor:
            asking = asyncio.create_task(talk.say(QUESTION))
            await talk.model.was_asked.wait()
            await asyncio.sleep(0.05)
            talk.left.set()
        return await asking

    assert asyncio.run(scene()).response.act is Act.CANCELLED
    assert talk.devices.got == []


def test_a_model_without_end_is_stopped():
    talk = Talk(controls(*["turn on the big light"] * 3))
    turn = talk.ask()
    assert talk.model.tools == [True] * (MAX_ROUNDS - 1) + [False]
    assert len(turn.outcomes) == MAX_COMMANDS
    assert turn.response.act in {Act.DONE, Act.ALREADY}
    assert "Big Light" in turn.response.text


def test_without_tools_nothing_is_done():
    settings = EscalationSettings(url="http://127.0.0.1/v1", model="tiny", tools=False)
    talk = Talk(controls("turn on the big light"), settings=settings)
    assert talk.ask().response.text == "The assistant came to no end."
    assert talk.devices.got == []
    assert talk.model.tools == [False]


@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_trouble_is_one_sentence(trouble: Trouble):
    turn = Talk(trouble).ask()
    assert turn.response.act is Act.FAILED
    assert turn.response.text.endswith(".")
    assert turn.rejection is not None


def test_a_model_that_says_nothing_is_told_of():
    assert (
        Talk(says("  \n")).ask().response.text == "The assistant gave an answer that I cannot use."
    )


def test_a_budget_that_is_used_up_is_told_once():
    talk = Talk(says("Hm."), purse=Purse(questions=1))
    first, second, third = (talk.ask() for _ in range(3))
    assert first.response.text == "Hm."
    assert second.response.act is third.response.act is Act.NOT_UNDERSTOOD
    assert second.response.text == "I have used up today's questions to the assistant."
    assert third.response.text not in {first.response.text, second.response.text}
    assert third.escalated is None
    assert len(talk.model.asked) == 1


def test_what_was_asked_before_is_told_for_a_while_and_forgotten_at_a_reset():
    talk = Talk(says("Hm."), policy=PolicySettings(context_s=0.3))
    talk.ask(*[QUESTION] * 7)
    assert [m["role"] for m in talk.model.asked[-1]] == [
        "system",
        *["user", "assistant"] * 4,
        "user",
    ]
    talk.escalation.reset()
    talk.ask()
    assert len(talk.model.asked[-1]) == 2
    asyncio.run(asyncio.sleep(0.35))
    talk.ask()
    assert len(talk.model.asked[-1]) == 2


def test_who_asks_what_becomes_of_words_is_told_of_the_assistant():
    turn = Talk(says("Hm.")).ask("are you recording me")
    assert turn.response.act is Act.SMALL_TALK
    assert "go to it as text" in turn.response.text


def test_states_are_read_and_other_tools_are_none():
    call = ToolCall(id="1", name="state", argument="big light")
    other = ToolCall(id="2", name="rm", argument="-rf")
    empty = ToolCall(id="3", name="control", argument="")
    talk = Talk(Reply(calls=(call, other, empty)), says("Off."))
    assert talk.ask().response.text == "Off."
    results = [m["content"] for m in talk.model.asked[1] if m["role"] == "tool"]
    assert '"name": "Big Light"' in results[0]
    assert results[1] == "There is no such tool."
    assert results[2].startswith("Nothing was done")
