"""Words with the ways they are said, from files and as people write them."""

import lzma
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final

from edge_agent.errors import ModelError
from edge_agent.speech.lexicon.phones import Pronunciation

DICTIONARY_FILE: Final = "dictionary.txt.xz"
_BRANDS_FILE: Final = "brands.txt"


class Dictionary:
    """The CMU Pronouncing Dictionary: a word and one way to say it a line.

    Common words stand first, then an empty line, then the rest.
    """

    def __init__(self, text: str) -> None:
        # A search takes a millisecond at most; a table of all words would take 60 MB.
        self._text = f"\n{text}"
        self._rest = self._text.find("\n\n")

    @classmethod
    def load(cls, directory: Path) -> "Dictionary":
        """The dictionary of a model directory.

        Raises:
            ModelError: it is missing or damaged.
        """
        path = directory / DICTIONARY_FILE
        try:
            return cls(lzma.decompress(path.read_bytes()).decode("ascii"))
        except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
            raise ModelError(
                f"Pronunciation dictionary {path} cannot be read; install edge-agent again."
            ) from error

    def ways(self, word: str) -> tuple[Pronunciation, ...]:
        """How a lower-case word is said, likeliest first; nothing for an unknown one."""
        return tuple(self._ways_from(self._text.find(f"\n{word} "), f"\n{word} "))

    def is_common(self, word: str) -> bool:
        """Whether a word is among those that people use most."""
        return 0 <= self._text.find(f"\n{word} ") < self._rest

    def entries(self) -> Iterator[tuple[str, Pronunciation]]:
        """All words and ways, common words first."""
        for line in self._text.splitlines():
            if line:
                word, *phones = line.split()
                yield word, tuple(phones)

    def _ways_from(self, at: int, start: str) -> Iterator[Pronunciation]:
        while at >= 0 and self._text.startswith(start, at):
            end = self._text.find("\n", at + 1)
            yield tuple(self._text[at + len(start) : end].split())
            at = end


def brands() -> dict[str, tuple[str, ...]]:
    """Names of makers, programs and standards, with how they sound, as `brands.txt` has them."""
    text = files(__package__).joinpath(_BRANDS_FILE).read_text(encoding="utf-8")
    found = {}
    for line in text.splitlines():
        word, _, ways = line.partition("#")[0].partition(":")
        if ways:
            found[word.strip()] = tuple(way.strip() for way in ways.split("|"))
    return found
