import json
import os
import re
import subprocess
import sys
from pathlib import Path

from edge_agent.domain.entity import Domain
from edge_agent.nlu.language import english
from edge_agent.nlu.normalise import normalise

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "models" / "intent"
CARD = (MODEL / "CARD.md").read_text(encoding="utf-8")
LABELS = json.loads((MODEL / "labels.json").read_text(encoding="utf-8"))


def test_the_card_tells_the_size() -> None:
    told = re.search(r"model\.onnx \| ([\d,]+) bytes", CARD)
    assert told is not None
    assert int(told[1].replace(",", "")) == (MODEL / "model.onnx").stat().st_size


def test_the_model_is_small() -> None:
    assert (MODEL / "model.onnx").stat().st_size <= 1_000_000


def test_the_card_tells_what_a_reader_needs() -> None:
    for word in ("Licence", "held out", "Bad at", "tools/intent/train", "median"):
        assert word in CARD, word


def test_the_model_knows_every_intent_and_every_word_of_the_patterns() -> None:
    assert set(LABELS["intents"]) == {"none", *map(str, english().patterns)}
    vocabulary = set(LABELS["vocabulary"])
    taught = (kind for kind in english().slot_words.kinds if kind.domain != Domain.MEDIA_PLAYER)
    words = {token for kind in taught for words in kind.words for token in normalise(words)}
    assert {word for word in words if word.isalpha()} <= vocabulary


def test_the_training_script_can_be_run() -> None:
    script = ROOT / "tools" / "intent" / "train"
    assert os.access(script, os.X_OK)
    requirements = (script.parent / "requirements.txt").read_text(encoding="utf-8")
    assert "torch==" in requirements


def test_the_measuring_script_explains_itself() -> None:
    script = ROOT / "tools" / "intent" / "measure"
    done = subprocess.run(
        [sys.executable, script, "--help"], capture_output=True, text=True, check=False, timeout=60
    )
    assert "--model" in done.stdout
