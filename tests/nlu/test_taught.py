"""Phrases taught by example: what is taken for them, and what never is."""

from pathlib import Path

import pytest

from edge_agent.domain.phrase import Phrase
from edge_agent.nlu.network import Network
from edge_agent.nlu.taught import PhraseBook
from edge_agent.nlu.wording import common, without_politeness

MODEL = Path(__file__).parents[2] / "models" / "intent"
MOVIE = Phrase(examples=("movie time", "let's watch a film", "Kino!"), does="turn off the lights")
READING = Phrase(examples=("i want to read", "story time"), does="turn on the reading lamp")
QUIET = Phrase(examples=("do not disturb",), does="turn off the radio")
NIGHT = Phrase(examples=("movie night",), does=MOVIE.does)


@pytest.fixture(scope="module")
def book() -> PhraseBook:
    return PhraseBook((MOVIE, READING, QUIET), Network.load(MODEL).vectors)


@pytest.mark.parametrize(
    ("said", "phrase"),
    [
        ("movie time", MOVIE),
        ("Movie time, please!", MOVIE),
        ("hey just let's watch a film now", MOVIE),
        ("let us watch a film", MOVIE),
        ("kino", MOVIE),
        ("do not disturb", QUIET),
        ("don't disturb", QUIET),
        ("it's movie time", None),
        ("please", None),
        ("", None),
    ],
)
def test_an_example_counts_to_the_word(book, said, phrase):
    assert book.exact(said) is phrase


@pytest.mark.parametrize(
    ("said", "phrase"),
    [
        ("it's movie time", MOVIE),
        ("let's watch the film", MOVIE),
        ("we want to watch a film", MOVIE),
        ("i'd like to read", READING),
        ("it is time for a story", READING),
    ],
)
def test_a_near_paraphrase_counts(book, said, phrase):
    assert book.meant(said) is phrase


@pytest.mark.parametrize(
    "said",
    [
        "don't start movie time",
        "no movie time",
        "it's not movie time",
        "never movie time",
        "stop movie time",
        "is it movie time",
        "when is movie time",
        "movie time was nice",
        "why movie time",
        "she wants to watch a film",
        "i like to watch a film",
        "have you watched the film",
        "the film is boring",
        "we watched a film yesterday",
        "i want to eat",
        "it is time",
        "time",
        "",
        "?",
        "disturb",
        "movie " * 40,
    ],
)
def test_what_is_turned_or_far_does_not_count(book, said):
    assert book.meant(said) is None


def test_no_phrase_is_preferred_where_two_are_equally_near():
    other = Phrase(examples=("film time",), does="turn on the lights")
    vectors = Network.load(MODEL).vectors
    both = PhraseBook((Phrase(examples=("movie time",), does="x"), other), vectors)
    assert both.meant("movie or film time") is None
    same = Phrase(examples=("film time",), does="x")
    assert PhraseBook((Phrase(examples=("movie time",), does="x"), same), vectors).meant(
        "movie or film time"
    )


def test_without_phrases_nothing_is_computed():
    def none_at_all(_: object) -> None:
        raise AssertionError

    empty = PhraseBook((), none_at_all)
    assert empty.exact("movie time") is None
    assert empty.nearest("movie time") is None


def test_examples_that_have_no_words_are_left_out(book):
    odd = Phrase(examples=("?!", "\ud800", "word " * 50), does="x")
    vectors = Network.load(MODEL).vectors
    assert PhraseBook((odd,), vectors).nearest("word") is None


def test_vectors_have_unit_length_and_do_not_depend_on_each_other():
    vectors = Network.load(MODEL).vectors
    together = vectors([("movie", "time"), ("turn", "on", "the", "lights"), ("kino",)])
    assert (together**2).sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-3)
    assert together[0] == pytest.approx(vectors([("movie", "time")])[0], abs=1e-6)


@pytest.mark.parametrize(
    ("said", "example", "least", "most"),
    [
        ("watch movies", "watching movie", 1, 1),
        ("stories", "story", 1, 1),
        ("running", "run", 1, 1),
        ("evening", "even", 0, 0),
        ("watch it", "run", 0, 0),
        ("let us watch", "watch", 0.6, 0.9),
        ("watch boring films", "watch", 0.2, 0.5),
    ],
)
def test_words_in_common(said, example, least, most):
    assert least <= common(tuple(said.split()), tuple(example.split())) <= most


def test_words_of_other_wordings_are_none_too_many():
    said, example, other = (("watch", "the", "match"), ("the", "match"), ("watch", "it"))
    assert common(said, example) < common(said, example, [other]) == 1


def test_politeness_is_taken_off_both_ends():
    said = "could you please go for me thanks"
    assert without_politeness(tuple(said.split())) == ("go",)
    assert without_politeness(("please",)) == ("please",)
