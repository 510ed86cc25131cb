import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime

import jinja2
import pytest
from fixtures.discovery_schema import complaints

from edge_agent.domain.action import MqttMessage
from edge_agent.domain.agent_state import AgentState
from edge_agent.domain.alert import Alert, AlertKind
from edge_agent.domain.health import Problem
from edge_agent.mqtt.announcement import Announcer, announcement_message
from edge_agent.mqtt.inbound import Adjust, GivenText, Install, Listen, Mute, Say, parse
from edge_agent.mqtt.outbound import alert_message, health_message
from edge_agent.mqtt.topics import Topics

TOPICS = Topics(agent_id="kitchen-1")
MODELS = ("vosk-en-us-starter", "vosk-en-us-tiny")
WAKE_WORDS = ("okay nabu", "hey computer")


def announcement(
    *,
    area: str | None = "Kitchen",
    models: Sequence[str] | None = MODELS,
    wake_words: Sequence[str] = WAKE_WORDS,
    alerts: Sequence[AlertKind] = tuple(AlertKind),
):
    return announcement_message(
        TOPICS,
        area=area,
        version="1.2.3",
        discovery_prefix="homeassistant",
        models=models,
        wake_words=wake_words,
        alerts=alerts,
    )


MESSAGE = announcement()
DOCUMENT = json.loads(MESSAGE.payload)
COMPONENTS = DOCUMENT["components"]


def rendered(component: str, **values: object) -> str:
    key = "command_template" if "value" in values else "value_template"
    template = COMPONENTS[component][key]
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
    message = announcement(area=None)
    assert message.topic.startswith("homeassistant/device/")
    assert "suggested_area" not in json.loads(message.payload)["device"]


def test_every_component_has_what_home_assistant_demands() -> None:
    ids = [component["unique_id"] for component in COMPONENTS.values()]
    assert len(set(ids)) == len(ids) == 27
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
    tiny, silence = rendered("model", value="vosk-en-us-tiny"), rendered("silence", value=0.8)
    for component, payload, order in (
        ("mute", "ON", Mute(is_muted=True)),
        ("mute", "OFF", Mute(is_muted=False)),
        ("listen", "PRESS", Listen()),
        ("say", "hello", Say(text="hello")),
        ("model", tiny, Adjust(changes={"model": "vosk-en-us-tiny"})),
        ("volume", rendered("volume", value=40.0), Adjust(changes={"volume": 40})),
        ("silence", silence, Adjust(changes={"silence_s": 0.8})),
        ("model_update", COMPONENTS["model_update"]["payload_install"], Install()),
        ("text", text, GivenText(text='say "hi" & {{ go }}')),
    ):
        topic = COMPONENTS[component]["command_topic"]
        assert parse(TOPICS, topic, payload.encode(), is_retained=False) == order


def test_values_are_found_in_what_the_agent_publishes() -> None:
    command = {
        "utterance": 'turn "it" on',
        "area": None,
        "source": "voice",
        "commands": [],
        "response": {"act": "done", "text": "x"},
        "latency_ms": {"total": 205},
    }
    event = json.loads(rendered("command", value_json=command))
    assert event["event_type"] in COMPONENTS["command"]["event_types"]
    assert event["utterance"] == 'turn "it" on'
    assert event["phrase"] is None
    last = {"text": "x" * 300, "intents": ["HassTurnOn", "HassLightSet"], "latency_ms": 205}
    assert rendered("latency", value_json=last) == "205"
    assert rendered("last_command", value_json=last) == "HassTurnOn, HassLightSet"
    assert len(rendered("answer", value_json=last)) == 255
    assert rendered("last_command", value_json={"text": "x"}) == "None"
    assert rendered("latency", value_json={"text": "x"}) == "None"
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


@pytest.mark.parametrize(
    ("min_lead", "percent"),
    [(8.5, 0), (3.5, 50), (3.0, 55), (-1.5, 100), (-50.0, 100), (50.0, 0), (None, 100)],
)
def test_sensitivity_is_the_lead_turned_round(min_lead: float | None, percent: int) -> None:
    assert rendered("sensitivity", value_json={"min_lead": min_lead}) == str(percent)


@pytest.mark.parametrize("percent", range(0, 101, 5))
def test_a_sensitivity_that_is_set_comes_back(percent: int) -> None:
    payload = rendered("sensitivity", value=percent).encode()
    order = parse(TOPICS, TOPICS.settings_set, payload, is_retained=False)
    assert isinstance(order, Adjust)
    assert rendered("sensitivity", value_json=order.changes) == str(percent)


@pytest.mark.parametrize(("silence_s", "shown"), [(0.6, 0.6), (0.01, 0.2), (100.0, 3.0)])
def test_a_configured_silence_stays_within_what_home_assistant_shows(
    silence_s: float, shown: float
) -> None:
    found = float(rendered("silence", value_json={"silence_s": silence_s}))
    assert found == shown
    assert COMPONENTS["silence"]["min"] <= found <= COMPONENTS["silence"]["max"]


@pytest.mark.parametrize("problems", [(), (Problem.MICROPHONE,), tuple(Problem)])
def test_a_problem_is_shown_with_its_reason(problems: tuple[Problem, ...]) -> None:
    message = health_message({one: one.sentence for one in problems}, TOPICS)
    assert message.retain
    health = json.loads(message.payload)
    assert rendered("problem", value_json=health) == ("ON" if problems else "OFF")
    assert all(problem.sentence in health["reason"] for problem in problems)


def test_without_a_microphone_nothing_is_shown_that_needs_one() -> None:
    components = json.loads(announcement(models=None).payload)["components"]
    for key in ("mute", "listen", "silence", "sensitivity", "model", "model_update", "alert"):
        assert components[key] == {"platform": COMPONENTS[key]["platform"]}, "has it removed"
    assert components.keys() == COMPONENTS.keys()


def test_another_announcement_is_sent_at_once_and_only_if_it_is_another() -> None:
    sent: list[MqttMessage] = []

    async def publish(message: MqttMessage) -> None:
        sent.append(message)

    async def scenario() -> None:
        announcer = Announcer(MESSAGE, discovery_prefix="homeassistant", publish=publish)
        await announcer.replace(announcement())
        await announcer.replace(announcement(models=("other",)))

    asyncio.run(scenario())
    assert sent == [announcement(models=("other",))]


@pytest.mark.parametrize("kind", AlertKind)
def test_an_alert_is_shown_as_what_it_is(kind: AlertKind) -> None:
    phrase = "help me" if kind is AlertKind.PHRASE else None
    alert = Alert(kind=kind, phrase=phrase, at=0.0, level_db=-23.456)
    now = datetime(2026, 11, 30, tzinfo=UTC)
    message = alert_message(alert, alert_id="1", area="Kitchen", time=now, topics=TOPICS)
    assert not message.retain
    value = json.loads(message.payload)
    event = json.loads(rendered("alert", value_json=value))
    assert event["event_type"] in COMPONENTS["alert"]["event_types"]
    assert (event["phrase"], event["area"], event["level_db"]) == (phrase, "Kitchen", -23.5)
    on = "ON" if kind is AlertKind.PHRASE else ""
    assert rendered("call_for_help", value_json=value) == on
    assert rendered("sound_in_quiet_hours", value_json=value) == ("" if on else "ON")


def test_only_alerts_that_there_may_be_are_shown() -> None:
    def shown(*alerts: AlertKind) -> set[str]:
        components = json.loads(announcement(alerts=alerts).payload)["components"]
        assert components.keys() == COMPONENTS.keys(), "what is not shown is removed"
        keys = ("alert", "call_for_help", "sound_in_quiet_hours")
        return {key for key in keys if len(components[key]) > 1}

    assert shown() == set()
    assert shown(AlertKind.PHRASE) == {"alert", "call_for_help"}
    assert shown(AlertKind.SPEECH, AlertKind.SOUND) == {"alert", "sound_in_quiet_hours"}


@pytest.mark.parametrize("models", [MODELS, None])
@pytest.mark.parametrize("area", ["Kitchen", None])
def test_home_assistant_takes_every_payload(area: str | None, models: Sequence[str] | None) -> None:
    assert complaints(json.loads(announcement(area=area, models=models).payload)) == []


@pytest.mark.parametrize(
    ("where", "changes", "complaint"),
    [
        ((), {"origin": {}}, "origin: has no name"),
        ((), {"device": {"name": "x"}}, "device: has no identifiers"),
        ((), {"qos": 3}, "document.qos: 3"),
        ((), {"components": []}, "document.components: []"),
        (("device",), {"suggested_area": 3}, "device.suggested_area: 3"),
        (("components", "state"), {"platform": "assist_satellite"}, "state.platform"),
        (("components", "state"), {"unique_id": ""}, "state: has no unique_id"),
        (("components", "state"), {"state_topik": "x"}, "state.state_topik: unknown key"),
        (("components", "state"), {"entity_category": "config"}, "state.entity_category"),
        (("components", "state"), {"device_class": "mood"}, "state.device_class"),
        (("components", "state"), {"device_class": None}, "options of what is no enum"),
        (("components", "state"), {"value_template": "{{ x"}, "state.value_template"),
        (("components", "state"), {"state_topic": "a/#/b"}, "state.state_topic"),
        (("components", "latency"), {"unit_of_measurement": "V"}, "latency: duration in V"),
        (("components", "next_timer"), {"state_class": "total"}, "next_timer: timestamp as total"),
        (("components", "problem"), {"device_class": "trouble"}, "problem.device_class"),
        (("components", "mute"), {"command_topic": "a/+"}, "mute.command_topic"),
        (("components", "mute"), {"optimistic": "yes"}, "mute.optimistic"),
        (("components", "silence"), {"min": 9}, "silence: min is more than max"),
        (("components", "silence"), {"mode": "wheel"}, "silence.mode"),
        (("components", "model"), {"options": "vosk"}, "model.options"),
        (("components", "command"), {"icon": "voice"}, "command.icon"),
    ],
)
def test_what_home_assistant_would_not_take_is_found(
    where: tuple[str, ...], changes: dict[str, object], complaint: str
) -> None:
    document = json.loads(MESSAGE.payload)
    part = document
    for step in where:
        part = part[step]
    part |= changes
    assert any(complaint in found for found in complaints(document)), complaints(document)


@pytest.mark.parametrize("key", ["state_topic", "event_types"])
def test_what_home_assistant_demands_is_missed(key: str) -> None:
    document = json.loads(MESSAGE.payload)
    del document["components"]["command"][key]
    assert complaints(document) == [f"components.command: has no {key}"]


def test_no_order_of_home_assistant_is_retained() -> None:
    assert not any(component.get("retain") for component in COMPONENTS.values())


def test_entities_have_the_same_ids_in_every_release() -> None:
    agent = Topics(agent_id="Living-Room_2")
    message = announcement_message(
        agent, area=None, version="1", discovery_prefix="homeassistant", models=MODELS
    )
    state = json.loads(message.payload)["components"]["state"]
    assert state["default_entity_id"] == "sensor.voice_agent_living_room_2_state"
    assert state["unique_id"] == "edge_agent_Living-Room_2_state"
    assert COMPONENTS["mute"]["default_entity_id"] == "switch.voice_agent_kitchen_1_mute"
