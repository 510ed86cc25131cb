"""What the documents offer to Home Assistant fits what the agent announces."""

import json
import re
from pathlib import Path

import pytest
import yaml

from edge_agent.domain.alert import AlertKind
from edge_agent.domain.response import Act
from edge_agent.domain.wire_names import WIRE_NAMES
from edge_agent.mqtt.announcement import announcement_message
from edge_agent.mqtt.topics import Topics

DOCS = Path(__file__).resolve().parent.parent / "docs"
BLUEPRINTS = sorted((DOCS / "blueprints").glob("*.yaml"))
MESSAGE = announcement_message(
    Topics(agent_id="kitchen"),
    area=None,
    version="1",
    discovery_prefix="ha",
    models=("model",),
    wake_words=("okay nabu",),
    alerts=tuple(AlertKind),
)
IDS = {one["default_entity_id"] for one in json.loads(MESSAGE.payload)["components"].values()}


class Loader(yaml.SafeLoader):
    """YAML with Home Assistant's `!input`."""


Loader.add_constructor("!input", lambda _loader, node: {"!input": node.value})


def inputs_used(value: object) -> set[str]:
    match value:
        case {"!input": str(name)}:
            return {name}
        case dict():
            return {name for one in value.values() for name in inputs_used(one)}
        case list():
            return {name for one in value for name in inputs_used(one)}
    return set()


@pytest.mark.parametrize("name", ["dashboard.yaml", "home-assistant.md"])
def test_every_entity_that_is_named_exists(name: str) -> None:
    text = (DOCS / name).read_text()
    named = set(re.findall(r"\b[a-z_]+\.voice_agent_kitchen_[a-z_]+", text))
    assert named
    assert named <= IDS


def test_every_entity_is_documented() -> None:
    text = (DOCS / "home-assistant.md").read_text()
    for entity_id in IDS:
        assert f"`{entity_id}`" in text or f"`...{entity_id.partition('kitchen')[2]}`" in text


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.name)
def test_a_blueprint_uses_all_its_inputs_and_no_others(path: Path) -> None:
    document = yaml.load(path.read_text(), Loader)
    assert inputs_used(document) == set(document["blueprint"]["input"])
    assert f"blueprints/{path.name}" in (DOCS / "home-assistant.md").read_text()


def test_the_choices_of_a_blueprint_are_words_of_the_agent() -> None:
    document = yaml.load((DOCS / "blueprints" / "command_said.yaml").read_text(), Loader)
    inputs = document["blueprint"]["input"]
    assert set(inputs["acts"]["selector"]["select"]["options"]) <= set(Act)
    assert set(inputs["intents"]["selector"]["select"]["options"]) <= set(WIRE_NAMES.values())
