"""How a simulated device behaves, as values: which payload changes what, and what it reports."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from edge_agent.domain.color import rgb
from edge_agent.domain.entity import StateValue

Values = Mapping[str, StateValue]
"""State by attribute, in the words and units of `edge_agent.domain.entity.EntityState`."""

Steps = tuple[Values, ...]
"""Changes one after another, as a blind passes through `opening`; empty for a bad payload."""

Command = Callable[[str], Steps]
Report = Callable[[Values], str]

_FULL_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedEntity:
    """One device of the simulated home."""

    entity_id: str
    """`<domain>.<object id>`."""
    initial: Values = field(default_factory=dict)
    commands: Mapping[str, Command] = field(default_factory=dict)
    """By command topic."""
    reports: Mapping[str, Report] = field(default_factory=dict)
    """By state topic."""
    sets: Mapping[str, Values] = field(default_factory=dict)
    """What a command does to other entities, by entity id: a scene."""


def choice(steps: Mapping[str, Steps | Values]) -> Command:
    """A command whose payload is one of a few words."""

    def obey(payload: str) -> Steps:
        found = steps.get(payload, ())
        return found if isinstance(found, tuple) else (found,)

    return obey


def number(attribute: str, *, full: int = _FULL_PERCENT, also: Values | None = None) -> Command:
    """A command whose payload is a number; `full` of it is 100 in the state."""

    def obey(payload: str) -> Steps:
        try:
            value = float(payload) * _FULL_PERCENT / full
        except ValueError:
            return ()
        whole = round(value)
        is_whole = value == whole or full != _FULL_PERCENT
        return ({attribute: whole if is_whole else value, **(also or {})},)

    return obey


def json_light(payload: str) -> Steps:
    """The command of a light with the JSON schema, colours as RGB, brightness up to 255."""
    try:
        said = json.loads(payload)
        values: dict[str, StateValue] = {"state": str(said["state"]).lower()}
        if "brightness" in said:
            values["brightness"] = round(said["brightness"] * _FULL_PERCENT / 255)
        if "color" in said:
            red, green, blue = (said["color"][part] for part in "rgb")
            values["color"] = f"#{red:02x}{green:02x}{blue:02x}"
    except (ValueError, KeyError, TypeError):
        return ()
    return (values,)


def json_light_report(values: Values) -> str:
    """The state of a light with the JSON schema."""
    red, green, blue = rgb(str(values["color"]))
    report = {
        "state": str(values["state"]).upper(),
        "color_mode": "rgb",
        "brightness": round(float(values["brightness"]) * 255 / _FULL_PERCENT),
        "color": {"r": red, "g": green, "b": blue},
    }
    return json.dumps(report)


def word(attribute: str, words: Mapping[str, str] | None = None) -> Report:
    """A report of one attribute, in the device's own words where they differ."""
    return lambda values: (words or {}).get(str(values[attribute]), str(values[attribute]))


def scaled(attribute: str, *, full: int) -> Report:
    """A report of one attribute, with 100 shown as `full`."""
    return lambda values: str(round(float(values[attribute]) * full / _FULL_PERCENT))


def json_report(**attributes: Report) -> Report:
    """A report of several attributes as one JSON object."""
    return lambda values: json.dumps({key: report(values) for key, report in attributes.items()})
