import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.hearing import KITCHEN, TIME, frames_of

from edge_agent.speech.wake.models import MODELS, WakeModels

RECORDINGS = Path(__file__).parent / "recordings"
WITHOUT_PACKAGE = """
import sys
sys.modules["pymicro_wakeword"] = None
from edge_agent.errors import ModelError
from edge_agent.speech.wake.models import WakeModels
try:
    WakeModels.load(["alexa"])
except ModelError as error:
    print(error)
"""


@pytest.fixture(scope="module")
def models() -> WakeModels:
    return WakeModels.load(MODELS)


def surest(models: WakeModels, path: Path) -> dict[str, float]:
    models.reset()
    found = dict.fromkeys(MODELS, 0.0)
    for frame in frames_of(path):
        for word, probability in models.accept(frame.pcm).items():
            found[word] = max(found[word], probability)
    return found


@pytest.mark.parametrize("word", ["okay nabu", "hey jarvis"])
def test_each_word_is_heard_by_its_own_model_and_by_no_other(models: WakeModels, word: str) -> None:
    found = surest(models, RECORDINGS / f"{word}.wav")
    assert found.pop(word) > 0.7
    assert max(found.values()) < 0.2


@pytest.mark.parametrize("path", [KITCHEN, TIME], ids=lambda path: path.stem)
def test_other_words_are_not_heard(models: WakeModels, path: Path) -> None:
    assert max(surest(models, path).values()) < 0.2


def test_what_was_heard_is_forgotten(models: WakeModels) -> None:
    frames = frames_of(RECORDINGS / "okay nabu.wav")
    for frame in frames[: len(frames) // 2]:
        models.accept(frame.pcm)
    models.reset()
    heard = [models.accept(frame.pcm)["okay nabu"] for frame in frames[len(frames) // 2 :]]
    assert max(heard) < 0.5


def test_the_more_sensitive_the_less_a_model_must_be_sure(models: WakeModels) -> None:
    for word in MODELS:
        for is_confirmed in (True, False):
            cutoffs = [
                models.cutoff(word, sensitivity / 10, is_confirmed=is_confirmed)
                for sensitivity in range(11)
            ]
            assert cutoffs == sorted(cutoffs, reverse=True)
            assert len(set(cutoffs)) == len(cutoffs)
            assert 0 < cutoffs[-1] < cutoffs[0] < 1
        alone, confirmed = (models.cutoff(word, 0.5, is_confirmed=is_) for is_ in (False, True))
        assert confirmed < alone == models.cutoff(word, 0.0, is_confirmed=True)


def test_without_the_package_one_sentence_says_how_to_get_it() -> None:
    told = subprocess.run(
        [sys.executable, "-c", WITHOUT_PACKAGE], capture_output=True, text=True, check=True
    )
    assert "pip install" in told.stdout
    assert told.stdout.count("\n") == 1
