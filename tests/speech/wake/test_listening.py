"""Wake words and commands through models, grammar and recogniser, as the ear puts them together."""

from pathlib import Path

import pytest
from fixtures.hearing import KITCHEN, ROOT, SPEECH_MODEL, TIME, Sound, frames_of

from edge_agent.app.home_grammar import HomeGrammar, also_heard
from edge_agent.app.wake_words import open_gate
from edge_agent.config.schema import Config, SpeechSettings
from edge_agent.config.wake import WakeSettings, WakeWordSettings
from edge_agent.domain.audio import FRAME_S
from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.domain.speech import (
    CommandExpected,
    Completeness,
    SpeechStarted,
    TimedOut,
    Transcript,
    WakeDetected,
)
from edge_agent.speech.listener import Listener
from edge_agent.speech.recogniser import Grammar, Recogniser
from edge_agent.speech.search import Search
from edge_agent.speech.voice_activity import VoiceActivity

RECORDINGS = Path(__file__).parent / "recordings"
NABU, JARVIS = RECORDINGS / "okay nabu.wav", RECORDINGS / "hey jarvis.wav"
NABU_TURN_ON = RECORDINGS / "okay nabu turn on the kitchen light.wav"
COMPUTER_TURN_ON = RECORDINGS / "hey computer turn on the kitchen light.wav"
TURN_ON = "turn on the kitchen light"
CHATTER = ROOT / "tests" / "app" / "recordings" / "chatter.wav"
WORDS = (
    "okay nabu",
    WakeWordSettings(word="Hey Jarvis", area="Bedroom"),
    WakeWordSettings(word="hey computer"),
)
HOME = Home(
    entities=(
        Entity(
            entity_id="light.kitchen", name="Kitchen Light", domain=Domain.LIGHT, area="Kitchen"
        ),
    )
)


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    heard = also_heard(Config(wake=WakeSettings(words=WORDS)))
    return HomeGrammar(SPEECH_MODEL, SpeechSettings(), heard).grammar(HOME)


def listener_of(
    voice_activity: VoiceActivity, grammar: Grammar, *words: str | WakeWordSettings
) -> Listener:
    gate = open_gate(WakeSettings(words=words or WORDS))
    made = Listener(voice_activity, SpeechSettings(), lambda: 1_000.0, gate=gate, listen_s=4.0)
    made.set_grammar(grammar)
    return made


@pytest.fixture
def listener(voice_activity: VoiceActivity, grammar: Grammar) -> Listener:
    return listener_of(voice_activity, grammar)


def test_a_command_follows_the_wake_word_at_once(listener: Listener) -> None:
    woken, heard = Sound(listener).hear(1.0, NABU_TURN_ON, 2.0)
    assert isinstance(woken, WakeDetected)
    assert (woken.word, woken.area) == ("okay nabu", None)
    assert isinstance(heard, Transcript)
    assert (heard.text, heard.wake) == (TURN_ON, "okay nabu")
    assert not heard.is_other_speech
    assert woken.at < heard.speech_ended_at


def test_a_command_follows_after_a_pause(listener: Listener) -> None:
    woken, expected, started, heard = Sound(listener).hear(1.0, JARVIS, 2.0, KITCHEN, 2.0)
    assert isinstance(woken, WakeDetected)
    assert (woken.word, woken.area) == ("hey jarvis", "Bedroom")
    assert isinstance(expected, CommandExpected)
    assert isinstance(started, SpeechStarted)
    assert isinstance(heard, Transcript)
    assert (heard.text, heard.wake, heard.area) == (TURN_ON, "hey jarvis", "Bedroom")


def test_a_wake_word_alone_is_sure_soon_after_it(listener: Listener) -> None:
    length_s = len(frames_of(NABU, silence_after_s=0)) * FRAME_S
    woken, expected = Sound(listener).hear(1.0, NABU, 1.0)
    assert isinstance(woken, WakeDetected)
    assert woken.at <= 1.0 + length_s + 0.4
    assert isinstance(expected, CommandExpected)
    assert expected.at <= 1.0 + length_s + 0.6


def test_after_a_wake_word_alone_one_is_waited_for_and_no_longer(listener: Listener) -> None:
    sound = Sound(listener)
    woken, expected, timed_out = sound.hear(1.0, NABU, 6.0)
    assert isinstance(woken, WakeDetected)
    assert isinstance(expected, CommandExpected)
    assert isinstance(timed_out, TimedOut)
    assert sound.hear(KITCHEN, 2.0) == []


def test_what_is_said_without_a_wake_word_is_not_for_the_agent(listener: Listener) -> None:
    assert Sound(listener).hear(1.0, KITCHEN, 2.0, TIME, 2.0) == []


def test_who_is_listened_to_needs_no_wake_word(listener: Listener) -> None:
    sound = Sound(listener)
    listener.listen(3.0)
    started, heard = sound.hear(1.0, KITCHEN, 2.0)
    assert isinstance(started, SpeechStarted)
    assert isinstance(heard, Transcript)
    assert (heard.text, heard.wake) == (TURN_ON, None)
    assert sound.hear(TIME, 2.0) == [], "only once"


@pytest.mark.parametrize("is_called", [True, False])
def test_other_speech_counts_as_said_to_the_agent_only_behind_a_call(
    listener: Listener, *, is_called: bool
) -> None:
    sound = Sound(listener)
    sound.hear(1.0, NABU, 1.0)
    if not is_called:
        listener.listen(3.0, "okay nabu")
    _, heard = sound.hear(CHATTER, 2.0)
    assert isinstance(heard, Transcript)
    assert heard.is_other_speech
    assert heard.wake == ("okay nabu" if is_called else None)


def test_a_phrase_of_ones_own(listener: Listener) -> None:
    woken, heard = Sound(listener).hear(1.0, COMPUTER_TURN_ON, 2.0)
    assert isinstance(woken, WakeDetected)
    assert isinstance(heard, Transcript)
    assert (heard.text, heard.wake) == (TURN_ON, "hey computer")


def test_a_wake_word_in_the_midst_of_other_speech(
    voice_activity: VoiceActivity, grammar: Grammar
) -> None:
    listener = listener_of(voice_activity, grammar, "okay nabu")
    sound = Sound(listener)
    woken, _ = sound.hear(1.0, TIME, TIME, KITCHEN, TIME, NABU, 1.0)
    assert isinstance(woken, WakeDetected)
    _, heard = sound.hear(KITCHEN, 1.0)
    assert isinstance(heard, Transcript)
    assert (heard.text, heard.wake) == (TURN_ON, "okay nabu")


class Deaf:
    """Stands where Vosk's decoder would, and must hear nothing."""

    def accept(self, pcm: bytes) -> None:
        raise AssertionError(f"{len(pcm)} bytes were recognised")


class Unheard:
    """A grammar that nothing is recognised by."""

    def knows(self, word: str) -> bool:
        return bool(word)

    def recogniser(self, alternatives: int) -> Recogniser:
        assert alternatives
        return Recogniser(Deaf(), Search())

    def any_words(self) -> None:
        """Nothing is compared."""


def test_while_models_wait_the_recogniser_hears_nothing(voice_activity: VoiceActivity) -> None:
    gate = open_gate(WakeSettings())
    listener = Listener(voice_activity, SpeechSettings(), gate=gate)
    listener.set_grammar(Unheard())
    assert Sound(listener).hear(KITCHEN, TIME) == []


def test_who_asks_to_be_listened_to_is_not_kept_waiting_by_others(listener: Listener) -> None:
    sound = Sound(listener)
    assert sound.hear(1.0, TIME) == []
    listener.listen(3.0)
    started, heard = sound.hear(KITCHEN, 2.0)
    assert isinstance(started, SpeechStarted)
    assert isinstance(heard, Transcript)
    assert heard.text == TURN_ON


def test_whether_all_was_said_is_judged_without_the_wake_word(listener: Listener) -> None:
    judged: list[tuple[str, ...]] = []

    def judge(readings: tuple[str, ...]) -> Completeness:
        judged.append(readings)
        return Completeness.CLOSED

    listener.judge_by(judge)
    Sound(listener).hear(1.0, NABU, 1.0)
    assert judged == [], "a wake word alone is no command"
    Sound(listener).hear(0.5, NABU_TURN_ON, 1.0)
    assert judged
    assert all(readings[0] == TURN_ON for readings in judged)
