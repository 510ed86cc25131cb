"""A model is tried in a process of its own: whatever becomes of that, this one lives on."""

import shutil
from pathlib import Path

import pytest

from edge_agent.app.speech_models import shipped_speech_model
from edge_agent.errors import ModelError
from edge_agent.speech.trial import try_model


def copy(directory: Path) -> Path:
    return Path(shutil.copytree(shipped_speech_model(), directory / "model"))


def test_a_good_model_tells_its_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("HOME")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vosk.py").write_text("raise SystemExit(7)")
    assert 30e6 < try_model(shipped_speech_model()) < 500e6


def test_a_model_that_makes_vosk_crash(tmp_path: Path):
    model = copy(tmp_path)
    (model / "graph" / "disambig_tid.int").write_text("99999999\n")
    with pytest.raises(ModelError, match="makes Vosk crash"):
        try_model(model)


def test_what_is_found_without_loading_is_told_as_ever(tmp_path: Path):
    with pytest.raises(ModelError, match="is not a directory"):
        try_model(tmp_path / "none")
    model = copy(tmp_path)
    (model / "conf" / "mfcc.conf").write_text("--no-such-option=1\n")
    with pytest.raises(ModelError, match=r"^Speech model .* cannot be loaded by Vosk;"):
        try_model(model)


def test_a_program_that_is_broken_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "vosk").mkdir()
    (tmp_path / "vosk" / "__init__.py").touch()
    (tmp_path / "vosk" / "vosk_cffi.py").write_text("raise RuntimeError('no such thing')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(ModelError, match=r"Vosk library cannot be loaded .*no such thing"):
        try_model(shipped_speech_model())
