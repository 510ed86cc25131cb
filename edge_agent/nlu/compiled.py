"""The language's automata, each kept in a file: making them takes a small computer many seconds."""

import gzip
import json
from collections.abc import Callable, Hashable
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

from edge_agent.nlu.automaton import Dfa
from edge_agent.nlu.pattern_nfa import Symbol
from edge_agent.nlu.template import Slot

_SOURCE: Final = "en.yaml"
_DIGITS: Final = 6


def compiled(name: str, make: Callable[[], Dfa[Symbol]]) -> Dfa[Symbol]:
    """An automaton of the language; made anew where the language has changed since."""
    kept = _kept(name)
    return from_document(kept["automaton"]) if kept.get("source") == source_hash() else make()


def compiled_file(name: str) -> str:
    """Beside this module; tools/compile_language writes it."""
    return f"en.{name}.json.gz"


def source_hash() -> str:
    """Of the language's file."""
    return sha256((files("edge_agent.nlu") / _SOURCE).read_bytes()).hexdigest()


def to_document(dfa: Dfa[Symbol]) -> dict[str, Any]:
    """An automaton as plain lists; probabilities are rounded to six digits."""
    places: dict[Symbol, int] = {}
    rows = [
        [
            [places.setdefault(symbol, len(places)), target, _rounded(share)]
            for symbol, (target, share) in row.items()
        ]
        for row in dfa.arcs
    ]
    ends = [[[str(sort), _rounded(share)] for sort, share in end.items()] for end in dfa.ends]
    symbols = [s if isinstance(s, str) else [s.tag, s.argument] for s in places]
    return {"symbols": symbols, "arcs": rows, "ends": ends}


def from_document(document: dict[str, Any]) -> Dfa[Symbol]:
    """An automaton from what `to_document` gave."""
    symbols: list[Symbol] = [s if isinstance(s, str) else Slot(*s) for s in document["symbols"]]
    ends: tuple[dict[Hashable, float], ...] = tuple(dict(end) for end in document["ends"])
    arcs = tuple(
        {symbols[at]: (target, share) for at, target, share in row} for row in document["arcs"]
    )
    return Dfa(arcs=arcs, ends=ends)


def _rounded(share: float) -> float:
    return float(f"{share:.{_DIGITS}g}")


def _kept(name: str) -> dict[str, Any]:
    path = files("edge_agent.nlu") / compiled_file(name)
    if not path.is_file():
        return {}
    kept: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return kept
