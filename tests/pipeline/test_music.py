"""Dialogues about music: one player is spoken of after the other, and "stop" ends what goes on."""

import asyncio
from collections.abc import Sequence
from time import monotonic

import pytest
from test_dialogues import INTERPRETER

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.action import MqttMessage, OutcomeKind
from edge_agent.domain.turn import Source, Turn, Utterance
from edge_agent.domain.understanding import Understanding
from edge_agent.home.declared import declared
from edge_agent.home.registry import HomeModel
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.pipeline.agenda import Agenda
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.turns import Pipeline

BUTTONS = ("play", "pause", "stop", "next", "previous")


def player(name: str, area: str) -> dict[str, object]:
    topic = name.lower().replace(" ", "-")
    return {
        "~": topic,
        "platform": "media_player",
        "name": name,
        "area": area,
        "command_topic": "~/do",
        **{f"payload_{button}": button for button in BUTTONS},
        "state_topic": "~/state",
        "volume_command_topic": "~/volume/set",
        "volume_state_topic": "~/volume",
        "optimistic": True,
    }


DEVICES = (
    player("Kitchen Radio", "Kitchen"),
    player("Stereo", "Lounge"),
    {"platform": "light", "name": "Lamp", "area": "Kitchen", "command_topic": "lamp"},
)
KITCHEN_PLAYS = (("kitchen-radio/state", "playing"), ("kitchen-radio/volume", "30"))
LOUNGE_PLAYS = (("stereo/state", "playing"), ("stereo/volume", "40"))
SILENCE = (("kitchen-radio/state", "idle"), ("stereo/state", "idle"))


class Broker:
    def __init__(self) -> None:
        self.sent: list[str] = []

    async def publish(self, messages: Sequence[MqttMessage], *, timeout_s: float) -> OutcomeKind:
        del timeout_s
        self.sent += [f"{m.topic} {m.payload}" for m in messages]
        return OutcomeKind.ACKED


def talk(*said: str | float, reports: Sequence[tuple[str, str]]) -> list[tuple[Turn, list[str]]]:
    """What each sentence leads to in the kitchen; numbers are seconds that pass."""
    clock = [0.0]
    agenda = Agenda(now=lambda: clock[0])
    model = HomeModel("homeassistant", declared=declared(DEVICES))
    for topic, payload in reports:
        model.accept(topic, payload.encode())
    home, broker = LiveHome(model), Broker()
    gazetteer = Gazetteer(home.now)

    async def understand(alternatives: Sequence[str]) -> Understanding:
        return INTERPRETER.interpret(alternatives, gazetteer, min_confidence=0.6)

    pipeline = Pipeline(
        understand=understand,
        home=home,
        publisher=broker,
        settings=PolicySettings(),
        agenda=agenda,
    )

    async def scene() -> list[tuple[Turn, list[str]]]:
        found = []
        for text in said:
            broker.sent = []
            if isinstance(text, float):
                clock[0] += text
                await agenda.come_due()
                continue
            given = {"source": Source.TEXT, "alternatives": (text,), "area": "Kitchen"}
            turn = await pipeline.handle(Utterance(ended_at=monotonic(), **given))
            found.append((turn, broker.sent))
        return found

    return asyncio.run(scene())


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        (("pause the music", "resume"), [["kitchen-radio/do pause"], ["kitchen-radio/do play"]]),
        (
            ("louder", "a bit more"),
            [["kitchen-radio/volume/set 40"], ["kitchen-radio/volume/set 50"]],
        ),
        (
            ("turn the volume down", "undo that"),
            [["kitchen-radio/volume/set 20"], ["kitchen-radio/volume/set 30"]],
        ),
        (("pause", "undo that"), [["kitchen-radio/do pause"], ["kitchen-radio/do play"]]),
        (("next song", "next one"), [["kitchen-radio/do next"]] * 2),
        (("next song", "again"), [["kitchen-radio/do next"]] * 2),
        (
            ("set the stereo to twenty", "louder"),
            [["stereo/volume/set 20"], ["stereo/volume/set 30"]],
        ),
        (("play the stereo", "turn it up"), [["stereo/do play"], ["stereo/volume/set 55"]]),
        (
            ("play the stereo", "set it to ten percent"),
            [["stereo/do play"], ["stereo/volume/set 10"]],
        ),
        (("play the stereo", "pause it"), [["stereo/do play"], ["stereo/do pause"]]),
        (("turn on the lamp", "louder"), [["lamp ON"], ["kitchen-radio/volume/set 40"]]),
        (("stop", "resume"), [["kitchen-radio/do pause"], ["kitchen-radio/do play"]]),
        (("turn off everything",), [["kitchen-radio/do stop", "lamp OFF"]]),
    ],
)  # fmt: skip
def test_what_is_said_after_it(said, sent):
    reports = (*KITCHEN_PLAYS, ("stereo/state", "idle"), ("stereo/volume", "30"))
    assert [sorted(messages) for _, messages in talk(*said, reports=reports)] == sent


def test_the_music_elsewhere_is_meant_where_none_plays_here():
    ((_, sent),) = talk("pause the music", reports=(*SILENCE, *LOUNGE_PLAYS))
    assert sent == ["stereo/do pause"]


def test_stop_without_music_only_breaks_off():
    ((turn, sent),) = talk("stop", reports=SILENCE)
    assert not sent
    assert turn.response.act == "cancelled"


def test_stop_breaks_off_an_open_question_before_the_music():
    asked, stopped = talk(
        "play the music everywhere", "stop", reports=(*KITCHEN_PLAYS, *LOUNGE_PLAYS)
    )
    assert asked[0].response.act == "clarify"
    assert not stopped[1]


def test_stop_silences_what_rings_before_the_music():
    steps = ("set a timer for one minute", 61.0, "stop", "stop")
    _, (ended, sent), (_, sent_later) = talk(*steps, reports=KITCHEN_PLAYS)
    assert ended.response.act == "timer"
    assert not sent
    assert sent_later == ["kitchen-radio/do pause"]
