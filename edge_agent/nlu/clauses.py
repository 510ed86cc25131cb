"""What is said around a command and asks for nothing itself: second thoughts, reasons, for whom.

"Never mind, switch it off", "turn on the lamp because it's dark", "unlock the door for the
postman", "turn off the heater but leave the fan running".
"""

from collections.abc import Iterator
from typing import Final

from edge_agent.nlu.clause_words import ClauseWords
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.language import Tokens, english

_LONGEST_REASON: Final = 8
"""Words before `so` that tell why something is wanted."""
_LONGEST_FOR: Final = 3
"""Words of whom something is for: `for the pizza guy`."""


def without_clauses(tokens: Tokens, gazetteer: Gazetteer) -> Iterator[Tokens]:
    """The sentence without what stands before or behind its command, likelier ways first."""
    clauses = english().clauses
    for lead in clauses.second_thoughts:
        if tokens[: len(lead)] == lead and len(tokens) > len(lead):
            yield tokens[len(lead) :]
    for at, word in enumerate(tokens[1:], start=1):
        if word == clauses.so and at <= _LONGEST_REASON and _is_ours(tokens[:at]):
            yield tokens[at + 1 :]
        is_verb = word in english().words("beginnings")
        if is_verb and any(tokens[: len(begun)] == begun for begun in clauses.done_with):
            yield tokens[at:]
    for ending in clauses.endings:
        if tokens[-len(ending) :] == ending and len(tokens) > len(ending):
            yield tokens[: -len(ending)]
    for at in range(1, len(tokens)):
        rest = tokens[at:]
        is_reason = _is_reason(rest, clauses)
        if is_reason or _is_kept(rest, clauses, gazetteer) or _is_for(rest, clauses, gazetteer):
            yield tokens[:at]


def _is_ours(words: Tokens) -> bool:
    """Whether a reason is neither a condition nor what somebody else has said."""
    others = english().words("others") | english().words("subordinators")
    return others.isdisjoint(words)


def _is_reason(rest: Tokens, clauses: ClauseWords) -> bool:
    """`because ...`, `so i ...`: why, which changes nothing about what is to be done."""
    if rest[0] in clauses.reasons:
        return True
    return rest[0] in clauses.purposes and rest[1:2] != () and rest[1] in clauses.subjects


def _is_kept(rest: Tokens, clauses: ClauseWords, gazetteer: Gazetteer) -> bool:
    """`but leave the fan running`: something of the home that is to stay as it is."""
    verb = rest[1:] if rest[0] in clauses.contrasts else ()
    is_left = verb[:1] != () and verb[0] in clauses.keeping and verb[-1] in clauses.kept
    is_instead = rest[:2] == clauses.instead
    return (is_left or is_instead) and _names_something(rest, gazetteer)


def _is_for(rest: Tokens, clauses: ClauseWords, gazetteer: Gazetteer) -> bool:
    """`for the postman`: somebody, as nothing of the home and no time is called so."""
    if rest[0] != clauses.beneficiary or not 1 <= len(rest) - 1 <= _LONGEST_FOR:
        return False
    words = [word for word in rest[1:] if word not in english().words("articles")]
    is_person = bool(words) and not clauses.not_persons.intersection(words)
    has_number = any(word[0].isdigit() for word in words)
    return is_person and not has_number and not _names_something(rest, gazetteer)


def _names_something(words: Tokens, gazetteer: Gazetteer) -> bool:
    kinds = english().kinds_by_words
    spans = (
        words[start:end]
        for start in range(len(words))
        for end in range(start + 1, min(len(words), start + 3) + 1)
    )
    return bool(gazetteer.matches(words)) or any(span in kinds for span in spans)
