"""Words that a speech model lacks: how they are said, and how the model learns to hear them."""

from edge_agent.speech.lexicon.aliases import Alias, AliasFinder
from edge_agent.speech.lexicon.alike import alike
from edge_agent.speech.lexicon.graph import LexiconGraph
from edge_agent.speech.lexicon.model_lexicon import (
    HeardWord,
    ModelLexicon,
    Treatment,
    written_words,
)
from edge_agent.speech.lexicon.phones import Pronunciation
from edge_agent.speech.lexicon.pronouncer import Origin, Pronouncer, WordSound
from edge_agent.speech.lexicon.readable import readable
from edge_agent.speech.lexicon.sounds_like import sounds_by_word
from edge_agent.speech.lexicon.word_list import ListedWords, is_word, known_words

__all__ = [
    "Alias",
    "AliasFinder",
    "HeardWord",
    "LexiconGraph",
    "ListedWords",
    "ModelLexicon",
    "Origin",
    "Pronouncer",
    "Pronunciation",
    "Treatment",
    "WordSound",
    "alike",
    "is_word",
    "known_words",
    "readable",
    "sounds_by_word",
    "written_words",
]
