"""What the network tells apart."""

from typing import Final

from edge_agent.domain.intent import Intent
from edge_agent.domain.response import Manner, Topic
from edge_agent.nlu.language import english
from edge_agent.nlu.network import NONE, OUTSIDE, SpeechAct

SLOTS: Final = (
    *("name", "area", "floor", "kind", "state", "color", "value", "more", "less", "step"),
    *("hours", "minutes", "seconds", "start_hours", "start_minutes", "start_seconds"),
    *("house", "here", "it", "outside", "attribute", "label", "mode", "speed"),
    *("not_name", "not_kind", "not_area", "not_floor"),
)
TAGS: Final = [OUTSIDE, *(f"{part}-{slot}" for slot in SLOTS for part in "BI")]
INTENTS: Final = [NONE, *(str(intent) for intent in Intent if intent in english().patterns)]
"""Those that are taught; the others are read by patterns alone."""
ACTS: Final = [str(act) for act in SpeechAct]
RESPONSES: Final = [*map(str, Manner), *map(str, Topic)]
"""What to answer with: a manner, or a topic of small talk."""
IGNORED: Final = -100
"""Stands for no truth."""
HEADS: Final = ("acts", "begins", "intents", "tags", "response", "sentence")
"""The outputs, in order."""
SENTENCE_WIDTH: Final = 128
"""Of the vector that stands for a whole sentence."""
