"""Words that a speech model lacks: how they are said, and how the model learns to hear them."""

from edge_agent.speech.lexicon.graph import LexiconGraph
from edge_agent.speech.lexicon.phones import Pronunciation

__all__ = ["LexiconGraph", "Pronunciation"]
