"""The words of a model: from `words.txt`, or from the symbols within its grammar."""

from pathlib import Path
from typing import Final

from edge_agent.errors import ModelError
from edge_agent.speech.open_fst import read_header, read_symbols

_SPECIAL: Final = "<#[!"


def known_words(model_directory: Path) -> dict[str, int]:
    """All words that a model knows, with their ids; empty where they cannot be found out.

    Raises:
        ModelError: a file is damaged.
    """
    graph = model_directory / "graph"
    graph = graph if graph.is_dir() else model_directory
    if (listed := graph / "words.txt").is_file():
        return read_words(listed)
    grammar = graph / "Gr.fst"
    return _symbols(grammar) if grammar.is_file() else {}


class ListedWords:
    """The words of a model by its files, which need not be loaded for them."""

    def __init__(self, directory: Path) -> None:
        """Read them.

        Raises:
            ModelError: a file is damaged.
        """
        self.directory = directory
        """The model."""
        self._ids = known_words(directory)

    def knows(self, word: str) -> bool:
        """Whether the model can recognise a lower-case word."""
        return word in self._ids


def read_words(path: Path) -> dict[str, int]:
    """The ids of words by `words.txt`, in its order.

    Raises:
        ModelError: it is damaged.
    """
    words = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        word, _, number = line.rpartition(" ")
        if not word or not number.isdecimal():
            raise ModelError(f"Speech model file {path} is damaged; fetch the model again.")
        words[word.strip()] = int(number)
    if not words:
        raise ModelError(f"Speech model file {path} is empty; fetch the model again.")
    return words


def is_word(symbol: str) -> bool:
    """Whether a symbol is a word that people say, not a mark such as `<eps>` or `!SIL`."""
    return bool(symbol) and symbol[0] not in _SPECIAL


def _symbols(path: Path) -> dict[str, int]:
    """The table of input symbols at the beginning of an OpenFst file; empty without one."""
    raw = path.read_bytes()
    try:
        header, end = read_header(raw)
        return read_symbols(raw, header, end)[0]
    except ValueError as error:
        raise ModelError(f"Speech model file {path} is cut off; fetch the model again.") from error
