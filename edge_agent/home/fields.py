"""Reading a device's configuration, which anybody on the broker may have written, key by key."""

import math
from collections.abc import Mapping
from typing import Final

from edge_agent.home.template import Template, TemplateError, compiled

MAX_TOPIC_BYTES: Final = 1024
"""MQTT allows 65535; nothing that is meant for people comes near."""
MAX_TEXT_CHARS: Final = 1024
MAX_ITEMS: Final = 256
LARGEST: Final = 1e15
"""Larger numbers mean nothing in a home, and what is calculated from them might overflow."""

_TRUE: Final = frozenset({"true", "yes", "on", "1", "enable"})
_FALSE: Final = frozenset({"false", "no", "off", "0", "disable"})
_FIRST_PRINTABLE: Final = 0x20
_DELETE: Final = 0x7F
_LAST_C1: Final = 0x9F


class UnusableError(Exception):
    """A configuration or a payload cannot be used; the text is one sentence that says why."""


def is_valid_topic(topic: str) -> bool:
    """Whether one can publish to the topic: no wildcards, no `$`, no control characters."""
    try:
        size = len(topic.encode())
    except UnicodeEncodeError:
        return False
    if not 0 < size <= MAX_TOPIC_BYTES or topic.startswith("$"):
        return False
    return not any(char in "+#" or _is_control(char) for char in topic)


def _is_control(char: str) -> bool:
    return ord(char) < _FIRST_PRINTABLE or _DELETE <= ord(char) <= _LAST_C1


class Fields:
    """One device's configuration with full keys; each reader raises `UnusableError`."""

    def __init__(self, config: Mapping[str, object]) -> None:
        self._config = config

    def __contains__(self, key: str) -> bool:
        """Whether the key is there and is not null."""
        return self._config.get(key) is not None

    def is_null(self, key: str) -> bool:
        """Whether the key is there and says null, which switches a feature off."""
        return key in self._config and self._config[key] is None

    def topic(self, key: str) -> str | None:
        """The topic under the key, checked; None where there is none."""
        value = self._config.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not is_valid_topic(value):
            raise UnusableError(f"{key} is not a valid topic: {_shown(value)}.")
        return value

    def required_topic(self, key: str) -> str:
        """The topic under the key, which must be there."""
        topic = self.topic(key)
        if topic is None:
            raise UnusableError(f"{key} is missing.")
        return topic

    def text(self, key: str, default: str) -> str:
        """A payload or a word; numbers and booleans read as a template would print them."""
        value = self._config.get(key)
        return default if value is None else as_text(key, value)

    def optional_text(self, key: str) -> str | None:
        """As `text`, None where there is none."""
        return self.text(key, "") if key in self else None

    def number(self, key: str, default: float) -> float:
        """A number, not beyond `LARGEST`, also if it is written as text."""
        value = self._config.get(key)
        return default if value is None else _as_number(key, value)

    def integer(self, key: str, default: int) -> int:
        """A whole number, also if it is written as text."""
        value = self.number(key, default)
        if value != int(value):
            raise UnusableError(f"{key} is not a whole number: {_shown(value)}.")
        return int(value)

    def scale(self, key: str, default: int) -> int:
        """A whole number of at least 1."""
        value = self.integer(key, default)
        if value < 1:
            raise UnusableError(f"{key} must be at least 1, not {_shown(value)}.")
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """A truth value, also as `true`, `on`, `yes`, 1 and their opposites."""
        value = self._config.get(key)
        if value is None:
            return default
        word = str(value).lower() if isinstance(value, bool | int | str) else ""
        if word in _TRUE:
            return True
        if word in _FALSE:
            return False
        raise UnusableError(f"{key} is neither true nor false: {_shown(value)}.")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words; a single one may stand alone."""
        value = self._config.get(key)
        if value is None:
            return ()
        items = value if isinstance(value, list | tuple) else [value]
        if len(items) > MAX_ITEMS:
            raise UnusableError(f"{key} has more than {MAX_ITEMS} items.")
        return tuple(as_text(key, item) for item in items)

    def named_texts(self, key: str) -> dict[str, str]:
        """Words by their names: a mapping, or a list of words that are their own names."""
        value = self._config.get(key)
        if not isinstance(value, Mapping):
            return {text: text for text in self.texts(key)}
        if len(value) > MAX_ITEMS:
            raise UnusableError(f"{key} has more than {MAX_ITEMS} items.")
        return {as_text(key, name): as_text(key, text) for name, text in value.items()}

    def renamed(self, names: Mapping[str, str], usual: Mapping[str, object]) -> "Fields":
        """The same under other names, where these are not taken, with values that are usual."""
        other = {names.get(key, key): value for key, value in self._config.items()}
        return Fields(
            {**usual, **other, **{k: v for k, v in self._config.items() if k not in names}}
        )

    def template(self, key: str) -> Template | None:
        """The compiled template under the key; None where there is none."""
        value = self._config.get(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise UnusableError(f"{key} is not a template: {_shown(value)}.")
        try:
            return compiled(value)
        except TemplateError as error:
            raise UnusableError(f"{key} cannot be used: {error}") from error

    def qos(self) -> int:
        """The quality of service of commands; 1 unless the device asks otherwise."""
        value = self.integer("qos", 1)
        if value not in {0, 1, 2}:
            raise UnusableError(f"qos must be 0, 1 or 2, not {_shown(value)}.")
        return value

    def children(self, key: str) -> tuple["Fields", ...]:
        """A list of mappings; a single one may stand alone."""
        value = self._config.get(key)
        if value is None:
            return ()
        items = value if isinstance(value, list | tuple) else [value]
        children = tuple(Fields(item) for item in items if isinstance(item, Mapping))
        if len(children) < len(items) or len(items) > MAX_ITEMS:
            raise UnusableError(f"{key} is not a short list of mappings.")
        return children


def as_text(key: str, value: object) -> str:
    """A scalar as a template would print it; raises `UnusableError` for anything else."""
    if not isinstance(value, str | bool | int | float):
        raise UnusableError(f"{key} is not a text: {_shown(value)}.")
    text = str(value)
    if len(text) > MAX_TEXT_CHARS:
        raise UnusableError(f"{key} is longer than {MAX_TEXT_CHARS} characters.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnusableError(f"{key} is not a text: {_shown(value)}.") from error
    return text


def _as_number(key: str, value: object) -> float:
    try:
        number = float(value) if isinstance(value, str | int | float) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if isinstance(value, bool) or not abs(number) <= LARGEST:
        raise UnusableError(f"{key} is not a number: {_shown(value)}.")
    return number


def _shown(value: object) -> str:
    """The value for a message: short, printable, on one line."""
    if isinstance(value, Mapping | list | tuple):
        return "a list" if isinstance(value, list | tuple) else "a mapping"
    text = ascii(value[:60] if isinstance(value, str) else value)
    return text if len(text) <= 80 else f"{text[:77]}..."  # noqa: PLR2004  one line of a table
