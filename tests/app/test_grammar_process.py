"""The grammar of a home is written by a process of its own; whatever becomes of that is told."""

import shutil
from pathlib import Path

import pytest

from edge_agent.app.grammar_order import write_home_grammar
from edge_agent.app.speech_models import shipped_speech_model
from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.entity import Domain, Entity, EntityState, Home
from edge_agent.errors import ModelError

HOME = Home(
    entities=(Entity(entity_id="light.a", name="Zorblax Lamp", domain=Domain.LIGHT),),
    states={"light.a": EntityState(values={"state": "on"})},
)


def write(model: Path, into: Path) -> Path:
    into.mkdir()
    write_home_grammar(model, SpeechSettings(), HOME, into)
    return into


def test_it_is_a_model_that_knows_the_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("HOME")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "numpy.py").write_text("raise SystemExit(7)")
    model = shipped_speech_model()
    made = write(model, tmp_path / "made")
    assert (made / "am" / "final.mdl").resolve() == (model / "am" / "final.mdl").resolve()
    words = (made / "graph" / "words.txt").read_text().splitlines()
    assert any(line.startswith("zorblax ") for line in words)
    assert (made / "graph" / "Gr.fst").stat().st_size > 100_000
    assert not (made / "graph" / "Gr.fst").is_symlink()


def test_a_damaged_model_is_told_by_its_own_sentence(tmp_path: Path):
    model = Path(shutil.copytree(shipped_speech_model(), tmp_path / "model"))
    (model / "graph" / "words.txt").write_text("nonsense\n")
    with pytest.raises(ModelError, match=r"words\.txt is damaged; fetch the model again\.$"):
        write(model, tmp_path / "made")


def test_a_process_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "yaml.py").write_text("raise RuntimeError('no such thing')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(ModelError, match=r"could not be made .*no such thing"):
        write(shipped_speech_model(), tmp_path / "made")
