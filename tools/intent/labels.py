"""What the network tells apart."""

from typing import Final

from vocabulary import read

from edge_agent.domain.command import Intent
from edge_agent.nlu.network import NONE, OUTSIDE, SpeechAct

SLOTS: Final = (
    *("name", "area", "floor", "kind", "state", "color", "value", "more", "less", "step"),
    *("hours", "minutes", "seconds", "start_hours", "start_minutes", "start_seconds"),
    *("house", "here", "it", "outside", "attribute", "label", "mode", "speed"),
    *("not_name", "not_kind", "not_area", "not_floor"),
)
TAGS: Final = [OUTSIDE, *(f"{part}-{slot}" for slot in SLOTS for part in "BI")]
INTENTS: Final = [NONE, *map(str, Intent)]
ACTS: Final = [str(act) for act in SpeechAct]
MANNERS: Final = ("plain", "polite", "warm", "brief")
"""How a command was spoken, and so how to answer."""
RESPONSES: Final = [*MANNERS, *read("small_talk.yaml")["topics"]]
"""What to answer with: a manner, or a topic of small talk."""
IGNORED: Final = -100
"""Stands for no truth."""
HEADS: Final = ("acts", "begins", "intents", "tags", "response", "sentence")
"""The outputs, in order."""
SENTENCE_WIDTH: Final = 64
"""Of the vector that stands for a whole sentence."""
