"""What was made of a text step by step, as a person reads it and as a document."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from edge_agent.domain.command import Command
from edge_agent.domain.understanding import Reason, Rejection
from edge_agent.domain.wire import wire_slots
from edge_agent.nlu.explaining import Explanation, Way
from edge_agent.nlu.gazetteer import Match
from edge_agent.nlu.judging import Judgement
from edge_agent.nlu.language import Tokens
from edge_agent.nlu.mending import FEATURES, features
from edge_agent.nlu.sharing import Said, Swap
from edge_agent.nlu.telling import NoCommand

_WAYS: Final = {
    Way.PATTERN: "it follows a pattern to the word",
    Way.NETWORK: "by the tags of the network",
    Way.MENDING: "it follows a pattern if some words were misheard",
    Way.TAUGHT: "it is a phrase that was taught",
}
_NO_COMMANDS: Final = {
    NoCommand.SMALL_TALK: "it is small talk",
    NoCommand.TOLD: "it tells how something is, or what was done",
    NoCommand.FRAMED: "the words before the command make none of it",
}
_REASONS: Final = {
    Reason.NOISE: "there are no words",
    Reason.GAP: "sound was lost within it",
    Reason.OTHER_SPEECH: "it sounds like other speech",
    Reason.NOT_A_COMMAND: "it makes no whole command",
    Reason.NEGATED: "it says not to do it",
    Reason.STATEMENT: "it tells something and asks for nothing",
    Reason.INCOMPLETE: "it is half a sentence",
    Reason.LOW_CONFIDENCE: "it is too unsure",
    Reason.UNKNOWN_NAME: "the home has nothing of that name",
}


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """What a person reads, line by line."""
    tokens = explanation.trace.tokens
    yield f"words: {' | '.join(tokens) or 'none'}"
    yield from _listed("names", [_name_line(tokens, match) for match in explanation.names])
    yield from _pattern_lines(explanation)
    yield from _network_lines(explanation)
    yield from _mending_lines(explanation.judgement)
    yield from _phrase_lines(explanation)
    yield f"decision: {_decision(explanation)}"
    yield from (f"  {_command_line(command)}" for command in explanation.understanding.commands)
    others = [f"{intent.wire_name} ({intent}) {share:.2f}" for intent, share in explanation.others]
    near = [_name_line(tokens, match) for match in explanation.near]
    yield from _listed("could also be", [*others, *near])


def explanation_document(explanation: Explanation) -> dict[str, Any]:
    """The same as values."""
    tokens, understanding = explanation.trace.tokens, explanation.understanding
    phrase = explanation.phrase
    return {
        "tokens": list(tokens),
        "names": [_name(tokens, match) for match in explanation.names],
        "pattern": [_said(one) for one in explanation.said],
        "no_command": explanation.no_command,
        "is_denied": explanation.is_denied,
        "network": _network(explanation),
        "mending": _mending(explanation.judgement),
        "phrase": phrase and {"name": phrase.phrase.name, "likeness": round(phrase.likeness, 4)},
        "decision": {
            "is_taken": bool(understanding.commands),
            "is_asked_about": bool(understanding.unsure),
            "way": explanation.way,
            "confidence": _rounded(explanation.confidence),
            "min_confidence": explanation.min_confidence,
            "reason": understanding.rejection and understanding.rejection.reason,
            "why": _decision(explanation),
        },
        "others": [
            {"intent": intent.wire_name, "meaning": intent, "probability": _rounded(share)}
            for intent, share in explanation.others
        ],
        "near_names": [_name(tokens, match) for match in explanation.near],
    }


def _pattern_lines(explanation: Explanation) -> Iterator[str]:
    if explanation.no_command is not None:
        yield f"pattern: surely no command: {_NO_COMMANDS[explanation.no_command]}"
    elif explanation.is_network_needed:
        yield "pattern: none"
    elif explanation.said:
        yield from _listed("pattern", [_said_line(one) for one in explanation.said])
    elif explanation.understanding.commands:
        yield "pattern: of the command within the sentence"
    if explanation.is_denied:
        yield "denied: a word such as 'not' stands in it"


def _network_lines(explanation: Explanation) -> Iterator[str]:
    judgement = explanation.judgement
    if judgement is None:
        yield "network: not asked, there is nothing to read or too much"
        return
    reading = judgement.reading
    act = f"{reading.act} {reading.acts[reading.act]:.2f}"
    asks = f"asks for something {reading.confidence:.2f}"
    aside = "" if explanation.is_network_needed else "; it need not decide"
    yield f"network: {act}, {asks}{aside}"
    if judgement.tokens != explanation.trace.tokens:
        yield f"  without the time around it: {' | '.join(judgement.tokens)}"
    for part in reading.parts:
        words = zip(judgement.tokens[part.start : part.end], part.tags, strict=True)
        tagged = " ".join(word if tag == "O" else f"{word}/{tag}" for word, tag in words)
        yield f"  {part.intent.wire_name} ({part.intent}) {part.confidence:.2f}: {tagged}"
    yield from (f"  taken for: {_said_line(one)}" for one in judgement.said)


def _mending_lines(judgement: Judgement | None) -> Iterator[str]:
    if judgement is None or judgement.mending is None:
        return
    mending = judgement.mending
    swaps = ", ".join(map(_swap_line, mending.swaps)) or "nothing"
    yield f"misheard: {swaps}{'' if judgement.is_mended else '; not taken'}"
    yield from (f"  {_said_line(one)}" for one in mending.said)
    pairs = zip(FEATURES, features(mending, judgement.reading), strict=True)
    yield f"  trust {judgement.trust:.2f}: {', '.join(f'{n} {v:.2f}' for n, v in pairs)}"


def _phrase_lines(explanation: Explanation) -> Iterator[str]:
    near = explanation.phrase
    if near is not None:
        yield f"taught: most like {near.phrase.name!r}, likeness {near.likeness:.2f}"


def _decision(explanation: Explanation) -> str:
    """Taken or not, and why."""
    confidence = explanation.confidence
    if explanation.way is not None:
        sure = f"confidence {confidence:.2f}, needed {explanation.min_confidence:.2f}"
        return f"taken, {_WAYS[explanation.way]} ({sure})"
    rejection = explanation.understanding.rejection or Rejection(reason=Reason.NOISE)
    asked = "; asked about" if explanation.understanding.unsure else ""
    return f"not taken, {_because(explanation, rejection)} ({rejection.reason}){asked}"


def _because(explanation: Explanation, rejection: Rejection) -> str:
    """Why it is not taken; the network's word for what it reads as no command at all."""
    why = _REASONS[rejection.reason]
    judgement = explanation.judgement
    if rejection.reason is Reason.LOW_CONFIDENCE and explanation.confidence is not None:
        return f"{why}: {explanation.confidence:.2f}, needed {explanation.min_confidence:.2f}"
    if rejection.reason is Reason.UNKNOWN_NAME:
        near = f"; the nearest is {rejection.nearest}" if rejection.nearest else ""
        return f"{why}: {rejection.heard!r}{near}"
    if explanation.no_command is not None:
        return _NO_COMMANDS[explanation.no_command]
    if rejection.reason is Reason.NOT_A_COMMAND and judgement is not None:
        if judgement.said:
            return f"{why}: something is missing, or does not go together"
        return f"{why}: the network reads {judgement.reading.act}"
    return why


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield f"{title}:" if lines else f"{title}: none"
    yield from (f"  {line}" for line in lines)


def _name_line(tokens: Tokens, match: Match) -> str:
    heard = " ".join(tokens[match.start : match.end])
    bearers = ", ".join(entity.entity_id for entity in match.name.entities)
    similar = ", similar" if match.score < 1 else ""
    of = f" of {bearers}" if bearers else ""
    return f"{heard}: {match.name.kind} {match.name.text!r}{of}, {match.score:.2f}{similar}"


def _said_line(one: Said) -> str:
    places = ", ".join(f"{span.slot}: {' '.join(span.tokens)}" for span in one.spans)
    return f"{one.intent.wire_name} ({one.intent}) {{{places}}}"


def _command_line(command: Command) -> str:
    slots = ", ".join(f"{name}: {value}" for name, value in wire_slots(command).items())
    return f"{command.intent.wire_name} ({command.intent}) {{{slots}}}"


def _swap_line(swap: Swap) -> str:
    heard, meant = swap
    if not heard:
        return f"{meant!r} was lost"
    return f"{heard!r} for {meant!r}" if meant else f"{heard!r} was not said"


def _name(tokens: Tokens, match: Match) -> dict[str, Any]:
    return {
        "heard": " ".join(tokens[match.start : match.end]),
        "kind": match.name.kind,
        "name": match.name.text,
        "entities": [entity.entity_id for entity in match.name.entities],
        "score": _rounded(match.score),
    }


def _said(one: Said) -> dict[str, Any]:
    return {
        "intent": one.intent.wire_name,
        "meaning": one.intent,
        "places": {span.slot: " ".join(span.tokens) for span in one.spans},
        "confidence": _rounded(one.confidence),
    }


def _network(explanation: Explanation) -> dict[str, Any] | None:
    judgement = explanation.judgement
    if judgement is None:
        return None
    reading = judgement.reading
    return {
        "is_needed": explanation.is_network_needed,
        "act": reading.act,
        "acts": {act: _rounded(share) for act, share in reading.acts.items()},
        "asks": _rounded(reading.confidence),
        "intents": {intent: _rounded(share) for intent, share in reading.intents.items()},
        "parts": [
            {
                "intent": part.intent.wire_name,
                "meaning": part.intent,
                "confidence": _rounded(part.confidence),
                "tokens": list(judgement.tokens[part.start : part.end]),
                "tags": list(part.tags),
            }
            for part in reading.parts
        ],
        "commands": [_said(one) for one in judgement.said],
    }


def _mending(judgement: Judgement | None) -> dict[str, Any] | None:
    if judgement is None or judgement.mending is None:
        return None
    mending = judgement.mending
    pairs = zip(FEATURES, features(mending, judgement.reading), strict=True)
    return {
        "is_taken": judgement.is_mended,
        "trust": _rounded(judgement.trust),
        "swaps": [{"heard": heard, "meant": meant} for heard, meant in mending.swaps],
        "features": {name: _rounded(value) for name, value in pairs},
        "commands": [_said(one) for one in mending.said],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
