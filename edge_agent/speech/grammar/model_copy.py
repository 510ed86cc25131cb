"""A model's directory with some files of its own and links to the others."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

GRAMMAR_FILE: Final = "Gr.fst"
LEXICON_FILE: Final = "HCLr.fst"
WORDS_FILE: Final = "words.txt"


def takes_grammars(model_directory: Path) -> bool:
    """Whether the model's graph leaves the grammar open; a graph that is one whole does not."""
    return (graph_directory(model_directory) / LEXICON_FILE).is_file()


def graph_directory(model_directory: Path) -> Path:
    """Where the graph lies: Vosk's older layout has all files in one directory."""
    graph = model_directory / "graph"
    return graph if graph.is_dir() else model_directory


@contextmanager
def model_copy(model_directory: Path, *, without: Collection[str]) -> Iterator[Path]:
    """A directory of links to the model's files, for as long as it is needed.

    Args:
        model_directory: the model.
        without: names of the files that are left out, to be written anew.
    """
    with TemporaryDirectory(prefix="edge-agent-") as name:
        copy = Path(name)
        for path in model_directory.rglob("*"):
            if path.is_file() and path.name not in without:
                link = copy / path.relative_to(model_directory)
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(path.resolve())
        yield copy
