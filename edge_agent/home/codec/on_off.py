"""How devices tell that they are on or off."""

from edge_agent.home.fields import Fields
from edge_agent.home.reading import Parse, Reading, readings, words


def on_or_off(fields: Fields) -> Parse:
    """`on` or `off`, by the payloads that stand for them."""
    on_off = {fields.text("payload_off", "OFF"): "off", fields.text("payload_on", "ON"): "on"}
    return words("state", on_off)


def state_readings(fields: Fields) -> tuple[Reading, ...]:
    """Whether a light or a fan is on."""
    templates = ("state_value_template", "value_template")
    return readings(fields, "state_topic", templates, ("state",), on_or_off(fields))
