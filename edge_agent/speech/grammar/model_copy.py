"""A model's directory with some files of its own and links to the others."""

from collections.abc import Collection
from pathlib import Path
from typing import Final

from edge_agent.speech.search import Search

GRAMMAR_FILE: Final = "Gr.fst"
LEXICON_FILE: Final = "HCLr.fst"
SEARCH_FILE: Final = "model.conf"
WORDS_FILE: Final = "words.txt"
WORD_ENDS_FILE: Final = "word_boundary.int"


def takes_grammars(model_directory: Path) -> bool:
    """Whether the model's graph leaves the grammar open; a graph that is one whole does not."""
    return (graph_directory(model_directory) / LEXICON_FILE).is_file()


def graph_directory(model_directory: Path) -> Path:
    """Where the graph lies: Vosk's older layout has all files in one directory."""
    graph = model_directory / "graph"
    return graph if graph.is_dir() else model_directory


def link_model(model_directory: Path, into: Path, *, without: Collection[str]) -> None:
    """Link to a model's files in another directory.

    Args:
        model_directory: the model.
        into: the other directory.
        without: names of the files that are left out, to be written anew.
    """
    for path in model_directory.rglob("*"):
        if path.is_file() and path.name not in without:
            link = into / path.relative_to(model_directory)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path.resolve())


def write_configuration(model_directory: Path, into: Path, search: Search) -> None:
    """Write how a copy of a model searches; in Vosk's older layout that cannot be told.

    Args:
        model_directory: the model.
        into: the copy, which lacks the file.
        search: how.
    """
    own = model_directory / "conf" / SEARCH_FILE
    if own.is_file():
        text = search.configuration(own.read_text("utf-8"))
        (into / "conf").mkdir(exist_ok=True)
        (into / "conf" / SEARCH_FILE).write_text(text, encoding="utf-8")
