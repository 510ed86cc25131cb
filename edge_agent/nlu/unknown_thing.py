"""Commands for a thing that nobody has told the agent of: "turn on the zebra"."""

from collections.abc import Iterator
from typing import Final

from edge_agent.domain.intent import Intent
from edge_agent.domain.understanding import Reason, Rejection
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.language import Tokens, english
from edge_agent.nlu.numbers import is_number
from edge_agent.nlu.patterned import filled
from edge_agent.nlu.sharing import Said
from edge_agent.nlu.tagging import Span

_ARTICLES: Final = frozenset({"the", "my", "our"})
_LONGEST: Final = 3
_PLAIN: Final = frozenset({Intent.TURN_ON, Intent.TURN_OFF, Intent.OPEN, Intent.CLOSE, Intent.LOCK})


def unknown_thing(tokens: Tokens, gazetteer: Gazetteer) -> Rejection | None:
    """What is said of a plain verb and a thing that the home lacks; None for all else."""
    for intent, verb in _plain_verbs():
        start = len(verb)
        if tokens[:start] == verb and tokens[start : start + 1] and tokens[start] in _ARTICLES:
            thing = tokens[start + 1 :]
            if _is_name(thing):
                span = Span(slot="name", start=start + 1, end=len(tokens), tokens=thing)
                found = filled(
                    (Said(intent=intent, spans=(span,), confidence=1.0),), gazetteer, 0.0
                )
                is_unknown = isinstance(found, Rejection) and found.reason is Reason.UNKNOWN_NAME
                return found if is_unknown and isinstance(found, Rejection) else None
    return None


def _plain_verbs() -> Iterator[tuple[Intent, Tokens]]:
    """What is hardly said but of devices; people start and stop all sorts of things."""
    for intent, verb in english().verbs.items():
        if intent in _PLAIN:
            yield intent, verb
    for further, intent in english().further_verbs.items():
        yield intent, further


def _is_name(words: Tokens) -> bool:
    """Whether words may be a name: few, and none of them small or a number."""
    has_small = not english().words("function").isdisjoint(words)
    return 0 < len(words) <= _LONGEST and not has_small and not any(map(is_number, words))
