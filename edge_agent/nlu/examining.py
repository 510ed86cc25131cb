"""What may be taught: neither what is understood already, nor what would get round a question."""

from typing import Final

from edge_agent.domain.intent import Intent
from edge_agent.domain.phrase import MAX_CHARACTERS, Refusal, RefusalReason
from edge_agent.domain.understanding import Understanding
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.language import Tokens, english
from edge_agent.nlu.network import MAX_TOKENS
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.recalling import request_of
from edge_agent.nlu.skeleton import ANSWERS
from edge_agent.nlu.taught import PhraseBook
from edge_agent.nlu.telling import is_no_command
from edge_agent.nlu.wording import without_politeness

_DEPENDENT: Final = ANSWERS | {Intent.FOLLOW_UP, Intent.UNDO}
"""What means nothing without what was said before."""


def refusal_of_example(
    text: str, understanding: Understanding, gazetteer: Gazetteer, book: PhraseBook, does: str = ""
) -> Refusal | None:
    """Why words cannot be taught; None where they can.

    Args:
        text: the example.
        understanding: what it means without phrases.
        gazetteer: the names of the home.
        book: the phrases that are known already.
        does: what the words are to do; they may be like another phrase that does the same.
    """
    tokens = without_politeness(normalise(text))
    reason = _reason(text, tokens, understanding, gazetteer, book)
    if reason is not None:
        return Refusal(reason=reason, said=text)
    near = book.nearest(text)
    other = book.exact(text) or (near.phrase if near is not None and near.is_meant else None)
    if other is not None and (book.exact(text) or other.does != does):
        return Refusal(reason=RefusalReason.TAUGHT, said=text, other=other.name)
    return None


def is_independent(understanding: Understanding) -> bool:
    """Whether commands mean the same whenever they are given.

    What answers a question must never be hidden in a phrase: it would say yes for somebody.
    """
    return all(
        command.intent not in _DEPENDENT and not command.refers_back
        for command in understanding.commands
    )


def _reason(
    text: str,
    tokens: Tokens,
    understanding: Understanding,
    gazetteer: Gazetteer,
    book: PhraseBook,
) -> RefusalReason | None:
    if not text.isprintable() or english().words("function").issuperset(tokens):
        return RefusalReason.NO_WORDS
    if len(tokens) > MAX_TOKENS or len(text) > MAX_CHARACTERS:
        return RefusalReason.TOO_LONG
    if gazetteer.exact("name", tokens) or gazetteer.exact("area", tokens):
        return RefusalReason.A_NAME
    if understanding.commands or request_of(text, book) is not None:
        return RefusalReason.ORDINARY
    return RefusalReason.DENIES if is_no_command(tokens, gazetteer) else None
