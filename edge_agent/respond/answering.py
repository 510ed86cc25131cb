"""What the agent says when it was asked something."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from edge_agent.domain.command import Quantifier
from edge_agent.domain.entity import Domain, Entity
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Answer, Finding
from edge_agent.domain.response import Act, Response
from edge_agent.respond.naming import agreeing, listed, names, number, room, the
from edge_agent.respond.playing import playing
from edge_agent.respond.sentence import Sentence
from edge_agent.respond.state_words import (
    attribute_value,
    degrees,
    is_in_state,
    spoken_value,
    state_word,
)
from edge_agent.respond.words import Words, filled

_PAIR: Final = 2
_MOST_FACTS: Final = 3
_OPEN_OR_NOT: Final = frozenset({"open", "closed"})
_MOST_ANSWERED: Final = 6
"""More of them are counted: who asks which are open wants to know them."""


def answer(found: Answer, now: datetime, words: Words) -> Response:
    """Answer a question from what was found; `now` is local time."""
    command = found.command
    if command.intent is Intent.GET_TIME:
        text = words.say(Sentence.TIME, time=f"{now:%H:%M}")
    elif command.intent is Intent.GET_DATE:
        text = _date(now, words)
    elif command.intent is Intent.GET_PLAYING:
        text = playing(found.findings, words)
    elif command.slots.state:
        text = _asked_after(found, command.slots.state, words)
    elif command.slots.mode and len(found.findings) == 1:
        text = _in_mode(found.findings[0], command.slots.mode, words)
    else:
        facts = [_fact(finding, words) for finding in found.findings[:_MOST_FACTS]]
        text = words.say(Sentence.FACTS, facts=listed(facts, words.wording.grammar.and_))
    return Response(act=Act.ANSWER, text=text)


def _date(now: datetime, words: Words) -> str:
    grammar = words.wording.grammar
    return words.say(
        Sentence.DATE,
        weekday=grammar.weekdays[now.weekday()],
        month=grammar.months[now.month - 1],
        day=str(now.day),
        year=str(now.year),
    )


def _asked_after(found: Answer, asked: str, words: Words) -> str:
    """What is said of a state that was asked about."""
    fitting, others = _split(found.findings, asked, words)
    is_known = any(f.value is not None for f in found.findings)
    quantifier = found.command.quantifier
    if quantifier is Quantifier.COUNT and is_known:
        return _counted(fitting, len(found.findings), asked, words)
    if quantifier is Quantifier.ALL and is_known and fitting and others:
        return _told(Sentence.NOT_ALL, others, asked, words)
    return _yes_or_no(found.findings, asked, words)


def _split(
    findings: Sequence[Finding], asked: str, words: Words
) -> tuple[list[Finding], list[Finding]]:
    """Those that are in the state, and those that are not."""
    sides: tuple[list[Finding], list[Finding]] = ([], [])
    for one in findings:
        sides[not is_in_state(one.entity, one.value, asked, words.wording)].append(one)
    return sides


def _told(
    key: Sentence, findings: Sequence[Finding], asked: str, words: Words, *, count: str = ""
) -> str:
    """A sentence about some things and the state that they are in."""
    entities = [f.entity for f in findings]
    return words.say(
        key,
        what=names(entities, words.wording, _MOST_ANSWERED),
        be=agreeing(words.wording.grammar.be, entities),
        state=_state_of(findings, asked, words),
        count=count,
    )


def _counted(fitting: Sequence[Finding], all_of_them: int, asked: str, words: Words) -> str:
    grammar = words.wording.grammar
    if not fitting:
        return words.say(Sentence.NONE_OF_THEM, count=number(all_of_them, grammar), state=asked)
    if len(fitting) > _MOST_ANSWERED:
        return _told(Sentence.SOME_ARE, fitting, asked, words)
    counted = number(len(fitting), grammar)
    return _told(Sentence.COUNTED, fitting, asked, words, count=counted)


def _yes_or_no(findings: Sequence[Finding], asked: str, words: Words) -> str:
    fitting, _ = _split(findings, asked, words)
    if all(f.value is None for f in findings):
        return words.say(Sentence.FACTS, facts=_fact(findings[0], words))
    if len(findings) == 1 and not _has_such_states(findings[0].entity, asked):
        return words.say(Sentence.FACTS, facts=_fact(findings[0], words))
    if len(findings) == 1:
        key = Sentence.YES if fitting else Sentence.NO
        return words.say(key, fact=_fact(findings[0], words))
    if len(fitting) in {0, len(findings)}:
        return _all_or_none(len(findings), asked, words, is_all=bool(fitting))
    return _told(Sentence.SOME_ARE, fitting, asked, words)


def _in_mode(finding: Finding, mode: str, words: Words) -> str:
    """Whether something is in a mode, and in which."""
    fact = _fact(finding, words)
    if finding.value is None:
        return words.say(Sentence.FACTS, facts=fact)
    is_so = spoken_value(finding.value, words.wording).casefold() == mode.casefold()
    return words.say(Sentence.YES if is_so else Sentence.NO, fact=fact)


def _has_such_states(entity: Entity, asked: str) -> bool:
    """Whether yes and no make sense: a lock does not know whether its door is open."""
    return not (entity.domain is Domain.LOCK and asked in _OPEN_OR_NOT)


def _all_or_none(count: int, asked: str, words: Words, *, is_all: bool) -> str:
    if count == _PAIR:
        return words.say(Sentence.BOTH_ARE if is_all else Sentence.NEITHER_IS, state=asked)
    counted = number(count, words.wording.grammar)
    return words.say(Sentence.ALL_ARE if is_all else Sentence.NONE_IS, count=counted, state=asked)


def _state_of(fitting: Sequence[Finding], asked: str, words: Words) -> str:
    """The word for the state: contacts that are on are open."""
    states = {state_word(f.entity, f.value, words.wording) for f in fitting if f.value is not None}
    return next(iter(states)) if len(states) == 1 else asked


def _fact(finding: Finding, words: Words) -> str:
    """One fact, as the middle of a sentence."""
    entity, value, wording = finding.entity, finding.value, words.wording
    what, be = the(entity, wording), agreeing(wording.grammar.be, (entity,))
    if value is None:
        have = agreeing(wording.grammar.have, (entity,))
        return words.say(Sentence.FACT_UNKNOWN, what=what, have=have)
    is_warmth = finding.attribute == "current_temperature"
    if is_warmth and entity.domain is Domain.WATER_HEATER:
        return words.say(Sentence.FACT_DEGREES, what=what, be=be, value=degrees(value, wording))
    if is_warmth or _is_thermometer(entity):
        place = _where(entity, words)
        return words.say(Sentence.FACT_WARMTH, value=degrees(value, wording), place=place)
    attribute = wording.states.attributes.get(finding.attribute)
    if attribute is not None:
        told = attribute_value(finding.attribute, value, wording)
        return words.say(Sentence.FACT_ATTRIBUTE, attribute=attribute, what=what, value=told)
    state = state_word(entity, value, wording)
    return words.say(Sentence.FACT_STATE, what=what, be=be, value=state)


def _where(entity: Entity, words: Words) -> str:
    grammar = words.wording.grammar
    if entity.area:
        return room(entity.area, grammar)
    return filled(grammar.at, what=the(entity, words.wording))


def _is_thermometer(entity: Entity) -> bool:
    return entity.domain is Domain.SENSOR and entity.device_class == "temperature"
