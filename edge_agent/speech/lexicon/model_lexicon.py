"""What becomes of each word that people may say: what a model knows, and what is done for the rest.

A model whose graph can be extended learns the word. For another English model, known words that
sound like it stand in the grammar for it. For a model of another language nothing can be done.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final, Protocol

from edge_agent.speech.lexicon.aliases import Alias, AliasFinder
from edge_agent.speech.lexicon.graph import LexiconGraph
from edge_agent.speech.lexicon.pronouncer import Origin, Pronouncer, WordSound

_ENGLISH: Final = ("the", "turn", "light", "kitchen", "seven", "please", "window", "through")
"""A model that knows all of these is English, or knows English."""


class Words(Protocol):
    """A loaded speech model, or anything else that knows words."""

    def knows(self, word: str) -> bool:
        """Whether a lower-case word can be recognised."""
        ...


class Treatment(StrEnum):
    """What is done so that a word is heard."""

    KNOWN = auto()
    """Nothing: the model knows it."""
    FURTHER = auto()
    """The model knows it, and learns another way to say it."""
    ADDED = auto()
    """The model learns it."""
    ALIAS = auto()
    """Known words that sound like it stand for it."""
    UNHEARD = auto()
    """Nothing can be done: it cannot be heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardWord:
    """A word and what is done for it."""

    word: str
    """Lower case."""
    treatment: Treatment
    sound: WordSound | None = None
    """How it is said, where that matters."""
    aliases: tuple[Alias, ...] = ()
    """For `ALIAS`: what stands for it, nearest first."""


class ModelLexicon:
    """Decides for each word; remembers nothing."""

    def __init__(self, words: Words, graph: LexiconGraph | None, pronouncer: Pronouncer) -> None:
        self._words = words
        self._graph = graph
        self._pronouncer = pronouncer

    @classmethod
    def load(cls, model_directory: Path, words: Words, pronouncer: Pronouncer) -> "ModelLexicon":
        """The lexicon of a model.

        Args:
            model_directory: the model's files.
            words: the same model, loaded.
            pronouncer: how words are said.

        Raises:
            ModelError: a file of the model is damaged.
        """
        return cls(words, LexiconGraph.load(model_directory), pronouncer)

    @property
    def is_extensible(self) -> bool:
        """Whether the model can learn words."""
        return self._graph is not None

    @cached_property
    def is_english(self) -> bool:
        """Whether the model knows English, so that its words can stand for others."""
        return all(map(self._words.knows, _ENGLISH))

    def heard(self, word: str, *, written: str = "") -> HeardWord:
        """What is done for a lower-case word.

        Args:
            word: as transcripts have it.
            written: as people write it, with capitals and accents, if that is known.
        """
        if self._words.knows(word):
            return self._known(word, written)
        sound = self._pronouncer.sound(word, written=written)
        if sound is None:
            return HeardWord(word=word, treatment=Treatment.UNHEARD)
        if self.is_extensible:
            return HeardWord(word=word, treatment=Treatment.ADDED, sound=sound)
        return self._with_aliases(sound, Treatment.UNHEARD)

    def extend(self, words: Iterable[HeardWord], directory: Path) -> bool:
        """Write the graph with the words that are to be learnt; False where there is none to write.

        Args:
            words: what is done for each word.
            directory: where `HCLr.fst` and `words.txt` are written; it exists.

        Raises:
            ModelError: a word cannot be taken.
        """
        learnt = {
            heard.word: heard.sound.ways
            for heard in words
            if heard.sound and heard.treatment in {Treatment.ADDED, Treatment.FURTHER}
        }
        if self._graph is None or not learnt:
            return False
        self._graph.extend(learnt, directory)
        return True

    def _known(self, word: str, written: str) -> HeardWord:
        known = HeardWord(word=word, treatment=Treatment.KNOWN)
        sound = self._pronouncer.special_sound(word, written=written)
        if sound is None:
            return known
        if self._graph is None:
            is_other = sound.origin == Origin.SOUNDS_LIKE
            return self._with_aliases(sound, Treatment.KNOWN) if is_other else known
        ways = tuple(way for way in sound.ways if not self._graph.says(word, way))
        if not ways:
            return known
        return HeardWord(word=word, treatment=Treatment.FURTHER, sound=replace(sound, ways=ways))

    def _with_aliases(self, sound: WordSound, otherwise: Treatment) -> HeardWord:
        aliases = self._finder.aliases(sound.ways) if self.is_english else ()
        treatment = Treatment.ALIAS if aliases else otherwise
        return HeardWord(word=sound.word, treatment=treatment, sound=sound, aliases=aliases)

    @cached_property
    def _finder(self) -> AliasFinder:
        return AliasFinder(self._pronouncer.dictionary_entries(), self._words.knows)


def written_words(
    names: Iterable[str], spoken: Callable[[str], tuple[str, ...]]
) -> Mapping[str, str]:
    """How spoken words are written in names: `Küche` says `kuche`, `NAS` says `nas`.

    Args:
        names: as people write them.
        spoken: turns a written name into the lower-case words that are said.
    """
    found: dict[str, str] = {}
    for name in names:
        for part in name.split():
            said = next(islice(spoken(part), 1), "")
            if said and " " not in said:
                found.setdefault(said, part)
    return found
