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

    Common words stand first, then an empty line, then the rest; both in order.
    """

    def __init__(self, text: str) -> None:
        # Searched as it is: a table of all words would take 60 MB.
        self._text = text
        self._common_end = text.find("\n\n") + 1

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
        common = tuple(self._ways(word, 0, self._common_end))
        return common or tuple(self._ways(word, self._common_end + 1, len(self._text)))

    def is_common(self, word: str) -> bool:
        """Whether a word is among those that people use most."""
        return any(self._ways(word, 0, self._common_end))

    def entries(self) -> Iterator[tuple[str, Pronunciation]]:
        """All words and ways, common words first."""
        for line in self._text.splitlines():
            if line:
                word, *phones = line.split()
                yield word, tuple(phones)

    def _ways(self, word: str, low: int, high: int) -> Iterator[Pronunciation]:
        """The ways of a word among the lines from `low` to `high`, which are in order."""
        at = self._first_line(word, low, high)
        while self._text.startswith(f"{word} ", at, high):
            end = self._text.find("\n", at)
            yield tuple(self._text[at + len(word) : end].split())
            at = end + 1

    def _first_line(self, word: str, low: int, high: int) -> int:
        """Where the first line begins whose word does not come before this one."""
        while low < high:
            middle = self._text.rfind("\n", low, (low + high) // 2) + 1 or low
            end = self._text.find("\n", middle) + 1
            if self._text[middle : self._text.find(" ", middle)] < word:
                low = end
            else:
                high = middle
        return low


def brands() -> dict[str, tuple[str, ...]]:
    """Names of makers, programs and standards, with how they sound, as `brands.txt` has them."""
    text = files(__package__).joinpath(_BRANDS_FILE).read_text(encoding="utf-8")
    found = {}
    for line in text.splitlines():
        word, _, ways = line.partition("#")[0].partition(":")
        if ways:
            found[word.strip()] = tuple(way.strip() for way in ways.split("|"))
    return found
