"""What the agent says when it was asked something."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from edge_agent.domain.command import Intent
from edge_agent.domain.entity import Domain, Entity
from edge_agent.domain.resolution import Answer, Finding
from edge_agent.domain.response import Act, Response
from edge_agent.respond.naming import MOST_NAMES, capital, listed, names, the
from edge_agent.respond.state_words import (
    ATTRIBUTE_WORDS,
    attribute_value,
    degrees,
    is_in_state,
    state_word,
)

_MOST_ANSWERED: Final = 6
"""More of them are counted: who asks which are open wants to know them."""


def answer(found: Answer, now: datetime) -> Response:
    """Answer a question from what was found; `now` is local time."""
    command = found.command
    if command.intent is Intent.GET_TIME:
        text = f"It is {now:%H:%M}."
    elif command.intent is Intent.GET_DATE:
        text = f"It is {now:%A}, {now.day} {now:%B} {now.year}."
    elif command.slots.state:
        text = _yes_or_no(found.findings, command.slots.state)
    else:
        text = capital(listed([_finding(f) for f in found.findings[:MOST_NAMES]], "and")) + "."
    return Response(act=Act.ANSWER, text=text)


def _yes_or_no(findings: Sequence[Finding], asked: str) -> str:
    fitting = [f for f in findings if is_in_state(f.entity, f.value, asked)]
    if all(f.value is None for f in findings):
        return capital(_finding(findings[0])) + "."
    if len(findings) == 1:
        word = "Yes" if fitting else "No"
        return f"{word}, {_finding(findings[0])}."
    if not fitting:
        return f"No, none of the {len(findings)} is {asked}."
    if len(fitting) == len(findings):
        return f"Yes, all {len(findings)} are {asked}."
    verb = "is" if len(fitting) == 1 else "are"
    state = _state_of(fitting, asked)
    return f"{capital(names([f.entity for f in fitting], _MOST_ANSWERED))} {verb} {state}."


def _state_of(fitting: Sequence[Finding], asked: str) -> str:
    """The word for the state: contacts that are on are open."""
    words = {state_word(f.entity, f.value) for f in fitting if f.value is not None}
    return next(iter(words)) if len(words) == 1 else asked


def _finding(finding: Finding) -> str:
    entity = finding.entity
    if finding.value is None:
        return f"{the(entity)} has not reported yet"
    if finding.attribute == "current_temperature" and entity.domain is Domain.WATER_HEATER:
        return f"{the(entity)} is at {degrees(finding.value)}"
    if finding.attribute == "current_temperature" or _is_thermometer(entity):
        place = f"in the {entity.area}" if entity.area else f"at {the(entity)}"
        return f"it is {degrees(finding.value)} {place}"
    if finding.attribute in ATTRIBUTE_WORDS:
        what = ATTRIBUTE_WORDS[finding.attribute]
        return f"the {what} of {the(entity)} is {attribute_value(finding.value)}"
    return f"{the(entity)} is {state_word(entity, finding.value)}"


def _is_thermometer(entity: Entity) -> bool:
    return entity.domain is Domain.SENSOR and entity.device_class == "temperature"
