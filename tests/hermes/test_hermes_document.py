from pathlib import Path

import pytest

from edge_agent.hermes import topics
from edge_agent.hermes.flow_session import Termination
from edge_agent.hermes.orders import Part

TEXT = (Path(__file__).parents[2] / "docs" / "hermes.md").read_text()
OPEN = {topics.INTENT: ["<intentName>"], topics.ERROR: list(Part)}
TOPICS = [value for name, value in vars(topics).items() if name.isupper() and name != "INBOUND"]


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_documented(topic):
    for end in OPEN.get(topic, [""]):
        assert f"`{topic}{end}`" in TEXT


@pytest.mark.parametrize("reason", Termination)
def test_every_end_of_a_session_is_documented(reason):
    assert f"`{reason}`" in TEXT
