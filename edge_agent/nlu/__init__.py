"""Understanding: text → commands, by a small network and the names of the home."""

from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.nlu.normalise import normalise, spoken
from edge_agent.nlu.phrases import phrases

__all__ = ["Gazetteer", "Interpreter", "normalise", "phrases", "spoken"]
