import math
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from edge_agent.nlu.automaton import Dfa, Nfa

sentences = st.dictionaries(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=5).map(tuple),
    st.floats(0.1, 1.0),
    min_size=1,
    max_size=12,
)


def said(dfa: Dfa[str]) -> dict[tuple[str, ...], float]:
    """All sentences of an automaton with their probabilities."""
    found: dict[tuple[str, ...], float] = defaultdict(float)

    def walk(state: int, words: tuple[str, ...], probability: float) -> None:
        for share in dfa.ends[state].values():
            found[words] += probability * share
        for word, (target, share) in dfa.arcs[state].items():
            walk(target, (*words, word), probability * share)

    walk(0, (), 1.0)
    return found


def automaton(weights: dict[tuple[str, ...], float]) -> Nfa[str]:
    nfa: Nfa[str] = Nfa()
    end = nfa.state("end")
    for words, weight in weights.items():
        nfa.chain(0, words, weight / sum(weights.values()), end)
    return nfa


@given(sentences)
def test_the_same_sentences_and_no_others_are_said(weights) -> None:
    assert set(said(automaton(weights).minimal())) == set(weights)


@given(sentences)
def test_what_leaves_a_state_sums_up_to_one(weights) -> None:
    dfa = automaton(weights).minimal()
    for row, ends in zip(dfa.arcs, dfa.ends, strict=True):
        assert math.isclose(sum(p for _, p in row.values()) + sum(ends.values()), 1.0)
    assert math.isclose(sum(said(dfa).values()), 1.0)


@given(sentences)
def test_no_two_states_allow_the_same_continuations(weights) -> None:
    dfa = automaton(weights).minimal()
    rows = [
        (frozenset(ends), frozenset((word, target) for word, (target, _) in row.items()))
        for row, ends in zip(dfa.arcs, dfa.ends, strict=True)
    ]
    assert len(set(rows)) == len(rows)


@given(sentences)
def test_first_words_are_as_likely_as_their_sentences_together(weights) -> None:
    total = sum(weights.values())
    first: dict[str, float] = defaultdict(float)
    for words, weight in weights.items():
        first[words[0]] += weight / total
    row = automaton(weights).minimal().arcs[0]
    assert {word: round(p, 9) for word, (_, p) in row.items()} == {
        word: round(p, 9) for word, p in first.items()
    }


def test_ways_without_a_word_are_followed() -> None:
    nfa: Nfa[str] = Nfa()
    middle, end = nfa.state(), nfa.state("end")
    nfa.add(0, "please", 0.25, middle)
    nfa.add(0, None, 0.75, middle)
    nfa.add(middle, "stop", 1.0, end)
    assert said(nfa.minimal()) == {("please", "stop"): 0.25, ("stop",): 0.75}


def test_sentences_of_different_sorts_end_in_different_states() -> None:
    nfa: Nfa[str] = Nfa()
    nfa.add(0, "yes", 0.5, nfa.state("answer"))
    nfa.add(0, "stop", 0.5, nfa.state("order"))
    dfa = nfa.minimal()
    assert dfa.ends[dfa.after(["yes"])] == {"answer": 1.0}
    assert dfa.ends[dfa.after(["stop"])] == {"order": 1.0}
    assert dfa.after(["no"]) is None
