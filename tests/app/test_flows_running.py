"""Flows that speak Hermes with the running program, over a real broker."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fixtures.hermes_fields import check_fields
from fixtures.mosquitto import Client, Mosquitto, wait_for
from fixtures.program import AgentProcess, Launcher, announce_home
from fixtures.virtual_microphone import VirtualMicrophone

from edge_agent.app.flows import flow_topics
from edge_agent.config.schema import Config, HermesSettings
from edge_agent.demo.expectation import recording_path
from edge_agent.hermes import topics

PREFIX = "edge-agent/test"
SITE = "kitchen"
CHATTER = Path(__file__).parent / "recordings" / "chatter.wav"
NO_EAR = "audio: {input: none}\n"
UNLOCK = "unlock the front door"


class Flow:
    """What a flow in Node-RED does: publishes orders and waits for what it is told."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._seen = 0

    def ask(self, topic: str, site_id: str | None = SITE, **fields) -> None:
        site = {} if site_id is None else {"siteId": site_id}
        self._client.publish(topic, json.dumps(fields | site))

    def start(self, kind: str = "action", custom_data: object = None, **init) -> str:
        """Start a session and wait until it has begun; its id."""
        self.ask(topics.START_SESSION, init={"type": kind, **init}, customData=custom_data)
        return self.told(topics.SESSION_STARTED)["sessionId"]

    def told(self, topic: str) -> dict:
        """The next message on a topic, which has the fields that Hermes gives it."""

        def is_there() -> bool:
            return any(name == topic for name, _ in self._client.messages[self._seen :])

        wait_for(is_there)
        while True:
            name, payload = self._client.messages[self._seen]
            self._seen += 1
            if name == topic:
                return check_fields(name, payload)

    def say(self, text: str, **more) -> dict:
        """Somebody gives the agent a text; its answer."""
        turn_id = f"turn-{time.monotonic_ns()}"
        self._client.publish(
            f"{PREFIX}/text/set", json.dumps({"text": text, "id": turn_id, **more})
        )
        responses = f"{PREFIX}/response"
        wait_for(lambda: any(turn_id in p for p in self._client.payloads(responses)))
        (found,) = (p for p in self._client.payloads(responses) if turn_id in p)
        return json.loads(found)

    def commands(self) -> dict:
        """The last record of a turn."""
        return json.loads(self._client.payloads(f"{PREFIX}/command")[-1])

    def publish(self, topic: str, payload: bytes) -> None:
        """Publish anything."""
        self._client.publish(topic, payload)

    def sent(self, topic: str) -> list[str]:
        """All that came on a topic so far."""
        return self._client.payloads(topic)

    def all_told(self) -> list[tuple[str, dict]]:
        """All that flows have been told so far, each with its fields looked at."""
        return [
            (topic, check_fields(topic, payload))
            for topic, payload in tuple(self._client.messages)
            if topic.startswith("hermes/") and topic not in topics.INBOUND
        ]


def hermes(**settings: object) -> str:
    return f"hermes: {json.dumps({'enabled': True, 'site_id': SITE} | settings)}\n"


@pytest.fixture
def start(launcher: Launcher, mosquitto: Mosquitto):
    def start(more: str, **environment: str) -> AgentProcess:
        announce_home(mosquitto)
        config = launcher.config(mosquitto.port, more=more)
        agent = launcher.start("--config", config, **environment)
        agent.wait_online(mosquitto, "test")
        return agent

    return start


@pytest.fixture
def flow(start, mosquitto: Mosquitto):
    start(NO_EAR + hermes())
    with mosquitto.watch() as client:
        yield Flow(client)


def test_what_is_done_is_told_as_intents(flow):
    flow.say("set the reading lamp to forty percent")
    told = flow.told("hermes/intent/HassLightSet")
    assert told["input"] == "set the reading lamp to forty percent"
    assert (told["siteId"], told["asrTokens"]) == (SITE, None)
    values = {slot["slotName"]: slot["value"]["value"] for slot in told["slots"]}
    assert values == {"name": "Reading Lamp", "domain": "light", "brightness": 40}
    assert told["slots"][0]["range"] == {"start": 8, "end": 20}
    assert told["sessionId"] == flow.commands()["id"]
    assert flow.commands()["commands"][0]["outcome"] in {"acked", "confirmed"}
    assert [topic for topic, _ in flow.all_told()] == ["hermes/intent/HassLightSet"]


def test_several_commands_are_several_intents(flow):
    flow.say("turn on the kitchen light and turn off the reading lamp")
    first, second = flow.told("hermes/intent/HassTurnOn"), flow.told("hermes/intent/HassTurnOff")
    assert first["sessionId"] == second["sessionId"]
    assert first["input"] == second["input"]
    assert first["slots"][0]["rawValue"] == "kitchen light"
    assert second["slots"][0]["rawValue"] == "reading lamp"
    assert second["slots"][1]["slotName"] == "domain"
    assert second["slots"][1]["range"] is None, "it was not said, but is known of the lamp"


def test_what_waits_for_a_yes_or_is_refused_is_not_told(flow):
    assert flow.say(UNLOCK)["act"] == "confirm"
    assert flow.say("no")["act"] == "cancelled"
    assert flow.say(UNLOCK)["act"] == "confirm"
    assert flow.say("yes")["act"] == "done"
    flow.told("hermes/intent/HassTurnOff")
    told = [topic for topic, _ in flow.all_told() if topic == "hermes/intent/HassTurnOff"]
    assert len(told) == len(flow.sent("home/lock/set")) == 1


def test_what_is_not_understood_is_told_and_small_talk_is_not(flow):
    flow.say("hello")
    flow.say("purple monkey dishwasher")
    told = flow.told(topics.INTENT_NOT_RECOGNIZED)
    assert told["input"] == "purple monkey dishwasher", "a text was not overheard"
    assert len(flow.all_told()) == 1


def test_queries_are_understood_and_nothing_is_done(flow):
    flow.ask(topics.QUERY, input="turn on the kitchen light", id="q1", sessionId="other")
    parsed = flow.told(topics.INTENT_PARSED)
    assert parsed["intent"]["intentName"] == "HassTurnOn"
    assert (parsed["id"], parsed["sessionId"], parsed["siteId"]) == ("q1", "other", SITE)
    flow.ask(topics.QUERY, input="turn on the kitchen light", intentFilter=["X"], customData=[1])
    assert flow.told(topics.NOT_PARSED)["customData"] == [1]
    flow.ask(topics.QUERY, input=UNLOCK)
    flow.told(topics.INTENT_PARSED)
    flow.ask(topics.QUERY, input="yes")
    flow.told(topics.INTENT_PARSED)
    flow.ask(topics.QUERY, input=7, sessionId="s")
    assert flow.told("hermes/error/nlu")["sessionId"] == "s"
    assert flow.say("yes")["act"] == "cancelled", "there was nothing to say yes to"
    assert flow.sent("home/kitchen/set") == flow.sent("home/lock/set") == []


def test_texts_are_spoken_and_that_is_told(flow):
    for number in range(3):
        flow.ask(topics.SAY, text="Dinner is ready", id=str(number), sessionId="s")
    assert [flow.told(topics.SAY_FINISHED)["id"] for _ in range(3)] == ["0", "1", "2"]
    flow.ask(topics.SAY, text="")
    flow.told("hermes/error/tts")


def test_a_flow_asks_goes_on_and_ends(flow):
    wanted = ["HassTurnOn", "HassTurnOff", "AgentConfirm"]
    session = flow.start(
        text="Which lamp?", intentFilter=wanted, canBeEnqueued=False, custom_data={"step": 1}
    )
    flow.told(topics.START_LISTENING)
    answer = flow.say("turn on the kitchen light")
    assert (answer["act"], answer["text"]) == ("handed_over", "")
    told = flow.told("hermes/intent/HassTurnOn")
    assert (told["sessionId"], told["customData"]) == (session, {"step": 1})
    assert [c["outcome"] for c in flow.commands()["commands"]] == ["handed_over"]
    flow.ask(topics.CONTINUE_SESSION, None, sessionId=session, text="Sure?", customData="two")
    flow.told(topics.START_LISTENING)
    assert flow.say("yes")["act"] == "handed_over"
    assert flow.told("hermes/intent/AgentConfirm")["customData"] == "two"
    flow.ask(topics.END_SESSION, None, sessionId=session, text="Done")
    ended = flow.told(topics.SESSION_ENDED)
    assert (ended["sessionId"], ended["termination"]) == (session, {"reason": "nominal"})
    assert flow.sent("home/kitchen/set") == [], "the flow had it, not the agent"
    assert flow.say("turn on the kitchen light")["act"] == "done"
    assert flow.sent("home/kitchen/set") == ["ON"]


def test_a_yes_to_a_flow_answers_no_question_of_the_agent(flow):
    assert flow.say(UNLOCK)["act"] == "confirm"
    session = flow.start(text="Shall I water the garden?")
    flow.told(topics.START_LISTENING)
    assert flow.say("yes")["act"] == "handed_over"
    flow.told("hermes/intent/AgentConfirm")
    flow.ask(topics.END_SESSION, None, sessionId=session)
    flow.told(topics.SESSION_ENDED)
    assert flow.say("yes")["act"] == "cancelled"
    assert flow.sent("home/lock/set") == []


def test_no_flow_is_told_the_pin(start, mosquitto, tmp_path):
    (tmp_path / "pin").write_text("2580")
    rules = "policy: {pin_file: pin, rules: [{devices: Front Door, then: pin}]}\n"
    start(NO_EAR + hermes() + rules)
    with mosquitto.watch() as client:
        flow = Flow(client)
        assert flow.say(UNLOCK)["act"] == "confirm"
        flow.start(text="Shall I water the garden?", sendIntentNotRecognized=True)
        flow.told(topics.START_LISTENING)
        assert flow.say("two five eight zero")["act"] == "not_understood"
        assert flow.sent("home/lock/set") == [], "the session has closed the question"
        assert flow.say(UNLOCK)["act"] != "done"
        assert "five eight" not in json.dumps(flow.all_told())
        assert "****" in json.dumps(flow.all_told())


@pytest.mark.parametrize(
    ("said", "act", "reason"),
    [
        ("never mind", "cancelled", "abortedByUser"),
        ("stop", "cancelled", "abortedByUser"),
        ("purple monkey dishwasher", "not_understood", "intentNotRecognized"),
        ("turn on the kitchen light", "not_understood", "intentNotRecognized"),
    ],
)
def test_how_people_end_a_session(flow, said, act, reason):
    session = flow.start(intentFilter=["AgentConfirm", "AgentDeny"])
    flow.told(topics.START_LISTENING)
    assert flow.say(said)["act"] == act
    assert flow.told(topics.SESSION_ENDED)["termination"] == {"reason": reason}
    flow.ask(topics.CONTINUE_SESSION, None, sessionId=session, text="And?")
    assert flow.say("what time is it")["act"] == "answer"
    assert flow.sent("home/kitchen/set") == []


def test_what_rings_is_stopped_also_in_a_session(flow):
    flow.say("set a timer for two seconds")
    session = flow.start(text="Shall I?")
    wait_for(lambda: any('"rings"' in p for p in flow.sent(f"{PREFIX}/timer")))
    flow.say("stop")
    wait_for(lambda: any('"silenced"' in p for p in flow.sent(f"{PREFIX}/timer")))
    assert flow.say("yes")["act"] == "handed_over"
    assert flow.told("hermes/intent/AgentConfirm")["sessionId"] == session


def test_sessions_wait_and_end_by_themselves(start, mosquitto):
    start(NO_EAR + hermes(timeout_s=1))
    with mosquitto.watch() as client:
        flow = Flow(client)
        first = flow.start(text="One?")
        flow.ask(topics.START_SESSION, init={"type": "notification", "text": "Two"})
        second = flow.told(topics.SESSION_QUEUED)["sessionId"]
        flow.ask(topics.START_SESSION, init={"type": "action", "canBeEnqueued": False})
        assert "may not wait" in flow.told("hermes/error/dialogueManager")["error"]
        ends = [flow.told(topics.SESSION_ENDED) for _ in range(2)]
        assert [(end["sessionId"], end["termination"]["reason"]) for end in ends] == [
            (first, "timeout"),
            (second, "nominal"),
        ]


def test_where_flows_act_the_agent_does_not(start, mosquitto):
    start(NO_EAR + hermes(acts=False))
    with mosquitto.watch() as client:
        flow = Flow(client)
        answer = flow.say("turn on the kitchen light")
        assert answer["act"] == "handed_over"
        session = flow.told(topics.SESSION_STARTED)["sessionId"]
        assert flow.told("hermes/intent/HassTurnOn")["sessionId"] == session == answer["id"]
        flow.ask(topics.CONTINUE_SESSION, None, sessionId=session, text="Sure?")
        flow.told(topics.START_LISTENING)
        assert flow.say("yes")["act"] == "handed_over"
        flow.ask(topics.END_SESSION, None, sessionId=session)
        assert flow.told(topics.SESSION_ENDED)["termination"] == {"reason": "nominal"}
        assert flow.say("purple monkey dishwasher")["act"] == "not_understood"
        flow.told(topics.INTENT_NOT_RECOGNIZED)
        assert flow.sent("home/kitchen/set") == []


def test_hostile_messages_floods_and_others_do_not_matter(flow):
    for topic in sorted(topics.INBOUND):
        for payload in (b"\xff", b"", b"[" * 50_000, b"{" * 300_000, b'{"siteId": ["kitchen"]}'):
            flow.publish(topic, payload)
        flow.ask(topic, "cellar", text="x", input="x", init={"type": "action"}, sessionId="x")
        flow.ask(topic, None, text="x", input="x", init={"type": "action"}, sessionId="x")
        flow.ask(topic, text={"a": "b"}, input=[], init=[], sessionId={}, customData="x" * 9000)
    for number in range(300):
        flow.ask(topics.START_SESSION, init={"type": "action"})
        flow.ask(topics.QUERY, input="what time is it", id=str(number))
        flow.ask(topics.SAY, text="x")
    wait_for(lambda: flow.say("turn on the kitchen light")["act"] in {"done", "handed_over"})
    told = flow.all_told()
    assert not [topic for topic, document in told if document.get("siteId") != SITE]
    started = [topic for topic, _ in told if topic == topics.SESSION_QUEUED]
    assert len(started) <= 8


def test_retained_orders_are_not_followed(start, mosquitto):
    for topic in topics.INBOUND:
        payload = {"siteId": SITE, "text": "x", "input": "yes", "init": {"type": "action"}}
        mosquitto.publish(topic, json.dumps(payload), retain=True)
    agent = start(NO_EAR + hermes())
    with mosquitto.watch() as client:
        flow = Flow(client)
        assert flow.say("what time is it")["act"] == "answer"
        assert [topic for topic, _ in flow.all_told()] == ["hermes/intent/HassGetCurrentTime"]
    assert agent.log.read_text().count("holds a retained message") == len(topics.INBOUND)


def test_off_by_default_and_then_it_costs_nothing(start, mosquitto):
    assert flow_topics(Config()) == frozenset()
    assert flow_topics(Config(hermes=HermesSettings(enabled=True))) == topics.INBOUND
    program = "import sys, edge_agent.app.agent; print([m for m in sys.modules if 'hermes' in m])"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"
    start(NO_EAR)
    with mosquitto.watch() as client:
        flow = Flow(client)
        flow.ask(topics.QUERY, "test", input="what time is it")
        assert flow.say("turn on the kitchen light")["act"] == "done"
        assert flow.all_told() == []


def test_a_spoken_answer(start, mosquitto: Mosquitto, microphone: VirtualMicrophone):
    start(hermes() + "log_level: debug", **microphone.environment)
    with mosquitto.watch() as client:
        flow = Flow(client)
        session = flow.start(text="Shall I?", intentFilter=["AgentConfirm"])
        flow.told(topics.START_LISTENING)
        microphone.play(recording_path("07-yes"))
        told = flow.told("hermes/intent/AgentConfirm")
        assert told["sessionId"] == session
        assert [token["value"] for token in told["asrTokens"][0]] == ["yes"]
        flow.ask(topics.END_SESSION, None, sessionId=session)
        flow.told(topics.SESSION_ENDED)
        microphone.play(recording_path("01-turn-on-the-kitchen-light"))
        assert flow.told("hermes/intent/HassTurnOn")["asrTokens"]
        assert flow.sent("home/kitchen/set") == ["ON"]
        assert topics.TEXT_CAPTURED not in [topic for topic, _ in flow.all_told()]


def test_open_questions_hear_any_words_where_words_may_be_told(
    launcher: Launcher, mosquitto: Mosquitto, microphone: VirtualMicrophone
):
    announce_home(mosquitto)
    config = launcher.config(mosquitto.port, more=hermes())
    text = config.read_text().replace("mqtt: {", "mqtt: {publish_transcripts: true, ")
    config.write_text(text)
    agent = launcher.start("--config", config, **microphone.environment)
    agent.wait_online(mosquitto, "test")
    with mosquitto.watch() as client:
        flow = Flow(client)
        session = flow.start(text="What shall I buy?", sendIntentNotRecognized=True)
        flow.told(topics.START_LISTENING)
        microphone.play(CHATTER)
        captured = flow.told(topics.TEXT_CAPTURED)
        assert captured["sessionId"] == session
        assert len(captured["asrTokens"][0]) > 2
        flow.told(topics.STOP_LISTENING)
        assert flow.told(topics.INTENT_NOT_RECOGNIZED)["input"] == captured["text"]
        flow.ask(topics.END_SESSION, None, sessionId=session)
        flow.told(topics.SESSION_ENDED)
        microphone.play(recording_path("01-turn-on-the-kitchen-light"))
        assert flow.told(topics.TEXT_CAPTURED)["text"] == "turn on the kitchen light"
        flow.told("hermes/intent/HassTurnOn")


def test_a_flow_closes_the_ear_and_opens_only_what_it_closed(
    start, mosquitto: Mosquitto, microphone: VirtualMicrophone
):
    start(hermes(), **microphone.environment)

    def state() -> str:
        return json.loads(mosquitto.retained(f"{PREFIX}/state") or "{}").get("state", "")

    with mosquitto.watch() as client:
        flow = Flow(client)
        flow.ask(topics.ASR_OFF, reason="playAudio")
        wait_for(lambda: state() == "muted")
        flow.ask(topics.ASR_ON, reason="playAudio")
        wait_for(lambda: state() == "idle")
        client.publish(f"{PREFIX}/mute/set", "ON")
        wait_for(lambda: state() == "muted")
        flow.ask(topics.WAKE_WORD_OFF)
        flow.ask(topics.WAKE_WORD_ON)
        flow.ask(topics.QUERY, input="what time is it")
        flow.told(topics.INTENT_PARSED)
        assert state() == "muted", "the owner's word stands"
        flow.ask(topics.WAKE_WORD_OFF)
        client.publish(f"{PREFIX}/mute/set", "OFF")
        wait_for(lambda: state() == "idle")
