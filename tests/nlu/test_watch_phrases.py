"""How phrases that raise an alert are said."""

import pytest

from edge_agent.nlu.watching import watch_sentences, ways_of_phrases


def test_a_phrase_may_be_said_up_to_three_times() -> None:
    ways = ways_of_phrases(("Help", "help me"))
    assert ways["help"] == ways["help help"] == ways["help help help"] == "help"
    assert ways["help me help me"] == "help me"
    assert "help help me" not in ways


def test_phrases_are_taken_as_they_are_said() -> None:
    assert ways_of_phrases(("I've fallen!", "code 7"))["code seven"] == "code 7"
    assert ways_of_phrases(("I've fallen!",))["i've fallen"] == "i've fallen!"


def test_repeated_it_is_rarer() -> None:
    often = watch_sentences(("fire",))
    assert often[("fire",)] == pytest.approx(3 * often[("fire",) * 3])
    assert sum(often.values()) < 0.01
    assert watch_sentences(()) == {}
