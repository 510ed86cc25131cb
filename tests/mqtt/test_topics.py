import pytest

from edge_agent.mqtt.topics import Topics, is_filter, is_topic

TOPICS = Topics(agent_id="kitchen")


def test_every_topic_of_the_contract() -> None:
    found = {
        getattr(TOPICS, name) for name, value in vars(Topics).items() if isinstance(value, property)
    }
    names = ["status", "state", "command", "response", "transcript", "metrics", "timers", "timer"]
    names += ["last", "health", "settings", "update", "wake", "alert"]
    names += [
        f"{name}/set" for name in ("text", "listen", "mute", "say", "teach", "settings", "update")
    ]
    wanted = {f"edge-agent/kitchen/{name}" for name in names}
    assert found - {"edge-agent/kitchen", TOPICS.inbound} == wanted
    assert {topic for topic in wanted if topic.endswith("/set")} == TOPICS.inbound
    assert TOPICS.sync("1f") == "edge-agent/kitchen/sync/1f"


@pytest.mark.parametrize(
    ("text", "is_a_topic", "is_a_filter"),
    [
        ("home/lamp", True, True),
        ("/", True, True),
        ("home/Küche 1", True, True),
        ("home/+/state", False, True),
        ("+", False, True),
        ("#", False, True),
        ("home/#", False, True),
        ("/".join("x" * 200), True, True),
        ("", False, False),
        ("home/#/state", False, False),
        ("home/lamp#", False, False),
        ("home/la+mp/x", False, False),
        ("home/\0", False, False),
        ("home/\n", False, False),
        ("home/\x85", False, False),
        ("home/\ud800", False, False),
        ("/".join("x" * 201), False, False),
        ("x" * 65_536, False, False),
    ],
)
def test_what_may_be_a_topic_or_a_filter(text: str, is_a_topic: bool, is_a_filter: bool) -> None:  # noqa: FBT001
    assert (is_topic(text), is_filter(text)) == (is_a_topic, is_a_filter)
