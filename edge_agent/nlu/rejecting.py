"""Words that make no command of a sentence, whatever the network takes it to be."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import jellyfish
from rapidfuzz.distance import Levenshtein

from edge_agent.domain.intent import Intent
from edge_agent.nlu.language import english
from edge_agent.nlu.tagging import Span, Tokens

_UNEXPLAINED_SHARE: Final = 0.85
"""What is left of the confidence for each small word that the intent's sentences do not have."""
_SHORTEST_MISHEARD: Final = 4
"""Letters of the shortest word that may be another one misheard; shorter ones are too alike."""
_ON_OFF: Final = frozenset({"on", "off"})


def share_left(
    intent: Intent, tokens: Tokens, found: Sequence[Span], plain: frozenset[str], whole: Tokens
) -> float:
    """Share of the confidence that is left when the words that fill no slot were looked at.

    Args:
        intent: no answer to a question back.
        tokens: of one command.
        found: its spans; their places are those in `tokens`.
        plain: words that belong to sentences of the intent and fill no slot.
        whole: the sentence, in which commands share words: "the lamp and the fan off".

    Returns:
        0 where a word has a meaning of its own, denies the rest, or where something is missing.
    """
    free = _free(tokens, found)
    ends_open = not intent.is_question and not english().words("open_ends").isdisjoint(tokens[-1:])
    if ends_open or not english().words("subordinators").isdisjoint(tokens[:1]):
        return 0.0
    if not (intent.is_question or intent.is_need) and (
        _is_told(tokens, free) or _is_both_ways(tokens)
    ):
        return 0.0
    if _lacks_its_verb(intent, free, whole):
        return 0.0
    unexplained = [word for word in free if word not in plain]
    if intent.is_need and (unexplained or not english().words("others").isdisjoint(tokens)):
        return 0.0
    slips = english().words("slips")
    apart = _telling_apart(tokens, found, plain)
    if not all(
        word in slips or (word not in apart and _sounds_like_one_of(word, plain))
        for word in unexplained
    ):
        return 0.0
    return float(_UNEXPLAINED_SHARE ** len(unexplained))


def _lacks_its_verb(intent: Intent, free: Tokens, whole: Tokens) -> bool:
    """Whether the words that fill no slot have none that the intent needs, or one against it."""
    if not english().opposed.get(intent, frozenset()).isdisjoint(free):
        return True
    must = english().must.get(intent)
    return must is not None and must.isdisjoint({*free, *whole})


def _telling_apart(tokens: Tokens, found: Sequence[Span], plain: frozenset[str]) -> list[str]:
    """Unknown words before a kind of thing, which tell it from others: `the tall lamp`."""
    filled = {at for span in found for at in range(span.start, span.end)}
    before = [span.start - 1 for span in found if span.slot == "kind" and span.start > 0]
    return [tokens[at] for at in before if at not in filled and tokens[at] not in plain]


@lru_cache(maxsize=2_000)
def _sounds_like_one_of(word: str, plain: frozenset[str]) -> bool:
    """Whether a word may have been misheard for one that belongs there."""
    if len(word) < _SHORTEST_MISHEARD or word in english().words("negations"):
        return False
    sound = jellyfish.metaphone(word)
    return any(
        len(other) >= _SHORTEST_MISHEARD
        and (Levenshtein.distance(word, other) == 1 or jellyfish.metaphone(other) == sound)
        for other in plain
    )


def is_denied(tokens: Tokens) -> bool:
    """Whether a word denies the rest; `but not` only leaves something out."""
    denying = english().words("negations")
    return any(
        word in denying and tokens[max(0, at - 1) : at] != ("but",)
        for at, word in enumerate(tokens)
    )


def is_conditional(tokens: Tokens) -> bool:
    """Whether it tells when something is to be done: `if it rains`, but not `if you would`."""
    clauses = english().clauses
    return any(
        tokens[at : at + len(words)] == words
        and tokens[at + len(words) : at + len(words) + 2] not in clauses.polite_conditions
        for words in clauses.conditions
        for at in range(len(tokens))
    )


def _is_both_ways(tokens: Tokens) -> bool:
    """Whether it says `on and off`, which nobody can do at once."""
    ends = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return any({a, c} == _ON_OFF and b in {"and", "or"} for a, b, c in ends)


def _is_told(tokens: Tokens, free: Tokens) -> bool:
    """Whether the words, of which the free ones fill no slot, tell how something is.

    A telling word at the very beginning has no subject: it is another one that was misheard.
    """
    if any(word in free and other not in free for word, other in english().only_with.items()):
        return True
    telling = english().words("telling").difference(tokens[:1])
    told = [at for at, word in enumerate(free) if word in telling]
    return any(english().words("subjects").issuperset(free[:at]) for at in told)


def _free(tokens: Tokens, found: Sequence[Span]) -> Tokens:
    """The words that fill no slot."""
    filling = {at for span in found for at in range(span.start, span.end)}
    return tuple(word for at, word in enumerate(tokens) if at not in filling)
