"""What people may call their own routines: sentences of which no meaning is told."""

from collections.abc import Iterator, Sequence
from random import Random

from example import Example, no_command
from files import read

from edge_agent.nlu.network import SpeechAct
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.template import Slot, expand, parse


def everyday(words: Sequence[str], draw: Random, count: int) -> Iterator[Example]:
    """So many sentences, with `words` in the open places."""
    source = read("everyday.yaml")
    frames = [parse(line, source["macros"]) for line in source["frames"].splitlines()]
    for _ in range(count):
        leaves = expand(draw.choice(frames), draw.randrange)
        said = [draw.choice(words) if isinstance(leaf, Slot) else leaf for leaf in leaves]
        yield no_command([t for piece in said for t in normalise(piece)], SpeechAct.CHATTER)
