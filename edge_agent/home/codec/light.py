"""Lights: which of their schemas a configuration follows."""

from edge_agent.home.binding import Binding
from edge_agent.home.codec.light_basic import basic_light
from edge_agent.home.codec.light_json import json_light
from edge_agent.home.codec.light_template import template_light
from edge_agent.home.fields import Fields, UnusableError


def light(fields: Fields) -> Binding:
    """The binding of a light in any of the three schemas."""
    match fields.text("schema", "basic").lower():
        case "basic" | "default":
            return basic_light(fields)
        case "json":
            return json_light(fields)
        case "template":
            return template_light(fields)
        case other:
            raise UnusableError(f"lights with the schema {other[:40]!a} are unknown.")
