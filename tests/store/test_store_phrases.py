"""The file of taught phrases: kept, read again, damaged, hostile."""

import json
import os

import pytest

from edge_agent.domain.phrase import MAX_EXAMPLES, MAX_PHRASES, Phrase
from edge_agent.errors import TeachingError
from edge_agent.store.phrases import MAX_BYTES, PhraseStore

MOVIE = Phrase(examples=("movie time", "film night"), does="turn off the lights")
KINO = Phrase(examples=("Kino \N{LATIN SMALL LETTER U WITH DIAERESIS}",), does="turn on the tv")


def document(*phrases: object, version: object = 1) -> str:
    return json.dumps({"version": version, "phrases": phrases})


def test_what_is_saved_is_there_after_a_restart(tmp_path):
    path = tmp_path / "new" / "phrases.json"
    PhraseStore(path).save([MOVIE, KINO])
    assert PhraseStore(path).load() == (MOVIE, KINO)
    assert "film night" in path.read_text()
    assert path.read_text().count("\n") > 5, "people can read it"


def test_no_file_is_no_phrases(tmp_path):
    store = PhraseStore(tmp_path / "phrases.json")
    assert store.load() == ()
    assert not store.has_changed()


def test_it_notices_what_others_change(tmp_path):
    mine, other = PhraseStore(tmp_path / "p.json"), PhraseStore(tmp_path / "p.json")
    mine.load()
    other.save([MOVIE])
    assert mine.has_changed()
    assert not other.has_changed()
    assert mine.load() == (MOVIE,)
    assert not mine.has_changed()
    mine.path.unlink()
    assert mine.has_changed()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "nonsense",
        "\ufeff",
        document({"examples": [], "does": "x"}),
        document({"examples": ["a"] * (MAX_EXAMPLES + 1), "does": "x"}),
        document({"examples": ["a"]}),
        document({"examples": "movie", "does": "x"}),
        document({"examples": [""], "does": "x"}),
        document({"examples": ["a" * 201], "does": "x"}),
        document({"examples": ["a"], "does": "x", "more": 1}),
        document(*[{"examples": ["a"], "does": "x"}] * (MAX_PHRASES + 1)),
        document(version=2),
        " " * (MAX_BYTES + 1),
        '{"version": 1, "phrases": ' + "[" * 100_000,
    ],
)
def test_a_damaged_file_is_kept_aside(text, tmp_path, capsys):
    path = tmp_path / "phrases.json"
    path.write_text(text)
    store = PhraseStore(path)
    assert store.load() == ()
    assert not path.exists()
    assert (tmp_path / "phrases.json.damaged").read_text() == text
    assert "phrases are damaged" in "".join(capsys.readouterr())
    store.save([MOVIE])
    assert PhraseStore(path).load() == (MOVIE,)


def test_bytes_that_are_no_text_are_damage(tmp_path):
    path = tmp_path / "phrases.json"
    path.write_bytes(b"\xff\xfe\x00")
    assert PhraseStore(path).load() == ()
    assert not path.exists()


def test_a_place_where_nothing_can_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(TeachingError, match="cannot be written"):
        PhraseStore(tmp_path / "file" / "phrases.json").save([MOVIE])


def test_what_is_no_file_is_no_phrases(tmp_path):
    (tmp_path / "directory.json").mkdir()
    os.mkfifo(tmp_path / "pipe.json")
    for name in ("directory.json", "pipe.json"):
        assert PhraseStore(tmp_path / name).load() == ()
