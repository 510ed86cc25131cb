"""The whole process beside a real endpoint: asked by text, answered, interrupted."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from fixtures.chat_endpoint import ChatEndpoint, calls, controls, gives, says
from fixtures.mosquitto import Mosquitto, wait_for
from fixtures.program import AgentProcess, Launcher, announce_home, run_cli

PREFIX = "edge-agent/test"
QUESTION = "what is the capital of australia"
CANBERRA = "The capital of Australia is Canberra."


class Asked:
    """An agent that may hand questions on, and somebody who talks to it."""

    def __init__(self, agent: AgentProcess, watch) -> None:
        self.agent = agent
        self.watch = watch

    def say(self, text: str, turn_id: str) -> None:
        document = {"text": text, "id": turn_id}
        self.watch.publish(f"{PREFIX}/text/set", json.dumps(document))

    def response(self, turn_id: str) -> dict:
        wait_for(lambda: self._find("response", turn_id) is not None)
        return self._find("response", turn_id)

    def command(self, turn_id: str) -> dict:
        wait_for(lambda: self._find("command", turn_id) is not None)
        return self._find("command", turn_id)

    def ask(self, text: str, turn_id: str = "q") -> dict:
        self.say(text, turn_id)
        return self.response(turn_id)

    @property
    def state(self) -> str:
        return json.loads(self.watch.payloads(f"{PREFIX}/state")[-1])["state"]

    def _find(self, topic: str, turn_id: str) -> dict | None:
        found = map(json.loads, self.watch.payloads(f"{PREFIX}/{topic}"))
        return next((one for one in found if one["id"] == turn_id), None)


def section(endpoint: ChatEndpoint, more: str = "") -> str:
    return (
        "audio: {input: none}\n"
        f"escalation: {{url: '{endpoint.url}', model: tiny, timeout_s: 20{more}}}\n"
    )


@pytest.fixture
def asked(launcher: Launcher, mosquitto: Mosquitto, chat_endpoint: ChatEndpoint, tmp_path):
    announce_home(mosquitto)
    config = launcher.config(mosquitto.port, section(chat_endpoint))
    agent = launcher.start("--config", config, STATE_DIRECTORY=str(tmp_path / "state"))
    agent.wait_online(mosquitto, "test")
    with mosquitto.watch() as watch:
        yield Asked(agent, watch)


def test_a_question_is_answered_and_marked(asked, chat_endpoint):
    chat_endpoint.steps = [says(f"**{CANBERRA}**")]
    answer = asked.ask(QUESTION)
    assert answer == {
        "id": "q",
        "text": CANBERRA,
        "act": "answer",
        "area": "Kitchen",
        "from": "escalation",
    }
    turn = asked.command("q")
    assert turn["response"] == {"act": "answer", "text": CANBERRA, "from": "escalation"}
    assert turn["latency_ms"]["escalate"] > 0
    assert turn["source"] == "text"
    assert "rejection" not in turn
    log = asked.agent.log.read_text()
    assert "tokens=100" in log
    assert "australia" not in log.lower(), "the log tells what was done, not what was said"


def test_only_questions_go(asked, chat_endpoint):
    chat_endpoint.steps = [says("No.")]
    for at, text in enumerate(
        ("don't turn on the kitchen light", "he said the train was late again", "turn off the")
    ):
        assert asked.ask(text, f"t{at}")["act"] == "not_understood"
    assert asked.ask("turn on the kitchen light", "light")["act"] == "done"
    assert chat_endpoint.asked == []


def test_what_a_model_wants_done_is_done_as_if_it_were_said(asked, chat_endpoint):
    chat_endpoint.steps = [controls("turn on the kitchen light"), says("The light is on.")]
    answer = asked.ask("could you explain why it is so gloomy")
    assert (answer["act"], answer["text"]) == ("done", "The light is on.")
    assert asked.watch.payloads("home/kitchen/set") == ["ON"]
    (command,) = asked.command("q")["commands"]
    assert command["intent"] == "HassTurnOn"
    assert command["outcome"] == "acked"
    told = chat_endpoint.asked[1]["messages"][-1]
    assert told["role"] == "tool"
    assert "Kitchen Light" in told["content"]


def test_a_risky_command_is_put_to_the_person_and_no_model_can_say_yes(asked, chat_endpoint):
    chat_endpoint.steps = [
        controls("unlock the front door", "yes"),
        controls("yes"),
        says("It is open now."),
    ]
    answer = asked.ask("how do i get into the house")
    assert answer["act"] == "confirm"
    assert "Front Door" in answer["text"]
    assert asked.watch.payloads("home/lock/set") == []
    assert len(chat_endpoint.asked) == 1, "the question back ends it"
    assert asked.ask("yes", "yes")["act"] == "done"
    assert asked.watch.payloads("home/lock/set") == ["UNLOCK"]


def test_no_turn_waits_for_an_answer(asked, chat_endpoint):
    chat_endpoint.steps = [chat_endpoint.held(controls("turn off the reading lamp"))]
    asked.say(QUESTION, "q")
    chat_endpoint.wait_asked()
    assert asked.ask("turn on the kitchen light", "light")["act"] == "done"
    left = asked.response("q")
    assert (left["act"], left["text"]) == ("cancelled", "")
    chat_endpoint.may_answer.set()
    assert asked.ask("what time is it", "time")["act"] == "answer"
    assert asked.watch.payloads("home/reading/set") == [], "nothing is done for what was left"


def test_chatter_ends_nothing_and_the_state_tells_that_it_waits(asked, chat_endpoint):
    chat_endpoint.steps = [chat_endpoint.held(says(CANBERRA))]
    asked.say(QUESTION, "q")
    chat_endpoint.wait_asked()
    assert asked.ask("he said the train was late again", "chatter")["act"] == "not_understood"
    wait_for(lambda: asked.state == "processing")
    chat_endpoint.may_answer.set()
    assert asked.response("q")["text"] == CANBERRA
    wait_for(lambda: asked.state == "idle")


def test_never_mind_and_a_reset_end_it(asked, chat_endpoint):
    chat_endpoint.steps = [chat_endpoint.held(says("Too late."))]
    asked.say(QUESTION, "first")
    chat_endpoint.wait_asked()
    assert asked.ask("never mind", "stop")["act"] == "cancelled"
    assert asked.response("first")["act"] == "cancelled"
    asked.say(QUESTION, "second")
    chat_endpoint.wait_asked()
    asked.watch.publish(f"{PREFIX}/text/set", '{"reset": true}')
    assert asked.response("second")["act"] == "cancelled"


def test_it_knows_what_was_asked_before_until_a_reset(asked, chat_endpoint):
    chat_endpoint.steps = [says(CANBERRA)]
    asked.ask(QUESTION, "a")
    asked.ask("how many people live there", "b")
    said = [m["content"] for m in chat_endpoint.asked[-1]["messages"] if m["role"] != "system"]
    assert said == [QUESTION, CANBERRA, "how many people live there"]
    asked.watch.publish(f"{PREFIX}/text/set", '{"reset": true}')
    asked.ask(QUESTION, "c")
    assert len(chat_endpoint.asked[-1]["messages"]) == 2


def test_an_endpoint_in_trouble_is_told_in_one_sentence(asked, chat_endpoint):
    chat_endpoint.steps = [gives(b"{}", 500)]
    answer = asked.ask(QUESTION)
    assert answer["act"] == "failed"
    assert answer["text"] == "The assistant has trouble of its own just now."
    assert asked.ask(QUESTION, "again")["act"] == "failed"
    wait_for(lambda: 'remedy="Look at the endpoint\'s own log."' in asked.agent.log.read_text())
    assert asked.agent.log.read_text().count("the endpoint gives no answer") == 1
    chat_endpoint.steps = [calls(("control", "]["), ("open_sesame", '{"a": 1}'))]
    assert asked.ask(QUESTION, "r")["text"] == "The assistant came to no end."
    assert len(chat_endpoint.asked) == 2 + 4


def test_it_ends_at_once_while_an_answer_is_awaited(asked, chat_endpoint):
    chat_endpoint.steps = [chat_endpoint.held(says("Too late."))]
    asked.say(QUESTION, "q")
    chat_endpoint.wait_asked()
    assert asked.agent.terminate() < 2
    assert asked.agent.child.returncode == 0


def test_a_key_that_cannot_be_read_ends_it_with_one_sentence(launcher, mosquitto, chat_endpoint):
    more = ", key_file: missing"
    config = launcher.config(mosquitto.port, section(chat_endpoint, more))
    commands = (("check",), ("say", QUESTION), ())
    with ThreadPoolExecutor() as threads:
        ended = threads.map(lambda command: run_cli(*command, "--config", config), commands)
    for done in ended:
        assert done.returncode == 2
        assert "escalation.key_file" in done.stderr
        assert "Traceback" not in done.stderr


def test_say_asks_and_parse_only_tells(launcher, mosquitto, chat_endpoint, tmp_path, monkeypatch):
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "state"))
    announce_home(mosquitto)
    chat_endpoint.steps = [says(CANBERRA)]
    config = launcher.config(mosquitto.port, section(chat_endpoint, ", max_per_day: 1"))
    parsed = json.loads(run_cli("parse", QUESTION, "--config", config, "--json").stdout)
    assert parsed["escalates"] is True
    assert chat_endpoint.asked == []
    said = json.loads(run_cli("say", QUESTION, "--config", config, "--json").stdout)
    assert said["response"] == {"act": "answer", "text": CANBERRA, "from": "escalation"}
    again = json.loads(run_cli("say", QUESTION, "--config", config, "--json").stdout)
    assert again["response"]["act"] == "not_understood"
    assert again["response"]["text"] == "I have used up today's questions to the assistant."
    assert len(chat_endpoint.asked) == 1, "the budget outlives the process"


def test_say_tells_a_remedy(launcher, mosquitto, chat_endpoint, tmp_path, monkeypatch):
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "state"))
    announce_home(mosquitto)
    chat_endpoint.steps = [gives(b"{}", 401)]
    config = launcher.config(mosquitto.port, section(chat_endpoint))
    lines = run_cli("say", QUESTION, "--config", config).stdout.splitlines()
    assert lines[-2:] == [
        "failed (from the endpoint): The assistant does not accept my key.",
        "  Put a key that it accepts into escalation.key_file.",
    ]
