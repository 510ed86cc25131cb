"""Everything that can be said to one home, for the recogniser."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from edge_agent.domain.entity import Domain, Home
from edge_agent.domain.grammar import WordGraph
from edge_agent.nlu.automaton import Dfa
from edge_agent.nlu.filled_graph import filled, listed
from edge_agent.nlu.fillers import Fillings, fillers
from edge_agent.nlu.pattern_nfa import Symbol
from edge_agent.nlu.sentence_rows import NO_WAKE_WORDS, SentenceRows, WakeWords
from edge_agent.nlu.skeleton import ALONE, JOINABLE, TO_PLAYERS, skeleton

_APPLIANCE_SHARE: Final = 0.2
"""How often an appliance is spoken to, in a home that has one with a pack."""
_PIN_SHARE: Final = 0.01
"""How often a PIN is said, where one is set."""


def sentence_graph(
    home: Home,
    further: Fillings = MappingProxyType({}),
    appliances: Dfa[str] | None = None,
    pins: Dfa[str] | None = None,
    wake_words: WakeWords = NO_WAKE_WORDS,
) -> WordGraph:
    """All sentences about a home, also several joined; the more usual, the cheaper.

    Args:
        home: what can be named.
        further: other sentences that stand alone, and how often each is said, of all sentences.
        appliances: all that can be said to appliances.
        pins: all PINs, where one may be asked for.
        wake_words: what may be said before any sentence, or alone, and how.
    """
    fillings = fillers(home)
    rows = SentenceRows(_said_to(home), fillings)
    if further:
        rows.add(listed(further), sum(further.values()))
    if appliances is not None:
        rows.add(appliances, _APPLIANCE_SHARE)
    if pins is not None:
        rows.add(pins, _PIN_SHARE)
    if not wake_words:
        return filled(rows, fillings)
    woken, call = rows.wake(wake_words)
    return replace(filled(rows, fillings), starts=(0, woken), call=call)


def _said_to(home: Home) -> Dfa[Symbol]:
    """The language's sentences; what is said to media players only where the home has one."""
    dfa = skeleton()
    has_player = any(entity.domain is Domain.MEDIA_PLAYER for entity in home.entities)
    sorts = {JOINABLE: JOINABLE, ALONE: ALONE} | ({TO_PLAYERS: JOINABLE} if has_player else {})
    ends = list[dict[Hashable, float]]()
    for kept in dfa.ends:
        end: dict[Hashable, float] = defaultdict(float)
        for sort, share in kept.items():
            if sort in sorts:
                end[sorts[str(sort)]] += share
        ends.append(dict(end))
    return replace(dfa, ends=tuple(ends))
