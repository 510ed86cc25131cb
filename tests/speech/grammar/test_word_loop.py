"""Free speech by itself, which sentences are measured by."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fixtures.hearing import HOME, KITCHEN, ROOT, SPEECH_MODEL, frames_of

from edge_agent.app.home_grammar import HomeGrammar
from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import FRAME_BYTES, AudioFrame
from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.speech.recogniser import Grammar, Recogniser
from edge_agent.speech.spoken import Spoken

NOISE = 4_000
SCENE = ROOT / "edge_agent" / "demo" / "recordings" / "10-activate-movie-night.wav"


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return HomeGrammar(SPEECH_MODEL, SpeechSettings()).grammar(HOME)


def heard(grammar: Grammar, path: Path, *, in_noise: bool = True) -> Spoken:
    def another() -> Recogniser:
        return grammar.recogniser(30)

    spoken = Spoken(another(), another=another, any_words=grammar.any_words)
    for frame in frames_of(path, silence_after_s=0.0):
        spoken.accept(noisy(frame) if in_noise else frame)
    return spoken


def noisy(frame: AudioFrame) -> AudioFrame:
    """With so much noise that the words hardly stand out."""
    noise = np.random.default_rng(frame.index).normal(0, NOISE, FRAME_BYTES // 2)
    loud = np.clip(np.frombuffer(frame.pcm, "<i2") + noise, -32_768, 32_767)
    return replace(frame, pcm=loud.astype("<i2").tobytes())


def test_a_sentence_of_the_home_leads_by_more_than_the_search_can_tell(grammar: Grammar) -> None:
    spoken = heard(grammar, KITCHEN)
    found, lead = spoken.finish().lead, spoken.exact_lead()
    assert spoken.text == KITCHEN.stem
    assert found is not None
    assert lead is not None
    assert lead > found
    assert spoken.lead == lead


def test_a_sentence_of_another_home_leads_by_less(grammar: Grammar) -> None:
    umbrella = Entity(entity_id="light.u", name="Umbrella", domain=Domain.LIGHT)
    settings = SpeechSettings(min_lead=-20.0)  # else nothing is found at all
    elsewhere = HomeGrammar(SPEECH_MODEL, settings).grammar(Home(entities=(umbrella,)))
    spoken = heard(elsewhere, KITCHEN)
    lead, right = spoken.exact_lead(), heard(grammar, KITCHEN).exact_lead()
    assert spoken.text != KITCHEN.stem
    assert lead is not None
    assert right is not None
    assert lead < right - 5


def test_what_stands_out_is_not_measured(grammar: Grammar) -> None:
    spoken = heard(grammar, KITCHEN, in_noise=False)
    assert spoken.exact_lead() is None
    assert spoken.lead == spoken.finish().lead


def test_the_lead_is_told_anew_when_more_is_said(grammar: Grammar) -> None:
    spoken = heard(grammar, KITCHEN)
    before = spoken.exact_lead()
    for frame in frames_of(SCENE, silence_after_s=0.0):
        spoken.accept(frame)
    assert spoken.lead != before
    assert spoken.lead == spoken.finish().lead


def test_its_model_is_loaded_once_and_where_nothing_is_compared_not_at_all() -> None:
    grammar = HomeGrammar(SPEECH_MODEL, SpeechSettings()).grammar(HOME)
    first, second = grammar.any_words(), grammar.any_words()
    assert first is not None
    assert second is not None
    unmeasured = HomeGrammar(SPEECH_MODEL, SpeechSettings(min_lead=None)).grammar(Home())
    assert unmeasured.any_words() is None
