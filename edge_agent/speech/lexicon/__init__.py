"""Words that a speech model lacks: how they are said, and how the model learns to hear them."""

from edge_agent.speech.lexicon.graph import LexiconGraph
from edge_agent.speech.lexicon.phones import Pronunciation
from edge_agent.speech.lexicon.pronouncer import Origin, Pronouncer, WordSound
from edge_agent.speech.lexicon.sounds_like import sounds_by_word

__all__ = [
    "LexiconGraph",
    "Origin",
    "Pronouncer",
    "Pronunciation",
    "WordSound",
    "sounds_by_word",
]
