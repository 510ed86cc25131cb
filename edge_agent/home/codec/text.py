"""Texts, dates and times that a device keeps: read out, and set elsewhere."""

from collections.abc import Callable
from datetime import date, datetime, time

from edge_agent.home.codec.sensor import Sensor, any_value
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import UNKNOWN, Parse, Update, readings


def text(fields: Fields) -> Sensor:
    """The binding of a text; what is hidden while it is typed is not read out either."""
    if fields.text("mode", "text") == "password":
        raise UnusableError("a password is not read out.")
    return _read(fields, any_value())


def calendar_date(fields: Fields) -> Sensor:
    """The binding of a date."""
    return _read(fields, _moment(lambda said: date.fromisoformat(said).isoformat()))


def time_of_day(fields: Fields) -> Sensor:
    """The binding of a time of day, which is told to the minute."""
    return _read(fields, _moment(lambda said: f"{time.fromisoformat(said):%H:%M}"))


def date_and_time(fields: Fields) -> Sensor:
    """The binding of a moment, which is told to the minute, as its device counts the hours."""
    return _read(fields, _moment(lambda said: f"{datetime.fromisoformat(said):%Y-%m-%d %H:%M}"))


def _read(fields: Fields, parse: Parse) -> Sensor:
    if fields.topic("state_topic") is None:
        raise UnusableError("it can only be set, which would have to be dictated.")
    return Sensor(readings=readings(fields, "state_topic", ("value_template",), ("state",), parse))


def _moment(shorten: Callable[[str], str]) -> Parse:
    def parse(said: str) -> Update:
        if said == UNKNOWN:
            return {"state": None}
        try:
            return {"state": shorten(said.strip())}
        except ValueError as error:
            raise UnusableError(f"state is no date or time: {said[:40]!a}.") from error

    return parse
