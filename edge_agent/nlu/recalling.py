"""When what was said is a phrase that was taught, and not what it is understood as otherwise."""

from collections.abc import Sequence
from typing import Final

from edge_agent.domain.phrase import Phrase, PhraseRequest, RequestKind
from edge_agent.domain.understanding import Reason, Understanding
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.taught import PhraseBook
from edge_agent.nlu.teaching_language import PLACE, Tokens, english_teaching
from edge_agent.nlu.wording import is_turned, without_politeness

_SURE: Final = 1.0
"""The confidence of what follows a pattern to the word."""
_NEVER: Final = frozenset({Reason.NOISE, Reason.NEGATED})


def recalled(
    alternatives: Sequence[str], understanding: Understanding, book: PhraseBook
) -> tuple[str, Phrase] | None:
    """The phrase that was said, and the alternative that says it.

    Args:
        alternatives: what may have been said, likeliest first.
        understanding: what they mean without phrases. Commands count, unless the likeliest is an
            example to the word; but a need that is only guessed gives way to what was taught.
        book: the phrases.
    """
    if not alternatives or not book.phrases:
        return None
    first, *others = alternatives
    phrase = book.exact(first)
    if phrase is not None:
        return first, phrase
    if not _is_open(understanding):
        return None
    phrase = book.meant(first)
    if phrase is not None:
        return first, phrase
    if understanding.commands:
        return None
    found = ((text, book.exact(text)) for text in others)
    return next(
        ((text, one) for text, one in found if one and not _turns(first, text)),
        None,
    )


def _is_open(understanding: Understanding) -> bool:
    """Whether it may be a phrase that is not said to the word."""
    if understanding.rejection is not None:
        return understanding.rejection.reason not in _NEVER
    return all(c.intent.is_need and c.confidence < _SURE for c in understanding.commands)


def request_of(text: str, book: PhraseBook) -> PhraseRequest | None:
    """What a sentence asks about phrases; None where it is about something else."""
    language = english_teaching()
    tokens = without_politeness(normalise(text))
    for kind, sentences in (
        (RequestKind.LEARN, language.learn),
        (RequestKind.LIST, language.listing),
    ):
        if tokens in set(map(normalise, sentences)):
            return PhraseRequest(kind=kind)
    for words in _forgetting():
        said = " ".join(tokens[len(words) :])
        is_sure = words in language.forget_surely
        if tokens[: len(words)] == words and said and (is_sure or book.exact(said)):
            return PhraseRequest(kind=RequestKind.FORGET, said=said)
    return None


def _turns(first: str, text: str) -> bool:
    return is_turned(normalise(first), normalise(text))


def _forgetting() -> list[Tokens]:
    """What comes before a phrase that is to be forgotten, the longest first."""
    beginnings = (normalise(pattern.replace(PLACE, "")) for pattern in english_teaching().forget)
    return sorted(beginnings, key=len, reverse=True)
