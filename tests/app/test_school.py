"""Phrases between their file and what understands: a model that cannot learn them ends nothing."""

import asyncio
from pathlib import Path

import pytest

from edge_agent.app.school import School, phrase_store
from edge_agent.app.understanding import Understander
from edge_agent.config.schema import AgentSettings, Config, UnderstandingSettings
from edge_agent.domain.phrase import Phrase
from edge_agent.errors import ModelError, TeachingError
from edge_agent.store.phrases import PhraseStore

MOVIE = Phrase(examples=("movie time",), does="turn off the lights")


class Incapable(Understander):
    """Understands with a model that cannot compare sentences."""

    def teach(self, phrases) -> None:
        if phrases:
            raise ModelError("The intent model cannot compare sentences.")


def test_a_model_that_cannot_learn_phrases_is_told_and_ends_nothing(tmp_path, capsys):
    changes = []
    store = PhraseStore(tmp_path / "phrases.json")
    school = School(store, Incapable(UnderstandingSettings()), on_change=lambda: changes.append(1))
    with pytest.raises(TeachingError, match="cannot compare"):
        asyncio.run(school.keep([MOVIE]))
    PhraseStore(store.path).save([MOVIE, MOVIE])
    asyncio.run(school.refresh())
    assert "cannot be learnt" in "".join(capsys.readouterr())
    assert school.phrases == ()
    assert changes == []


def test_what_another_wrote_is_learnt_once(tmp_path):
    changes = []
    store = PhraseStore(tmp_path / "phrases.json")
    school = School(
        store, Understander(UnderstandingSettings()), on_change=lambda: changes.append(1)
    )
    asyncio.run(school.refresh())
    PhraseStore(store.path).save([MOVIE])
    asyncio.run(school.refresh())
    asyncio.run(school.refresh())
    assert school.examples == ("movie time",)
    assert changes == [1]


def test_each_agent_has_phrases_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))
    kitchen = Config(agent=AgentSettings(id="kitchen"))
    assert phrase_store(kitchen).path == tmp_path / "phrases.kitchen.json"
    given = Config(understanding=UnderstandingSettings(phrases_file="/tmp/p.json"))
    assert phrase_store(given).path == Path("/tmp/p.json")
