"""The language of teaching, as read from its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

from edge_agent.nlu.normalise import normalise

Tokens = tuple[str, ...]

PLACE: Final = "{phrase}"
"""Where a phrase stands in a sentence about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachingLanguage:
    """How wordings are compared, and what one says to teach."""

    light: frozenset[str]
    """Words that tell little of what is meant."""
    turning: frozenset[str]
    """Words that make another thing of a sentence."""
    asking: frozenset[str]
    """Words that make a question of a sentence that begins with them."""
    asking_before_tellers: frozenset[str]
    """As `asking`, if one of `tellers` follows."""
    only_with: Mapping[str, frozenset[str]]
    """Words that make a statement of a sentence that has none of certain others."""
    being: frozenset[str]
    """Words that join a thing and how it is."""
    tellers: frozenset[str]
    """After these a verb with the ending of the past tells of other times."""
    past_ending: str
    endings: tuple[tuple[str, str], ...]
    """Endings that words lose, and what takes their place."""
    whole: frozenset[str]
    """Words that only look as if they had such an ending."""
    background: tuple[Tokens, ...]
    """Sentences that are no phrase of anybody's."""
    learn: tuple[str, ...]
    """Sentences that ask for a phrase to be learnt."""
    listing: tuple[str, ...]
    """Sentences that ask for what was learnt."""
    forget: tuple[str, ...]
    """What asks to forget a phrase, with its place."""
    forget_surely: tuple[Tokens, ...]
    """After these words nothing but a phrase can be meant."""
    decoys: tuple[str, ...]
    """Sentences with a phrase that do not call for it, with its place."""
    spoken: tuple[str, ...]
    """Sentences that call for a phrase, with its place."""


@lru_cache(maxsize=1)
def english_teaching() -> TeachingLanguage:
    """Teaching in English."""
    text = (files("edge_agent.nlu") / "en.teaching.yaml").read_text(encoding="utf-8")
    source: dict[str, Any] = yaml.safe_load(text)
    return TeachingLanguage(
        light=frozenset(source["light"]),
        turning=frozenset(source["turning"]),
        asking=frozenset(source["asking"]),
        asking_before_tellers=frozenset(source["asking_before_tellers"]),
        only_with={word: frozenset(others) for word, others in source["only_with"].items()},
        being=frozenset(source["being"]),
        tellers=frozenset(source["tellers"]),
        past_ending=source["past_ending"],
        endings=tuple((ending, instead) for ending, instead in source["endings"]),
        whole=frozenset(source["whole"]),
        background=tuple(map(normalise, source["background"])),
        learn=tuple(source["learn"]),
        listing=tuple(source["listing"]),
        forget=tuple(source["forget"]),
        forget_surely=tuple(map(normalise, source["forget_surely"])),
        decoys=tuple(source["decoys"]),
        spoken=tuple(source["spoken"]),
    )
