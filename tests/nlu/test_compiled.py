import gzip
import json
from pathlib import Path

import pytest

from edge_agent import nlu
from edge_agent.nlu.automaton import Nfa
from edge_agent.nlu.compiled import compiled_file, from_document, source_hash, to_document
from edge_agent.nlu.pattern_reader import meanings
from edge_agent.nlu.skeleton import sentences
from edge_agent.nlu.template import Slot

REMEDY = "run tools/compile_language and commit what it writes"


def kept(name: str) -> dict[str, object]:
    path = Path(nlu.__file__).parent / compiled_file(name)
    return json.loads(gzip.decompress(path.read_bytes()))


@pytest.mark.parametrize(("name", "make"), [("sentences", sentences), ("patterns", meanings)])
def test_what_is_kept_is_what_would_be_made(name, make):
    assert kept(name) == {"source": source_hash(), "automaton": to_document(make())}, REMEDY


def test_a_document_gives_the_automaton_back():
    nfa = Nfa()
    end = nfa.state("sort")
    nfa.chain(0, ("turn", "on", Slot("name", "light|fan")), 0.75, end)
    nfa.chain(0, ("stop",), 0.25, end)
    dfa = nfa.minimal()
    again = from_document(json.loads(json.dumps(to_document(dfa))))
    assert again == dfa
    assert again.after(("turn", "on", Slot("name", "light|fan"))) is not None
