"""How a command is spoken: politely, in a hurry, as a need, or plainly."""

from functools import cache
from random import Random
from typing import Final

from example import Example, joint
from vocabulary import patterns_of, read

from edge_agent.domain.command import Intent
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.template import Sequence_, expand

PLAIN: Final = "plain"
_WARM: Final = "warm"
_WORDS: Final = {
    "polite": frozenset({"please", "kindly", "thanks", "thank", "grateful", "appreciate", "favor"}),
    "brief": frozenset({"quick", "quickly", "hurry", "immediately", "pronto", "asap"}),
}
_ASKED: Final = ({"could", "would"}, {"you"})
"""Words of which one each makes a request of a command."""


def mannered(example: Example, draw: Random) -> Example:
    """A command in words that tell how it is meant; as it was where it is an answer or a need."""
    manner = draw.choice(list(_frames()))
    frame = expand(draw.choice(_frames()[manner]), draw.randrange)
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


def manner_of(example: Example) -> str:
    """How to answer a command."""
    said = set(example.tokens)
    if Intent(example.intent).is_need:
        return _WARM
    for manner, words in _WORDS.items():
        if words & said:
            return manner
    is_asked = all(words & said for words in _ASKED)
    return "polite" if is_asked else PLAIN


@cache
def _frames() -> dict[str, tuple[Sequence_, ...]]:
    return {
        manner: patterns_of(lines) for manner, lines in read("small_talk.yaml")["manners"].items()
    }
