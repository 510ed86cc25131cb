"""The sentences of a home, heard with a real model."""

from pathlib import Path

import pytest
from fixtures.hearing import KITCHEN, ROOT, TIME, frames_of

from edge_agent.app.home_grammar import HomeGrammar
from edge_agent.config.schema import SpeechSettings
from edge_agent.demo.expectation import recording_path
from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.speech.recogniser import Grammar, Recognition, SpeechModel

MODEL = ROOT / "models" / "vosk-en-us-starter"
CHATTER = ROOT / "tests" / "app" / "recordings" / "chatter.wav"


def home(*names: str) -> Home:
    return Home(
        entities=tuple(
            Entity(entity_id=f"light.{at}", name=name, domain=Domain.LIGHT, area="Bedroom")
            for at, name in enumerate(names)
        )
    )


def heard(grammar: Grammar, *paths: Path) -> Recognition:
    """Recordings, said in one breath."""
    recogniser = grammar.recogniser(alternatives=5)
    for path in paths:
        for frame in frames_of(path, silence_after_s=1.0 if path is paths[-1] else 0.0):
            recogniser.accept(frame.pcm)
    return recogniser.finish()


@pytest.fixture(scope="module")
def home_grammar() -> HomeGrammar:
    return HomeGrammar(MODEL, SpeechSettings())


@pytest.fixture(scope="module")
def grammar(home_grammar: HomeGrammar) -> Grammar:
    return home_grammar.grammar(home("Kitchen Light", "Reading Lamp"))


@pytest.mark.parametrize("path", [KITCHEN, TIME], ids=lambda path: path.stem)
def test_a_sentence_is_heard_and_far_better_than_free_speech(grammar: Grammar, path: Path) -> None:
    found = heard(grammar, path)
    assert found.alternatives[0] == path.stem
    assert found.lead > SpeechSettings().min_lead


def test_chatter_is_explained_better_by_free_speech(grammar: Grammar) -> None:
    assert heard(grammar, CHATTER).lead < SpeechSettings().min_lead


@pytest.mark.parametrize("path", [KITCHEN, TIME], ids=lambda path: path.stem)
def test_what_only_begins_like_a_sentence_is_told_from_it(grammar: Grammar, path: Path) -> None:
    found = heard(grammar, path, CHATTER)
    assert found.lead < SpeechSettings().min_lead, found.alternatives


def test_a_sentence_that_breaks_off_is_told_from_a_whole_one(grammar: Grammar) -> None:
    recogniser = grammar.recogniser(alternatives=3)
    for frame in frames_of(KITCHEN, silence_after_s=0.0)[:14]:
        recogniser.accept(frame.pcm)
    found = recogniser.finish()
    assert found.unfinished > 0
    assert found.begun_lead > SpeechSettings().min_lead
    assert heard(grammar, KITCHEN).unfinished == 0.0


def test_every_reading_is_a_sentence_of_this_home(grammar: Grammar) -> None:
    for reading in heard(grammar, recording_path("13-lock-the-front-door")).alternatives:
        assert "front" not in reading.split(), "there is no front door"


def test_a_name_that_the_model_lacks_is_heard(speech_model: SpeechModel) -> None:
    name = "Zorblax"
    assert not speech_model.knows(name.lower())
    settings = SpeechSettings(sounds_like={name: "kitchen light"})
    taught = HomeGrammar(MODEL, settings).grammar(home(name, "Reading Lamp"))
    assert heard(taught, KITCHEN).alternatives[0] == f"turn on the {name.lower()}"


def test_the_comparison_can_be_left_out() -> None:
    alone = HomeGrammar(MODEL, SpeechSettings(min_lead=None)).grammar(home("Kitchen Light"))
    found = heard(alone, KITCHEN)
    assert found.alternatives[0] == KITCHEN.stem
    assert found.lead is None


def test_hostile_names_do_no_harm(home_grammar: HomeGrammar) -> None:
    names = ("Kitchen Light", "<eps>", "#0 [unk] !SIL", "'", "\N{SNOWMAN}", "x" * 5_000, "a " * 900)
    found = heard(home_grammar.grammar(home(*names)), KITCHEN)
    assert found.alternatives[0] == KITCHEN.stem
