"""How something was said: politely, in a hurry; and small talk, which asks for nothing."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import product
from typing import Final

from edge_agent.domain.response import Manner, Topic
from edge_agent.domain.understanding import Reason, Understanding
from edge_agent.nlu.language import Tokens, english
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.template import Choice, Part, Sequence_, Slot, parse

Head = Callable[[Tokens], tuple[str, float]]
"""A network's label, of `Manner` or `Topic`, and how sure it is of that, 0 to 1."""
MIN_CONFIDENCE: Final = 0.8
"""A head that is less sure is not heeded: a wrong answer to chatter is worse than none."""

_UNHEARD: Final = frozenset({Reason.NOISE, Reason.GAP, Reason.OTHER_SPEECH})
"""What was said is not known, or not meant for the agent."""
_OPEN: Final = frozenset(
    {Reason.NOT_A_COMMAND, Reason.STATEMENT, Reason.INCOMPLETE, Reason.LOW_CONFIDENCE}
)
"""What may be small talk that follows no pattern."""


def no_head(_: Tokens) -> tuple[str, float]:
    """Know nothing beyond the patterns."""
    return Manner.PLAIN, 0.0


def tone_of(understanding: Understanding, head: Head = no_head) -> Manner | Topic:
    """The manner of a command, or the topic of small talk; plain where it is neither.

    Args:
        understanding: what was said and what it was understood as.
        head: is asked where no pattern tells.
    """
    tokens = normalise(understanding.text)
    if understanding.commands:
        is_need = any(command.intent.is_need for command in understanding.commands)
        return Manner.WARM if is_need else _manner(tokens, head)
    reason = understanding.rejection.reason if understanding.rejection else Reason.NOISE
    if reason in _UNHEARD:
        return Manner.PLAIN
    return small_talk().get(tokens) or (_topic(tokens, head) if reason in _OPEN else Manner.PLAIN)


@lru_cache(maxsize=1)
def small_talk() -> dict[Tokens, Topic]:
    """The language's small talk, sentence by sentence."""
    return {
        normalise(" ".join(words)): topic
        for use in ("written", "spoken")
        for topic, patterns in patterns_of(use).items()
        for pattern in patterns
        for words in _sentences(pattern)
    }


def patterns_of(use: str) -> dict[Topic, tuple[Sequence_, ...]]:
    """Small talk by topic: what is `spoken` and so listened for, or `written` only."""
    return {
        Topic(topic): tuple(parse(line, {}) for line in lines.splitlines())
        for topic, lines in english().part("small_talk")[use].items()
    }


@lru_cache(maxsize=1)
def _manner_words() -> dict[Manner, tuple[Tokens, ...]]:
    """Words that show how something is asked for."""
    return {
        Manner(manner): tuple(normalise(words) for words in listed)
        for manner, listed in english().part("manners").items()
    }


def _manner(tokens: Tokens, head: Head) -> Manner:
    for manner, listed in _manner_words().items():
        if any(_holds(tokens, words) for words in listed):
            return manner
    label, confidence = head(tokens)
    is_manner = label in set(Manner) and confidence >= MIN_CONFIDENCE
    return Manner(label) if is_manner else Manner.PLAIN


def _topic(tokens: Tokens, head: Head) -> Manner | Topic:
    label, confidence = head(tokens)
    is_topic = label in set(Topic) and confidence >= MIN_CONFIDENCE
    return Topic(label) if is_topic else Manner.PLAIN


def _holds(tokens: Tokens, words: Tokens) -> bool:
    """Whether words stand side by side in a sentence."""
    return any(tokens[at : at + len(words)] == words for at in range(len(tokens)))


def _sentences(pattern: Sequence_) -> Iterator[Tokens]:
    """All sentences of a pattern that has no places to be filled."""
    for chosen in product(*(tuple(_readings(part)) for part in pattern)):
        yield tuple(word for words in chosen for word in words)


def _readings(part: Part) -> Iterator[Tokens]:
    match part:
        case Choice():
            for option in part.options:
                yield from _sentences(option)
        case Slot():
            raise ValueError(f"small talk has no places to fill: {part.tag}")
        case str():
            yield (part,)
