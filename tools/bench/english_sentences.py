"""Sentences of general English that are no commands for a home, from packages with free licences.

Nothing of their text is part of this repository; the packages are fetched when needed.
"""

import html
import random
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from packages import checksum, fetched_from_pypi, unpacked_from_debian

from edge_agent.config.paths import models_directory
from edge_agent.speech.lexicon.dictionary import Dictionary

FEWEST_WORDS, MOST_WORDS = 2, 20
SEED: Final = 17

CHATBOT: Final = "python-aiml==0.9.3"
CHATBOT_FILE: Final = "python-aiml-0.9.3.zip"
WORDNET: Final = "wordnet-base"
WORDNET_CHECKSUM: Final = "512500d3515c3ebb31bb9bce65910968272a93103d6d4687f99cefaa1f6e11ed"
"""Of the four files of WordNet 3.0, as Debian has shipped them for years."""
WORDNET_FILES: Final = ("data.adj", "data.adv", "data.noun", "data.verb")

_NOT_CONVERSATION: Final = re.compile(r"/(mp\d|reduction\.names|std-german|std-dictionary|test)")
"""Files of facts to be judged, of names, of another language, and of definitions."""
_PATTERN: Final = re.compile(r"<pattern>([^<*_]*)</pattern>", re.DOTALL)
_REPLY: Final = re.compile(r"<template>([^<]*)</template>", re.DOTALL)
_EXAMPLE: Final = re.compile(r'"([^"]*)"')
_END: Final = re.compile(r"[.!?]+(?:\s|$)")
_SILENT: Final = re.compile(r"[,;:\"]|(?<![a-z])'|'(?![a-z])|\s-+\s|(?<=[a-z])-(?=[a-z])")
_SAYABLE: Final = re.compile(r"[a-z' ]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """Sentences as a recogniser prints them: lower case, letters and apostrophes."""

    title: str
    texts: tuple[str, ...]
    """Each once, in order."""

    def drawn(self, count: int) -> "Sentences":
        """So many of them, or all, the same ones each time."""
        if count >= len(self.texts):
            return self
        drawn = random.Random(SEED).sample(self.texts, count)
        return Sentences(title=self.title, texts=tuple(drawn))


def chatbot_sentences(cache: Path) -> tuple[Sentences, ...]:
    """What people say to a chatbot, and its replies; nothing where the package cannot be had."""
    path = fetched_from_pypi(cache, CHATBOT, CHATBOT_FILE)
    if path is None:
        return ()
    said, replied = list[str](), list[str]()
    for text in _conversations(path):
        said += utterances(text)
        replied += replies(text)
    words = known_words()
    return (
        Sentences(title="said to a chatbot", texts=sentences(said, words)),
        Sentences(title="a chatbot's replies", texts=sentences(replied, words)),
    )


def wordnet_sentences(cache: Path) -> tuple[Sentences, ...]:
    """The examples of WordNet; nothing where the package cannot be had.

    Raises:
        ValueError: it is not WordNet 3.0.
    """
    folder = unpacked_from_debian(cache, WORDNET)
    if folder is None:
        return ()
    files = [folder / "usr" / "share" / "wordnet" / name for name in WORDNET_FILES]
    if checksum(files) != WORDNET_CHECKSUM:
        raise ValueError(f"{folder} holds another WordNet than 3.0; delete it to fetch it again.")
    found = [text for file in files for text in examples(file.read_text("latin-1"))]
    return (Sentences(title="examples of WordNet", texts=sentences(found, known_words())),)


def utterances(aiml: str) -> list[str]:
    """What a file of a chatbot takes for something that people say as a whole."""
    return [html.unescape(text) for text in _PATTERN.findall(aiml)]


def replies(aiml: str) -> list[str]:
    """The sentences of answers of plain text."""
    return [part for text in _REPLY.findall(aiml) for part in split(html.unescape(text))]


def examples(wordnet: str) -> list[str]:
    """The sentences between quotation marks in a file of WordNet."""
    glosses = (line.partition(" | ")[2] for line in wordnet.splitlines())
    return [part for gloss in glosses for text in _EXAMPLE.findall(gloss) for part in split(text)]


def split(text: str) -> Iterator[str]:
    """The sentences of a text."""
    return (part for part in _END.split(" ".join(text.split())) if part.strip())


def sentences(texts: Iterable[str], words: frozenset[str]) -> tuple[str, ...]:
    """Those of 2 to 20 words that all are among the words, as a recogniser prints them."""
    said = {" ".join(_SILENT.sub(" ", text.lower()).split()) for text in texts}
    return tuple(sorted(text for text in said if _is_sentence(text, words)))


def known_words() -> frozenset[str]:
    """English words: those of the pronunciation dictionary."""
    dictionary = Dictionary.load(models_directory() / "g2p")
    return frozenset(word for word, _ in dictionary.entries())


def _is_sentence(text: str, words: frozenset[str]) -> bool:
    parts = text.split()
    has_length = FEWEST_WORDS <= len(parts) <= MOST_WORDS
    return has_length and bool(_SAYABLE.fullmatch(text)) and words.issuperset(parts)


def _conversations(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".aiml") and not _NOT_CONVERSATION.search(name):
                yield archive.read(name).decode("utf-8", errors="replace")
