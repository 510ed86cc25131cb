"""What is said after something was done about a need: kindly, why it was done, and what."""

from typing import Final

from edge_agent.domain.entity import Domain, StateValue
from edge_agent.domain.resolution import Finding, Plan
from edge_agent.domain.response import Manner
from edge_agent.respond import deeds
from edge_agent.respond.naming import room
from edge_agent.respond.sentence import Sentence
from edge_agent.respond.state_words import degrees, spoken_number
from edge_agent.respond.words import Words, filled

_OTHER: Final = "other"


def met(plan: Plan, words: Words, manner: Manner) -> str:
    """Two sentences, such as "Brr. It is 18 degrees here, so I turned on the Heater."."""
    did = deeds.done(plan.actions, words.wording)
    kindly = "" if manner is Manner.BRIEF else f"{words.say(plan.command.intent)} "
    if plan.because is None or plan.because.value is None:
        return f"{kindly}{words.say(Sentence.NEED_MET, did=did)}"
    reason = _reason(plan.because, plan.because.value, plan.command.slots.area, words)
    return f"{kindly}{words.say(Sentence.NEED_MET_BECAUSE, did=did, reason=reason)}"


def _reason(finding: Finding, value: StateValue, area: str | None, words: Words) -> str:
    wording, entity = words.wording, finding.entity
    is_own = entity.domain is not Domain.SENSOR
    measure = finding.attribute.removeprefix("current_") if is_own else entity.device_class
    text = wording.reasons.get(measure or _OTHER, wording.reasons[_OTHER])
    is_warmth = measure == "temperature"
    figure = degrees(value, wording) if is_warmth else spoken_number(value, wording)
    return filled(text, value=figure, place=room(area, wording.grammar))
