"""What is let through to the recogniser, and what of it is taken to be for the agent."""

from collections.abc import Iterable

import pytest

from edge_agent.config.wake import WakeSettings
from edge_agent.domain.audio import FRAME_BYTES, FRAME_S, AudioFrame
from edge_agent.speech.recogniser import Reading, Recognition
from edge_agent.speech.wake.gate import Addressed, OpenGate
from edge_agent.speech.wake.wake_gate import WakeGate
from edge_agent.speech.wake.words import WakeWord

NABU = WakeWord(word="okay nabu", ways=("okay nabu",), area="Kitchen", has_model=True)
JARVIS = WakeWord(word="hey jarvis", ways=("hey jarvis",), has_model=True)
BRAIN = WakeWord(word="kitchen brain", ways=("kitchen brain", "kitchen brian"))
SURE, UNSURE = 0.9, 0.3


class ScriptedEars:
    """Are as sure as it was written down for each frame that they get."""

    def __init__(self, script: Iterable[tuple[int, str, float]] = ()) -> None:
        self.script = {number: {word: how_sure} for number, word, how_sure in script}
        self.heard: list[int] = []
        self.resets = 0
        self.asked: list[tuple[str, bool]] = []

    def accept(self, pcm: bytes) -> dict[str, float]:
        number = int.from_bytes(pcm[:4], "little")
        self.heard.append(number)
        return {NABU.word: 0.0, JARVIS.word: 0.0} | self.script.get(number, {})

    def cutoff(self, word: str, sensitivity: float, *, is_confirmed: bool) -> float:
        self.asked.append((word, is_confirmed))
        return 1 - sensitivity

    def reset(self) -> None:
        self.resets += 1


class Knows:
    """Knows some words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def knows(self, word: str) -> bool:
        return word in self.words


def frame(index: int) -> AudioFrame:
    pcm = index.to_bytes(4, "little").ljust(FRAME_BYTES, b"\0")
    return AudioFrame(pcm=pcm, index=index, started_at=index * FRAME_S)


def gate_of(*words: WakeWord, ears: ScriptedEars | None = None, **settings: object) -> WakeGate:
    return WakeGate(words, WakeSettings(words=(), **settings), ears)


def passed(gate: WakeGate, indices: Iterable[int]) -> list[tuple[list[int], bool]]:
    passages = [gate.accept(frame(index)) for index in indices]
    return [([f.index for f in one.frames], one.is_start) for one in passages if one.frames]


def recognised(*readings: tuple[str, float] | tuple[str, float, bool]) -> Recognition:
    made = tuple(
        Reading(text=text, score=score, is_sentence=not rest or rest[0])
        for text, score, *rest in sorted(readings, key=lambda one: -one[1])
    )
    return Recognition(
        alternatives=tuple(one.text for one in made if one.is_sentence), lead=9.0, readings=made
    )


def texts(addressed: Addressed | None) -> tuple[str, ...] | None:
    return None if addressed is None else addressed.recognition.alternatives


def fired_gate(**settings: object) -> WakeGate:
    gate = gate_of(NABU, JARVIS, ears=ScriptedEars([(3, NABU.word, SURE)]), **settings)
    gate.begin(is_expected=False)
    passed(gate, range(5))
    return gate


def test_asleep_nothing_passes() -> None:
    gate = gate_of(NABU, ears=ScriptedEars([(3, NABU.word, UNSURE)]))
    gate.begin(is_expected=False)
    assert passed(gate, range(100)) == []
    assert not gate.is_open


def test_what_a_model_has_heard_passes_from_before_the_word() -> None:
    gate = gate_of(NABU, ears=ScriptedEars([(90, NABU.word, SURE)]))
    gate.begin(is_expected=False)
    (first, *others) = passed(gate, range(100))
    before, is_start = first
    assert is_start
    assert before == list(range(90 - len(before) + 1, 91))
    assert NABU.usual_s + 0.5 <= len(before) * FRAME_S <= 2.0
    assert others == [([index], False) for index in range(91, 100)]
    assert not gate.is_open, "it is not confirmed yet"


def test_a_wake_word_at_the_very_beginning_passes_whole() -> None:
    assert passed(fired_gate(), []) == []
    gate = gate_of(NABU, ears=ScriptedEars([(3, NABU.word, SURE)]))
    gate.begin(is_expected=False)
    assert passed(gate, range(5)) == [([0, 1, 2, 3], True), ([4], False)]


def test_the_models_hear_what_it_sounds_like_when_nobody_speaks() -> None:
    ears = ScriptedEars()
    gate = gate_of(NABU, ears=ears)
    for index in range(50):
        gate.rest(frame(index))
    assert ears.heard == [], "nothing runs in silence"
    gate.begin(is_expected=False)
    passed(gate, range(47, 60))
    assert ears.heard == [*range(40, 47), *range(47, 60)]
    assert ears.resets == 1


def test_one_utterance_after_the_other_without_a_pause_is_heard_on() -> None:
    ears = ScriptedEars()
    gate = gate_of(NABU, ears=ears)
    for first in (0, 10):
        gate.begin(is_expected=False)
        passed(gate, range(first, first + 10))
    assert ears.resets == 1
    assert ears.heard == list(range(20))


@pytest.mark.parametrize(("refractory_s", "starts"), [(1.0, 1), (0.08, 2)])
def test_after_a_wake_word_no_other_is_heard_for_a_while(refractory_s: float, starts: int) -> None:
    ears = ScriptedEars([(3, NABU.word, SURE), (9, JARVIS.word, SURE)])
    gate = gate_of(NABU, JARVIS, ears=ears, refractory_s=refractory_s)
    gate.begin(is_expected=False)
    assert sum(is_start for _, is_start in passed(gate, range(20))) == starts


def test_the_surest_of_several_counts() -> None:
    ears = ScriptedEars()
    ears.script[3] = {NABU.word: 0.7, JARVIS.word: 0.8}
    gate = gate_of(NABU, JARVIS, ears=ears)
    gate.begin(is_expected=False)
    passed(gate, range(4))
    assert gate.part("hey jarvis what time") == "what time"
    assert gate.word is JARVIS


def test_a_sensitivity_of_its_own_goes_before_that_of_all() -> None:
    own = WakeWord(word=NABU.word, ways=NABU.ways, sensitivity=0.05, has_model=True)
    gates = [gate_of(word, ears=ScriptedEars([(3, NABU.word, SURE)])) for word in (NABU, own)]
    for gate, has_fired in zip(gates, (True, False), strict=True):
        gate.begin(is_expected=False)
        assert bool(passed(gate, range(5))) is has_fired
    for gate, has_fired in zip(gates, (False, False), strict=True):
        gate.set_sensitivity(0.0)
        gate.begin(is_expected=False)
        assert bool(passed(gate, range(5))) is has_fired


def test_a_partial_confirms_what_a_model_has_heard() -> None:
    gate = fired_gate()
    assert gate.part("") == ""
    assert gate.part("okay") == ""
    assert gate.part("okay nabu") == ""
    assert gate.is_open
    assert gate.word is NABU
    assert gate.part("okay nabu turn on") == "turn on"


def test_a_partial_with_another_wake_word_confirms_nothing() -> None:
    gate = fired_gate()
    assert gate.part("hey jarvis turn on") == ""
    assert not gate.is_open


def test_a_longer_word_is_no_wake_word() -> None:
    assert fired_gate().part("okay nabucco turn on") == ""


def test_what_follows_a_confirmed_wake_word_is_for_the_agent() -> None:
    found = fired_gate().whole(
        recognised(("okay nabu turn on the light", 100.0), ("okay nabu turn on a light", 98.0)), 3.0
    )
    assert found is not None
    assert found.word is NABU
    assert not found.is_call
    assert texts(found) == ("turn on the light", "turn on a light")


def test_a_wake_word_alone_is_a_call() -> None:
    found = fired_gate().whole(recognised(("okay nabu", 100.0), ("okay", 97.0)), 0.9)
    assert found is not None
    assert found.is_call
    assert texts(found) == ()


def test_a_wake_word_and_a_cough_is_a_call_but_not_one_and_a_story() -> None:
    for speech_s, is_call in ((1.2, True), (4.0, False)):
        found = fired_gate().whole(recognised(("okay nabu", 100.0, False)), speech_s)
        assert found is not None
        assert found.is_call is is_call
        assert texts(found) == ()


@pytest.mark.parametrize(
    "readings",
    [
        [("turn on the light", 100.0)],
        [("", 100.0, False)],
        [("turn on the light", 100.0), ("okay nabu turn on the light", 97.0)],
        [("", 100.0, False), ("okay nabu", 97.0)],
        [("hey jarvis turn on the light", 100.0)],
        [],
    ],
)
def test_what_the_recogniser_does_not_confirm_is_not_for_the_agent(readings) -> None:
    assert fired_gate().whole(recognised(*readings), 2.0) is None


def test_what_a_model_has_heard_needs_less_to_be_confirmed() -> None:
    close = recognised(("turn on the light", 100.0), ("okay nabu turn on the light", 98.5))
    assert texts(fired_gate().whole(close, 2.0)) == ("turn on the light",)
    close = recognised(("turn on the light", 100.0), ("kitchen brain turn on the light", 98.5))
    gate = gate_of(BRAIN)
    gate.begin(is_expected=False)
    passed(gate, range(5))
    assert gate.whole(close, 2.0) is None


def test_what_is_not_to_be_confirmed_opens_at_once() -> None:
    gate = fired_gate(verify=False)
    assert gate.is_open
    assert gate.word is NABU
    assert gate.part("turn on") == "turn on"
    assert texts(gate.whole(recognised(("turn on the light", 100.0)), 2.0)) == (
        "turn on the light",
    )


def test_what_the_recogniser_cannot_hear_it_need_not_confirm() -> None:
    ears = ScriptedEars([(3, NABU.word, SURE)])
    gate = gate_of(NABU, JARVIS, ears=ears)
    gate.learn(Knows("okay", "hey", "jarvis"))
    assert ears.asked[-2:] == [(NABU.word, False), (JARVIS.word, True)]
    gate.begin(is_expected=False)
    passed(gate, range(5))
    assert gate.is_open
    gate.learn(Knows("okay", "nabu", "hey", "jarvis"))
    gate.begin(is_expected=False)
    assert not gate.is_open


def test_a_phrase_of_ones_own_is_the_recognisers_alone() -> None:
    gate = gate_of(BRAIN)
    gate.begin(is_expected=False)
    assert passed(gate, range(3)) == [([0], True), ([1], False), ([2], False)]
    assert gate.part("kitchen") == ""
    assert gate.part("kitchen brian open the") == "open the"
    assert gate.word is BRAIN
    found = gate.whole(recognised(("kitchen brian open the blinds", 50.0), ("", 46.0, False)), 2.0)
    assert texts(found) == ("open the blinds",)


def test_beside_a_phrase_a_model_must_still_have_heard_its_own_word() -> None:
    gate = gate_of(NABU, BRAIN, ears=ScriptedEars())
    gate.begin(is_expected=False)
    passed(gate, range(5))
    assert gate.part("okay nabu open") == ""
    assert gate.whole(recognised(("okay nabu open the blinds", 50.0)), 2.0) is None


def test_who_is_expected_to_speak_needs_no_wake_word() -> None:
    ears = ScriptedEars()
    gate = gate_of(NABU, ears=ears)
    gate.expect(NABU.word)
    gate.begin(is_expected=True)
    assert gate.is_open
    assert passed(gate, range(3)) == [([0], True), ([1], False), ([2], False)]
    assert ears.heard == []
    assert gate.part("turn on") == "turn on"
    found = gate.whole(recognised(("turn on the light", 50.0)), 2.0)
    assert found is not None
    assert found.word is NABU


def test_who_is_expected_may_say_one_all_the_same() -> None:
    gate = gate_of(NABU, JARVIS, ears=ScriptedEars())
    gate.expect(None)
    gate.begin(is_expected=True)
    passed(gate, range(3))
    found = gate.whole(recognised(("hey jarvis turn on the light", 50.0)), 2.0)
    assert found is not None
    assert (found.word, texts(found)) == (JARVIS, ("turn on the light",))


def test_the_open_gate_takes_all_for_the_agent() -> None:
    gate = OpenGate()
    for _ in range(2):
        gate.begin(is_expected=False)
        passages = [gate.accept(frame(index)) for index in range(3)]
        assert [one.is_start for one in passages] == [True, False, False]
    assert gate.part("okay nabu") == "okay nabu"
    recognition = recognised(("okay nabu", 1.0))
    assert gate.whole(recognition, 1.0) == Addressed(recognition=recognition, word=None)
