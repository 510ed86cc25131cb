"""Wake words among the sentences that are listened for."""

from collections.abc import Iterable, Iterator, Sequence

from edge_agent.nlu.fillers import Filling
from edge_agent.nlu.taught_sentences import ways_to_say


def spoken_wake_words(words: Iterable[str]) -> tuple[Filling, ...]:
    """How wake words are said."""
    return tuple(tuple(way.split()) for word in words for way in ways_to_say(word))


def woken_phrases(words: Sequence[str], phrases: Sequence[str]) -> Iterator[str]:
    """Wake words alone, and before what phrases begin with, for a recogniser that takes phrases."""
    first = {phrase.split()[0]: phrase for phrase in reversed(phrases)}
    for words_said in spoken_wake_words(words):
        said = " ".join(words_said)
        yield said
        yield from (f"{said} {phrase}" for phrase in first.values())
