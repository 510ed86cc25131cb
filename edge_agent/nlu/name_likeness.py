"""How much words that were heard are like a name: by spelling and by sound."""

from collections.abc import Sequence
from typing import Final

import jellyfish
from rapidfuzz import fuzz

OTHER_FORM: Final = 0.99
"""The score of `lamps` for `lamp` and `bed side` for `bedside`."""
_MIN_WORD_SCORE: Final = 0.68
_MIN_REST_SCORE: Final = 0.55
_MIN_OTHER_START_SCORE: Final = 0.75
"""For what is left of two names without the words that they share."""
_MIN_PLURAL_LENGTH: Final = 4


def key_of(tokens: Sequence[str]) -> str:
    """Words without plurals and gaps: `bed side lamps` and `bedside lamp` are the same."""
    return "".join(_singular(token) for token in tokens)


def _singular(word: str) -> str:
    is_plural = len(word) >= _MIN_PLURAL_LENGTH and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


def form_score(tokens: Sequence[str], name: Sequence[str]) -> float:
    """1 for the words of a name with the same letters, else `OTHER_FORM`."""
    return 1.0 if "".join(tokens) == "".join(name) else OTHER_FORM


def sound_of(tokens: Sequence[str]) -> str:
    """How words sound, as one phonetic code."""
    return jellyfish.metaphone("".join(tokens)).replace("0", "T")


def similarity(
    tokens: Sequence[str], heard: str, name: Sequence[str], key: str, sound: str
) -> float:
    """0 to 1: half spelling, half sound; what is not the same word must be alike by itself.

    Args:
        tokens: what was heard.
        heard: its `key_of`.
        name: the words of the name.
        key: its `key_of`.
        sound: its `sound_of`.
    """
    if len(tokens) == len(name):
        for word, other in zip(tokens, name, strict=True):
            if word != other and _word_score(word, other) < _MIN_WORD_SCORE:
                return 0.0
    said, meant = _without_common(tokens, name)
    if said and meant and not _are_alike("".join(said), "".join(meant)):
        return 0.0
    spelling = max(fuzz.ratio(heard, key), fuzz.ratio("".join(tokens), "".join(name)))
    return (spelling + fuzz.ratio(sound_of(tokens), sound)) / 200


def _without_common(tokens: Sequence[str], others: Sequence[str]) -> tuple[list[str], list[str]]:
    """Both without the words they share: a `light` in both says nothing of the rest."""
    words, other_words = [_singular(t) for t in tokens], [_singular(t) for t in others]
    common = set(words) & set(other_words)
    return [w for w in words if w not in common], [w for w in other_words if w not in common]


def _are_alike(word: str, other: str) -> bool:
    """More is asked of words that begin differently: a beginning is what is heard best."""
    sound, other_sound = sound_of((word,)), sound_of((other,))
    begins_alike = sound[:1] == other_sound[:1]
    likeness = (fuzz.ratio(word, other) + fuzz.ratio(sound, other_sound)) / 200
    return bool(likeness >= (_MIN_REST_SCORE if begins_alike else _MIN_OTHER_START_SCORE))


def _word_score(word: str, other: str) -> float:
    if word[0].isdigit() or other[0].isdigit():
        return 0.0
    return max(fuzz.ratio(word, other), fuzz.ratio(sound_of((word,)), sound_of((other,)))) / 100
