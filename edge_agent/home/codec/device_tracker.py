"""Trackers of people and their phones: read as home or away."""

from edge_agent.home.codec.binary_sensor import BinarySensor
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import UNKNOWN, Parse, Update, readings


def device_tracker(fields: Fields) -> BinarySensor:
    """The binding of a tracker; one that tells only coordinates is of no use here."""
    if fields.topic("state_topic") is None:
        raise UnusableError("it tells where it is by coordinates alone, without a state_topic.")
    parse = _parse(fields.text("payload_home", "home"), fields.text("payload_reset", UNKNOWN))
    return BinarySensor(
        readings=readings(fields, "state_topic", ("value_template",), ("state",), parse),
        device_class="presence",
    )


def _parse(home: str, reset: str) -> Parse:
    """At home or not; whoever is at another place that has a name is away."""

    def parse(text: str) -> Update:
        if text in {reset, UNKNOWN}:
            return {"state": None}
        return {"state": "on" if text == home else "off"}

    return parse
