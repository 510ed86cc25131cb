"""From a graph of words to a grammar that a Vosk model listens with."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from edge_agent.domain.grammar import WordGraph
from edge_agent.speech.grammar.model_copy import (
    GRAMMAR_FILE,
    LEXICON_FILE,
    WORDS_FILE,
    graph_directory,
    link_model,
)
from edge_agent.speech.grammar.sentence_fst import Spelling, sentence_fst
from edge_agent.speech.lexicon import HeardWord, ModelLexicon, Treatment, known_words
from edge_agent.speech.recogniser import CONTINUED, Grammar, Recogniser, SpeechModel

OpenLexicon = Callable[[SpeechModel], ModelLexicon]
"""Loads what knows the words of a model; it is not kept, for it is large."""


class SentenceGrammar:
    """Hears the sentences of a graph and nothing else, and tells how well they fit."""

    def __init__(self, sentences: SpeechModel, free: SpeechModel | None) -> None:
        """Take a model of the sentences and, for comparison, one of free speech."""
        self._sentences = sentences
        self._free = free

    def recogniser(self, alternatives: int) -> Recogniser:
        """As `Grammar.recogniser`."""
        free = None if self._free is None else self._free.recogniser(alternatives=1)
        return self._sentences.recogniser(alternatives=alternatives, rival=free)


@dataclass(frozen=True, slots=True)
class GrammarCompiler:
    """Makes grammars for one model whose graph leaves the grammar open."""

    model: SpeechModel
    """The model, which hears whatever it knows; sentences are compared with that."""
    open_lexicon: OpenLexicon
    """For the words that the model lacks."""
    compares: bool
    """Whether sentences are compared at all."""

    def compile(self, graph: WordGraph, written: Mapping[str, str]) -> Grammar:
        """A grammar of a graph's sentences; takes a second or so.

        Raises:
            ModelError: a file of the model is damaged, or the model does not take it.
        """
        with TemporaryDirectory(prefix="edge-agent-") as name:
            into, lexicon = Path(name), self.open_lexicon(self.model)
            write_grammar(self.model.directory, lexicon, graph, written, into=into)
            sentences = SpeechModel.load(into)
        return SentenceGrammar(sentences, self.model if self.compares else None)


def write_grammar(
    model_directory: Path,
    lexicon: ModelLexicon,
    graph: WordGraph,
    written: Mapping[str, str],
    *,
    into: Path,
) -> None:
    """Write a model that hears a graph's sentences; words that it lacks become known to it.

    Args:
        model_directory: the model that it is made of; it is linked to.
        lexicon: the same model's.
        graph: the sentences.
        written: how words of names are written, where that is known.
        into: an empty directory.

    Raises:
        ModelError: a file of the model is damaged, or a word cannot be taken.
    """
    heard = [lexicon.heard(word, written=written.get(word, "")) for word in graph.words]
    learns = any(word.treatment in _LEARNT for word in heard)
    without = {GRAMMAR_FILE, WORDS_FILE, LEXICON_FILE} if learns else {GRAMMAR_FILE, WORDS_FILE}
    link_model(model_directory, into, without=without)
    files = graph_directory(into)
    if learns:
        lexicon.extend(heard, files)
    ids = _with_aliases(heard, known_words(into if learns else model_directory))
    _write_words(files / WORDS_FILE, ids)
    spellings = {word.word: _spellings(word, ids) for word in heard}
    sentence_fst(graph, spellings).write(files / GRAMMAR_FILE)


_LEARNT: Final = frozenset({Treatment.ADDED, Treatment.FURTHER})


def _with_aliases(heard: Iterable[HeardWord], ids: Mapping[str, int]) -> dict[str, int]:
    """Ids of all words, also of those that aliases stand for and of what fills up a chain."""
    named = [word.word for word in heard if word.treatment == Treatment.ALIAS]
    new = [word for word in dict.fromkeys((*named, CONTINUED)) if word not in ids]
    first = max(ids.values()) + 1
    return {**ids, **{word: first + at for at, word in enumerate(new)}}


def _spellings(heard: HeardWord, ids: Mapping[str, int]) -> list[Spelling]:
    """How a word is heard; nothing where it cannot be."""
    if heard.treatment == Treatment.UNHEARD:
        return []
    own = ids[heard.word]
    if heard.treatment != Treatment.ALIAS:
        return [Spelling(inputs=(own,), outputs=(own,))]
    return [
        Spelling(
            inputs=tuple(ids[word] for word in alias.words),
            outputs=(own, *[ids[CONTINUED]] * (len(alias.words) - 1)),
        )
        for alias in heard.aliases
    ]


def _write_words(path: Path, ids: Mapping[str, int]) -> None:
    path.unlink(missing_ok=True)
    lines = (f"{word} {number}\n" for word, number in ids.items())
    path.write_text("".join(lines), encoding="utf-8")
