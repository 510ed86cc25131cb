"""How a command is spoken: politely, in a hurry, as a need, or plainly."""

from random import Random
from typing import Final

from example import Example, joint
from small_talk import manners

from edge_agent.domain.intent import Intent
from edge_agent.domain.response import Manner
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.template import expand

_WORDS: Final = {
    Manner.POLITE: frozenset(
        {"please", "kindly", "thanks", "thank", "grateful", "appreciate", "favor"}
    ),
    Manner.BRIEF: frozenset({"quick", "quickly", "hurry", "immediately", "pronto", "asap"}),
}
_ASKED: Final = ({"could", "would"}, {"you"})
"""Words of which one each makes a request of a command."""


def mannered(example: Example, draw: Random) -> Example:
    """A command in words that tell how it is meant; as it was where it is an answer or a need."""
    manner = draw.choice(list(manners()))
    frame = expand(draw.choice(manners()[manner]), draw.randrange)
    at = next(place for place, leaf in enumerate(frame) if not isinstance(leaf, str))
    before, after = (
        [token for leaf in part if isinstance(leaf, str) for token in normalise(leaf)]
        for part in (frame[:at], frame[at + 1 :])
    )
    whole = joint(before, example.intents[0]) + example + joint(after, example.intents[-1])
    whole.begins[0] = True
    if before:
        whole.begins[len(before)] = False
    whole.act = example.act
    return whole


def manner_of(example: Example) -> Manner:
    """How to answer a command."""
    said = set(example.tokens)
    if Intent(example.intent).is_need:
        return Manner.WARM
    for manner, words in _WORDS.items():
        if words & said:
            return manner
    is_asked = all(words & said for words in _ASKED)
    return Manner.POLITE if is_asked else Manner.PLAIN
