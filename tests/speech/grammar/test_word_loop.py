"""Free speech by itself, which sentences are measured by."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fixtures.hearing import HOME, KITCHEN, ROOT, SPEECH_MODEL, frames_of
from structlog.testing import capture_logs

from edge_agent.app.home_grammar import HomeGrammar
from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import FRAME_BYTES, AudioFrame
from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.speech.grammar.word_loop import WordLoop
from edge_agent.speech.recogniser import Grammar, Recogniser
from edge_agent.speech.search import Search
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


def test_where_nothing_is_compared_there_are_no_other_words() -> None:
    compared, uncompared = (
        HomeGrammar(SPEECH_MODEL, SpeechSettings(min_lead=least)).grammar(Home())
        for least in (3.5, None)
    )
    assert compared.any_words() is not None
    assert uncompared.any_words() is None


def test_what_cannot_be_loaded_is_told_once_and_nothing_is_measured(tmp_path: Path) -> None:
    loop = WordLoop(tmp_path / "no-model", Search())
    with capture_logs() as logs:
        assert loop.recogniser() is None
        assert loop.recogniser() is None
    assert [entry["event"] for entry in logs] == ["doubtful speech is not measured"]
