import asyncio
import json

import jinja2

from edge_agent.domain.action import MqttMessage
from edge_agent.domain.agent_state import AgentState
from edge_agent.mqtt.announcement import Announcer, announcement_message
from edge_agent.mqtt.inbound import GivenText, Listen, Mute, Say, parse
from edge_agent.mqtt.topics import Topics

TOPICS = Topics(agent_id="kitchen-1")
MESSAGE = announcement_message(
    TOPICS, area="Kitchen", version="1.2.3", discovery_prefix="homeassistant"
)
DOCUMENT = json.loads(MESSAGE.payload)
COMPONENTS = DOCUMENT["components"]


def rendered(component: str, **values: object) -> str:
    template = (
        COMPONENTS[component].get("value_template") or COMPONENTS[component]["command_template"]
    )
    return jinja2.Environment(autoescape=False).from_string(template).render(**values)


def test_the_device() -> None:
    assert MESSAGE.topic == "homeassistant/device/edge_agent_kitchen-1/config"
    assert MESSAGE.retain
    assert DOCUMENT["device"]["identifiers"] == ["edge_agent_kitchen-1"]
    assert DOCUMENT["device"]["suggested_area"] == "Kitchen"
    assert DOCUMENT["device"]["sw_version"] == "1.2.3"
    assert DOCUMENT["origin"] == {"name": "edge-agent", "sw_version": "1.2.3"}
    assert DOCUMENT["availability_topic"] == TOPICS.status


def test_an_agent_without_an_area_suggests_none() -> None:
    message = announcement_message(TOPICS, area=None, version="1", discovery_prefix="ha")
    assert message.topic.startswith("ha/device/")
    assert "suggested_area" not in json.loads(message.payload)["device"]


def test_every_component_has_what_home_assistant_demands() -> None:
    ids = [component["unique_id"] for component in COMPONENTS.values()]
    assert len(set(ids)) == len(ids) == 15
    own = {
        getattr(TOPICS, name) for name, value in vars(Topics).items() if isinstance(value, property)
    }
    for component in COMPONENTS.values():
        assert component["platform"]
        assert component["name"]
        topics = {component.get("state_topic"), component.get("command_topic")} - {None}
        assert topics
        assert topics <= own


def test_orders_from_home_assistant_are_understood() -> None:
    text = rendered("text", value='say "hi" & {{ go }}')
    for component, payload, order in (
        ("mute", "ON", Mute(is_muted=True)),
        ("mute", "OFF", Mute(is_muted=False)),
        ("listen", "PRESS", Listen()),
        ("say", "hello", Say(text="hello")),
        ("text", text, GivenText(text='say "hi" & {{ go }}')),
    ):
        topic = COMPONENTS[component]["command_topic"]
        assert parse(TOPICS, topic, payload.encode(), is_retained=False) == order


def test_values_are_found_in_what_the_agent_publishes() -> None:
    command = {
        "utterance": 'turn "it" on',
        "area": None,
        "commands": [],
        "response": {"act": "done", "text": "x"},
        "latency_ms": {"total": 205},
    }
    assert rendered("latency", value_json=command) == "205"
    event = json.loads(rendered("command", value_json=command))
    assert event["event_type"] in COMPONENTS["command"]["event_types"]
    assert event["utterance"] == 'turn "it" on'
    assert len(rendered("answer", value_json={"text": "x" * 300})) == 255
    for state in AgentState:
        value = {"state": state.value}
        assert rendered("state", value_json=value) in COMPONENTS["state"]["options"]
        is_muted = state is AgentState.MUTED
        assert rendered("mute", value_json=value) == ("ON" if is_muted else "OFF")


def test_the_announcement_is_sent_again_when_home_assistant_starts() -> None:
    sent: list[MqttMessage] = []

    async def publish(message: MqttMessage) -> None:
        sent.append(message)

    async def scenario() -> list[int]:
        announcer = Announcer(
            MESSAGE, discovery_prefix="homeassistant", publish=publish, delay_s=lambda: 0.0
        )
        assert announcer.topic == "homeassistant/status"
        task = asyncio.create_task(announcer.run())
        counts = []
        for topic, payload, is_retained in (
            ("other/status", b"online", False),
            ("homeassistant/status", b"offline", False),
            ("homeassistant/status", b"online", True),
            ("homeassistant/status", b"online", False),
            ("homeassistant/status", b"online", False),
        ):
            for _ in range(10):
                await asyncio.sleep(0)
            announcer.accept(topic, payload, is_retained=is_retained)
            for _ in range(10):
                await asyncio.sleep(0)
            counts.append(len(sent))
        task.cancel()
        return counts

    assert asyncio.run(scenario()) == [1, 1, 1, 2, 3]
    assert sent == [MESSAGE] * 3


def test_home_assistant_is_told_what_is_due_next() -> None:
    set_ = {"timers": [{"kind": "alarm", "due": "2026-11-24T07:00:00.000Z", "name": None}]}
    assert rendered("next_alarm", value_json=set_) == "2026-11-24T07:00:00.000Z"
    assert rendered("next_timer", value_json=set_) == "None"
    event = json.loads(rendered("timer_event", value_json={"event": "rings", "kind": "timer"}))
    assert event["event_type"] in COMPONENTS["timer_event"]["event_types"]
    stop = parse(
        TOPICS, TOPICS.text_set, COMPONENTS["stop"]["payload_press"].encode(), is_retained=False
    )
    assert stop == GivenText(text="stop")
