"""From a graph of words to a grammar that a Vosk model listens with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edge_agent.domain.grammar import WordGraph
from edge_agent.speech.grammar.broken_off import with_broken_off
from edge_agent.speech.grammar.free_speech import with_free_speech
from edge_agent.speech.grammar.frequent_words import words_of
from edge_agent.speech.grammar.model_copy import (
    GRAMMAR_FILE,
    LEXICON_FILE,
    SEARCH_FILE,
    WORD_ENDS_FILE,
    WORDS_FILE,
    graph_directory,
    link_model,
    write_configuration,
)
from edge_agent.speech.grammar.sentence_fst import Spelling, sentence_fst
from edge_agent.speech.lexicon import HeardWord, ModelLexicon, Treatment, known_words
from edge_agent.speech.recogniser import CONTINUED
from edge_agent.speech.search import BROKEN_OFF, OTHER, Search


@dataclass(frozen=True, slots=True, kw_only=True)
class GrammarWriter:
    """Writes models that hear the sentences of graphs; words that one lacks become known to it."""

    model_directory: Path
    """The model that they are made of; they link to it."""
    lexicon: ModelLexicon
    """The same model's."""
    search: Search
    """How they will search, and whether they hear free speech, too."""

    def write(self, graph: WordGraph, written: Mapping[str, str], into: Path) -> None:
        """Write one.

        Args:
            graph: the sentences.
            written: how words of names are written, where that is known.
            into: an empty directory.

        Raises:
            ModelError: a file of the model is damaged, or a word cannot be taken.
        """
        heard = [self.lexicon.heard(word, written=written.get(word, "")) for word in graph.words]
        learns = any(word.treatment in _LEARNT for word in heard)
        without = {LEXICON_FILE, *_REPLACED} if learns else _REPLACED
        link_model(self.model_directory, into, without=without)
        write_configuration(self.model_directory, into, self.search)
        files = graph_directory(into)
        if learns:
            self.lexicon.extend(heard, files)
        known = known_words(into if learns else self.model_directory)
        ids = _with_marks(heard, known)
        _write_words(files / WORDS_FILE, ids)
        grammar = sentence_fst(graph, {word.word: _spellings(word, ids) for word in heard})
        starts = (0,) if graph.call is None else (0, graph.call)
        grammar = with_broken_off(grammar, mark=ids[BROKEN_OFF], starts=starts)
        if self.search.head_start is not None:
            grammar = with_free_speech(
                grammar,
                words_of(self.model_directory, known),
                mark=ids[OTHER],
                head_start=self.search.head_start,
                starts=graph.starts,
                call=graph.call,
            )
        grammar.write(files / GRAMMAR_FILE)


_REPLACED: Final = frozenset({GRAMMAR_FILE, WORDS_FILE, WORD_ENDS_FILE, SEARCH_FILE})
"""What a grammar writes anew. Where words begin and end is left out: it is for times that nobody
asks for, and free speech, printed as one mark, would be at odds with it."""
_LEARNT: Final = frozenset({Treatment.ADDED, Treatment.FURTHER})


def _with_marks(heard: Iterable[HeardWord], ids: Mapping[str, int]) -> dict[str, int]:
    """Ids of all words, also of those that aliases stand for and of what is no word."""
    named = [word.word for word in heard if word.treatment == Treatment.ALIAS]
    new = [
        word for word in dict.fromkeys((*named, CONTINUED, OTHER, BROKEN_OFF)) if word not in ids
    ]
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
