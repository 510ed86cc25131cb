"""The words of the language file and of chatter, and the files of this folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from edge_agent.nlu.language import english
from edge_agent.nlu.network import NONE
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.template import Sequence_, Slot, parse, slots

HERE: Final = Path(__file__).parent
CONFUSIONS: Final = {
    "off": ["of"], "to": ["2", "too"], "for": ["4"], "the": ["a", "this", "that"],
    "in": ["and", "on"], "lights": ["light"], "light": ["lights"], "are": ["our"],
    "our": ["are"], "a": ["the"], "is": ["his"], "and": ["in"], "of": ["off"],
    "set": ["said"], "turn": ["term", "turned"], "an": ["and"], "at": ["that"],
}  # fmt: skip
"""What a small word may be taken for."""


def read(name: str) -> dict[str, Any]:
    """The content of a YAML file of this folder."""
    content = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    assert isinstance(content, dict)  # noqa: S101 - our own file
    return content


def chatter_frames() -> list[Sequence_]:
    """The patterns of what is no command."""
    return [parse(frame, {}) for frame in read("chatter.yaml")["frames"]]


def pattern_words() -> dict[str, set[str]]:
    """By intent, the words of its patterns that fill no slot; under `none` those of chatter."""
    before, after = english().polite
    polite = {t for words in (*before, *after) for t in normalise(words)}
    words = {
        str(intent): polite.union(*({*leaf_words(pattern)} for pattern in patterns))
        for intent, patterns in english().patterns.items()
    }
    words[NONE] = set().union(*({*leaf_words(frame)} for frame in chatter_frames()))
    return words


def slot_words() -> set[str]:
    """The words that fill slots, but names, rooms, floors and labels."""
    language = english()
    tables = (
        language.kinds_by_words,
        language.amounts,
        language.states,
        language.step_sizes,
        language.colors,
    )
    words = {t for table in tables for tokens in table for t in tokens}
    for patterns in language.patterns.values():
        for slot in (s for pattern in patterns for s in slots(pattern)):
            words |= {t for w in language.words_for(slot.tag, slot.options) for t in normalise(w)}
    return words | {t for heard in CONFUSIONS.values() for w in heard for t in normalise(w)}


def leaf_words(sequence: Sequence_) -> Iterator[str]:
    """All words of a pattern, with repeats."""
    for part in sequence:
        if isinstance(part, str):
            yield from normalise(part)
        elif not isinstance(part, Slot):
            for option in part.options:
                yield from leaf_words(option)
