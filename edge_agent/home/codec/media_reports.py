"""What media players report: what they are doing, how loud, and what they play."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.entity import StateValue
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import UNKNOWN, Parse, Reading, Update, number, percent, readings

_FULL: Final = 100
_WHOLE_FROM: Final = 10
"""From this scale on a device counts in whole steps; 0 to 1 is told in hundredths."""
_LONGEST_TITLE: Final = 200
"""Characters; more is not worth the breath."""
_STATES: Final = {
    "playing": ("playing", "play", "buffering"),
    "paused": ("paused", "pause"),
    "idle": ("idle", "stopped", "stop"),
    "off": ("off", "standby", "false", "0"),
    "on": ("on", "true", "1"),
}
"""What players usually call their states."""
_MUTED: Final = ("on", "true", "1", "yes", "muted")
_SOUNDING: Final = ("off", "false", "0", "no", "unmuted")
_REPORTED: Final = ("volume_state", "mute_state", "source_state", "title", "artist")
"""How the topics of the reports begin beside `state_topic`."""


def _template_key(reported: str) -> str:
    return f"{reported.removesuffix('_state')}_value_template"


REPORT_KEYS: Final = frozenset(
    {f"{reported}_topic" for reported in _REPORTED}
    | {_template_key(reported) for reported in _REPORTED}
    | {f"state_{state}" for state in _STATES}
    | {"state_muted", "state_unmuted"}
)
"""What is written for the reports of a player beside the keys that all devices have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """How a device counts its volume."""

    scale: float
    """Its number for the loudest; the softest is 0."""

    def encode(self, share: float) -> int | float:
        """The device's number for a percentage."""
        value = share * self.scale / _FULL
        return round(value) if self.scale >= _WHOLE_FROM else round(value, 2)

    def decode(self, value: float) -> int:
        """The percentage that a device's number is."""
        return percent(value * _FULL / self.scale)


def reports(fields: Fields, volume: Volume, payloads: Mapping[str, str]) -> tuple[Reading, ...]:
    """All that a player tells, each by its topic and template.

    Args:
        fields: the configuration.
        volume: how the device counts it.
        payloads: by source, what the device calls it.
    """
    return (
        *readings(
            fields,
            "state_topic",
            ("state_value_template", "value_template"),
            ("state",),
            _state(fields),
        ),
        *_reading(fields, "volume_state", "volume", number("volume", volume.decode)),
        *_reading(fields, "mute_state", "is_muted", _is_muted(fields)),
        *_reading(fields, "source_state", "source", _source(payloads)),
        *_reading(fields, "title", "title", _told("title")),
        *_reading(fields, "artist", "artist", _told("artist")),
    )


def _reading(fields: Fields, key: str, attribute: str, parse: Parse) -> tuple[Reading, ...]:
    return readings(fields, f"{key}_topic", (_template_key(key),), (attribute,), parse)


def _state(fields: Fields) -> Parse:
    """The player's own words where they are given, else the usual ones, in any case."""
    meanings = {
        word.casefold(): state
        for state, usual in _STATES.items()
        for word in (fields.texts(f"state_{state}") or usual)
    }
    return _one_of("state", meanings)


def _is_muted(fields: Fields) -> Parse:
    return _one_of(
        "is_muted",
        {
            **{word.casefold(): False for word in fields.texts("state_unmuted") or _SOUNDING},
            **{word.casefold(): True for word in fields.texts("state_muted") or _MUTED},
        },
    )


def _one_of(attribute: str, meanings: Mapping[str, StateValue]) -> Parse:
    """One of a few words in small or capital letters, each with its meaning."""

    def parse(text: str) -> Update:
        word = text.strip().casefold()
        if word in meanings:
            return {attribute: meanings[word]}
        if text == UNKNOWN:
            return {attribute: None}
        allowed = ", ".join(sorted(meanings))
        raise UnusableError(f"{attribute} is {text[:40]!a}, not one of {allowed}.")

    return parse


def _source(payloads: Mapping[str, str]) -> Parse:
    """A source by its name or by what the device is sent for it; else as the device calls it."""
    names = {payload.casefold(): name for name, payload in payloads.items()}
    names |= {name.casefold(): name for name in payloads}
    return _told("source", lambda text: names.get(text.casefold(), text))


def _told(attribute: str, meaning: Callable[[str], str] = str) -> Parse:
    """A text in the player's own words, on one line and not too long."""

    def parse(text: str) -> Update:
        line = " ".join(text.split())[:_LONGEST_TITLE]
        return {attribute: None if text == UNKNOWN else meaning(line)}

    return parse
