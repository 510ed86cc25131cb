"""Choosing among the ways to say something."""

from itertools import pairwise

import pytest

from edge_agent.domain.response import Manner, Notice, Topic
from edge_agent.domain.understanding import Reason
from edge_agent.respond.sentence import Sentence
from edge_agent.respond.words import Variety, Words, capital, filled


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [2, 3, 5])
def test_never_the_same_twice_running_but_all_in_time(seed, count):
    variants = tuple("abcde"[:count])
    variety = Variety(seed)
    picked = [variety(Topic.THANKS, variants) for _ in range(100)]
    assert all(one != other for one, other in pairwise(picked))
    assert set(picked) == set(variants)


def test_the_same_seed_picks_the_same():
    first, second, other = Variety(1), Variety(1), Variety(2)
    variants = ("a", "b", "c")
    picked, again, different = (
        [variety(Topic.JOKE, variants) for _ in range(30)] for variety in (first, second, other)
    )
    assert picked == again != different


def test_one_way_is_said_again_and_again():
    variety = Variety()
    assert [variety(Notice.BROKEN, ("sorry",)) for _ in range(3)] == ["sorry"] * 3


def test_things_of_one_name_do_not_disturb_each_other():
    variety = Variety()
    picked = {(variety(Reason.UNKNOWN_NAME, ("a",)), variety(Sentence.UNKNOWN_NAME, ("a",)))}
    assert picked == {("a", "a")}


def test_what_tells_of_something_unknown_is_left_out():
    words = Words(choose=lambda _, variants: " | ".join(variants))
    assert "now" not in words.say(Sentence.DONE, did="x", what="y", be="is", state=None)
    assert "y is z now" in words.say(Sentence.DONE, did="x", what="Y", be="is", state="z").lower()


def test_manners_that_have_no_words_of_their_own_are_plain():
    words = Words(choose=lambda _, variants: variants[0])
    texts = {words.say(Sentence.WHICH_OF_MANY_ROOMS, manner) for manner in Manner}
    assert texts == {"In which room?"}


@pytest.mark.parametrize(
    ("text", "parts", "said"),
    [
        ("{What} {be} off.", {"what": "the lamp", "be": "is"}, "The lamp is off."),
        ("Okay, {what}.", {"what": "the {odd} lamp"}, "Okay, the {odd} lamp."),
        ("Okay.", {}, "Okay."),
    ],
)
def test_filling(text, parts, said):
    assert filled(text, **parts) == said


@pytest.mark.parametrize(("text", "begun"), [("the lamp", "The lamp"), ("", ""), ("21", "21")])
def test_the_beginning_of_a_sentence(text, begun):
    assert capital(text) == begun
