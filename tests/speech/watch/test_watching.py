"""Phrases that raise an alert, through grammar and recogniser, as the ear puts them together."""

from pathlib import Path

import pytest
from fixtures.hearing import HOME, KITCHEN, SPEECH_MODEL, Sound
from fixtures.talk import BEFORE_S, amid_talk, samples

from edge_agent.app.home_grammar import HomeGrammar, also_heard
from edge_agent.app.wake_words import open_gate
from edge_agent.app.watching import watch_of
from edge_agent.config.schema import Config, SpeechSettings
from edge_agent.config.wake import WakeSettings
from edge_agent.config.watch import WatchSettings
from edge_agent.domain.alert import Alert, AlertKind
from edge_agent.domain.speech import SpeechStarted, TimedOut, Transcript, WakeDetected
from edge_agent.speech.listener import Listener
from edge_agent.speech.recogniser import Grammar
from edge_agent.speech.voice_activity import VoiceActivity

RECORDINGS = Path(__file__).parent / "recordings"
HELP, HELP_ME, FIRE = (RECORDINGS / f"{name}.wav" for name in ("help", "help me", "fire"))
DISHES = RECORDINGS / "can you help me with the dishes.wav"
NABU_HELP = RECORDINGS / "okay nabu call for help.wav"
WAKE, WATCH = WakeSettings(), WatchSettings()


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    heard = also_heard(Config(wake=WAKE, watch=WATCH))
    return HomeGrammar(SPEECH_MODEL, SpeechSettings(), heard).grammar(HOME)


def sound_of(
    voice_activity: VoiceActivity,
    grammar: Grammar,
    *,
    wake: WakeSettings | None = WAKE,
    watch: WatchSettings | None = WATCH,
) -> Sound:
    listener = Listener(
        voice_activity,
        SpeechSettings(),
        gate=None if wake is None else open_gate(wake, passes_all=watch is not None),
        watch=watch_of(watch, SpeechSettings()),
    )
    listener.set_grammar(grammar)
    return Sound(listener)


@pytest.mark.parametrize(
    ("recording", "phrase"),
    [(HELP, "help"), (HELP_ME, "help me"), (FIRE, "fire")],
    ids=lambda value: getattr(value, "stem", None),
)
def test_a_phrase_needs_no_wake_word(
    voice_activity: VoiceActivity, grammar: Grammar, recording: Path, phrase: str
) -> None:
    (alert,) = sound_of(voice_activity, grammar).hear(1.0, recording, 2.0)
    assert isinstance(alert, Alert)
    assert (alert.kind, alert.phrase) == (AlertKind.PHRASE, phrase)
    assert 1.0 < alert.at < 3.0
    assert -40 < alert.level_db < 0


def test_a_longer_sentence_raises_no_alert(voice_activity: VoiceActivity, grammar: Grammar) -> None:
    assert sound_of(voice_activity, grammar).hear(1.0, DISHES, 2.0, KITCHEN, 2.0) == []


def test_who_goes_on_after_a_pause_has_not_called(
    voice_activity: VoiceActivity, grammar: Grammar
) -> None:
    assert sound_of(voice_activity, grammar).hear(1.0, HELP, 0.6, KITCHEN, 2.0) == []


def test_a_call_that_is_louder_than_the_television_is_heard(
    voice_activity: VoiceActivity, grammar: Grammar
) -> None:
    sound = sound_of(voice_activity, grammar)
    (alert,) = sound.hear(1.0, amid_talk(samples(HELP_ME), softer_db=15), 2.0)
    assert isinstance(alert, Alert)
    assert alert.phrase == "help me"
    assert alert.at < 1.0 + BEFORE_S + 2.0, "while the others talk on"


def test_said_again_and_again_it_is_the_same(
    voice_activity: VoiceActivity, grammar: Grammar
) -> None:
    (alert,) = sound_of(voice_activity, grammar).hear(1.0, HELP, HELP, HELP, 2.0, HELP, 2.0)
    assert isinstance(alert, Alert)
    assert alert.phrase == "help", "and told once within the refractory period"


def test_without_wake_words_a_phrase_is_no_command(
    voice_activity: VoiceActivity, grammar: Grammar
) -> None:
    sound = sound_of(voice_activity, grammar, wake=None)
    started, alert, timed_out = sound.hear(1.0, HELP_ME, 2.0)
    assert isinstance(started, SpeechStarted)
    assert isinstance(alert, Alert)
    assert isinstance(timed_out, TimedOut)
    _, heard = sound.hear(KITCHEN, 2.0)
    assert isinstance(heard, Transcript)


def test_a_phrase_that_is_not_sure_is_neither_alert_nor_command(
    voice_activity: VoiceActivity, grammar: Grammar
) -> None:
    surest = WatchSettings(sensitivity=0.0)
    sound = sound_of(voice_activity, grammar, wake=None, watch=surest)
    started, timed_out = sound.hear(1.0, HELP, 2.0)
    assert isinstance(started, SpeechStarted)
    assert isinstance(timed_out, TimedOut)


def test_behind_a_wake_word_it_is_an_alert_and_said_to_the_agent(
    voice_activity: VoiceActivity, grammar: Grammar
) -> None:
    events = sound_of(voice_activity, grammar).hear(1.0, NABU_HELP, 2.0)
    assert [type(event) for event in events] == [WakeDetected, Alert, Transcript]
    _, alert, heard = events
    assert isinstance(alert, Alert)
    assert isinstance(heard, Transcript)
    assert (alert.phrase, heard.text, heard.wake) == ("call for help",) * 2 + ("okay nabu",)


def test_while_the_answer_to_a_question_is_awaited_help_is_none(
    voice_activity: VoiceActivity, grammar: Grammar
) -> None:
    sound = sound_of(voice_activity, grammar)
    sound.listener.listen(5.0)
    assert [type(event) for event in sound.hear(1.0, HELP_ME, 2.0)] == [
        SpeechStarted,
        Alert,
        TimedOut,
    ]


def test_nothing_is_watched_for_unless_it_is_wished(
    voice_activity: VoiceActivity, grammar: Grammar
) -> None:
    assert sound_of(voice_activity, grammar, watch=None).hear(1.0, HELP, 2.0, FIRE, 2.0) == []
