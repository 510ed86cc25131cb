"""Words that a speech model knows: others can never be heard."""

from collections.abc import Iterable
from typing import Protocol


class Lexicon(Protocol):
    """Anything that knows words."""

    def knows(self, word: str) -> bool:
        """Whether a lower-case word can be recognised."""
        ...


def unknown_words(texts: Iterable[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Words of the texts that cannot be recognised, lower case, each once, in order."""
    words = dict.fromkeys(word for text in texts for word in text.lower().split())
    return tuple(word for word in words if not lexicon.knows(word))


def speakable(phrases: Iterable[str], lexicon: Lexicon) -> tuple[str, ...]:
    """The phrases, lower case and each once, all of whose words can be recognised.

    Vosk would drop the unknown words and listen for what is left of the phrase.
    """
    kept = dict.fromkeys(" ".join(phrase.lower().split()) for phrase in phrases)
    kept.pop("", None)
    unknown = set(unknown_words(kept, lexicon))
    return tuple(phrase for phrase in kept if unknown.isdisjoint(phrase.split()))
