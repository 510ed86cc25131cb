"""A home as its devices announce it."""

import json
from pathlib import Path

from edge_agent.domain.entity import Home
from edge_agent.home.registry import HomeModel


def announced_home(discovery: Path) -> Home:
    """The home that a file of MQTT Discovery messages announces."""
    model = HomeModel("homeassistant")
    for message in json.loads(discovery.read_text("utf-8")):
        payload = message["payload"]
        text = payload if isinstance(payload, str) else json.dumps(payload)
        model.accept(message["topic"], text.encode())
    return model.home
