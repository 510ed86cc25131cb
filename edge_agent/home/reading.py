"""Reading a device's reports: a topic, a template, and what the text under it means."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from edge_agent.domain.entity import StateValue
from edge_agent.home.fields import LARGEST, Fields, UnusableError, as_text
from edge_agent.home.template import Template, TemplateError

MAX_PAYLOAD_BYTES: Final = 65_536
UNKNOWN: Final = "None"
"""What a template prints for JSON null: the device does not know either."""

Update = Mapping[str, StateValue | None]
"""Changed values by attribute, as in `EntityState.values`; None: no longer known."""
Parse = Callable[[str], Update]
"""What a text means; raises `UnusableError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One thing that a device reports."""

    topic: str
    template: Template | None = None
    attributes: frozenset[str]
    """What `parse` may tell of."""
    parse: Parse

    def read(self, payload: str) -> Update:
        """What the payload tells; empty where it does not concern this reading."""
        text = payload if self.template is None else self._rendered(self.template, payload)
        return self.parse(text) if text.strip() else {}

    def _rendered(self, template: Template, payload: str) -> str:
        try:
            return template.render_payload(payload)
        except TemplateError as error:
            raise UnusableError(f"{error}") from error


def payload_text(payload: bytes) -> str:
    """The payload as text; raises `UnusableError` where it is none or too long."""
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise UnusableError(f"the payload is longer than {MAX_PAYLOAD_BYTES} bytes.")
    try:
        return payload.decode()
    except UnicodeDecodeError as error:
        raise UnusableError("the payload is not UTF-8 text.") from error


def readings(
    fields: Fields,
    topic_key: str,
    template_keys: tuple[str, ...],
    attributes: tuple[str, ...],
    parse: Parse,
) -> tuple[Reading, ...]:
    """The reading under these keys, or none without the topic; the first template counts."""
    topic = fields.topic(topic_key)
    if topic is None:
        return ()
    templates = (fields.template(key) for key in template_keys)
    template = next((found for found in templates if found is not None), None)
    return (Reading(topic=topic, template=template, attributes=frozenset(attributes), parse=parse),)


def words(attribute: str, meanings: Mapping[str, StateValue]) -> Parse:
    """One of a few words, each with its meaning."""

    def parse(text: str) -> Update:
        if text == UNKNOWN and UNKNOWN not in meanings:
            return {attribute: None}
        if text not in meanings:
            allowed = ", ".join(sorted(meanings))
            raise UnusableError(f"{attribute} is {text[:40]!a}, not one of {allowed}.")
        return {attribute: meanings[text]}

    return parse


def number(attribute: str, convert: Callable[[float], StateValue | None]) -> Parse:
    """A finite number, converted to the agent's unit."""

    def parse(text: str) -> Update:
        if text == UNKNOWN:
            return {attribute: None}
        return {attribute: convert(finite(attribute, text))}

    return parse


def resettable(parse: Parse, attribute: str, reset: str) -> Parse:
    """As `parse`, but one payload makes the attribute unknown."""

    def parse_or_reset(text: str) -> Update:
        return {attribute: None} if text == reset else parse(text)

    return parse_or_reset


def member(key: str, parse: Parse) -> Parse:
    """As `parse`, for one member of a JSON object; nothing where the object has none."""

    def parse_member(text: str) -> Update:
        report = members(text)
        return parse(printed(key, report[key])) if report and key in report else {}

    return parse_member


def plain_or_member(key: str, parse: Parse) -> Parse:
    """As `parse`, for a plain text or for one member of a JSON object."""
    parse_member = member(key, parse)

    def parse_either(text: str) -> Update:
        return parse(text) if members(text) is None else parse_member(text)

    return parse_either


def words_of_device(attribute: str) -> Parse:
    """Any text, in the device's own words."""

    def parse(text: str) -> Update:
        return {attribute: None if text == UNKNOWN else text}

    return parse


def members(text: str) -> Mapping[str, object] | None:
    """The JSON object that the text is; None where it does not look like one.

    Raises `UnusableError` where it looks like one and is none.
    """
    if not text.lstrip().startswith("{"):
        return None
    try:
        report = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise UnusableError("the report is not JSON.") from error
    return report if isinstance(report, dict) else None


def printed(key: str, value: object) -> str:
    """A JSON scalar as a template would print it; raises `UnusableError`."""
    return UNKNOWN if value is None else as_text(key, value)


def finite(attribute: str, text: object) -> float:
    """The number in the text, not beyond `LARGEST`; raises `UnusableError`."""
    try:
        value = float(text) if isinstance(text, str | int | float) else math.nan
    except (ValueError, OverflowError):
        value = math.nan
    if isinstance(text, bool) or not abs(value) <= LARGEST:
        raise UnusableError(f"{attribute} is not a number: {ascii(text)[:40]}.")
    return value


def numbers(attribute: str, text: str, count: int) -> tuple[float, ...]:
    """Numbers with commas between them; raises `UnusableError`."""
    parts = text.split(",")
    if len(parts) != count:
        raise UnusableError(f"{attribute} does not hold {count} numbers: {text[:40]!a}.")
    return tuple(finite(attribute, part) for part in parts)


def percent(value: float) -> int:
    """The value as a whole percent, 0 to 100."""
    return min(100, max(0, round(value)))


def plain_number(value: float) -> int | float:
    """The value, as an int where it is whole."""
    return int(value) if value == int(value) else value
