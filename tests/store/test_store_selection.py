"""Where the store lies, and which model is used."""

import os
import stat
from pathlib import Path

import pytest
from fixtures.small_store import SmallStore

from edge_agent.app.speech_models import shipped_speech_model
from edge_agent.config.load import load_config
from edge_agent.errors import ModelError
from edge_agent.store.location import store_directory
from edge_agent.store.manifest import read_manifest
from edge_agent.store.models import ModelStore
from edge_agent.store.publisher import Source
from edge_agent.store.selection import chosen_directory, chosen_name

SHIPPED = shipped_speech_model()


@pytest.mark.parametrize(
    ("environment", "is_root", "expected"),
    [
        ({"EDGE_AGENT_STORE": "/mnt/models", "STATE_DIRECTORY": "/x"}, True, "/mnt/models"),
        ({"STATE_DIRECTORY": "/var/lib/edge-agent"}, False, "/var/lib/edge-agent/models"),
        ({"STATE_DIRECTORY": "/a:/b", "HOME": "/h"}, False, "/a/models"),
        ({"HOME": "/root"}, True, "/var/lib/edge-agent/models"),
        ({"HOME": "/home/x"}, False, "/home/x/.local/share/edge-agent/models"),
        ({"HOME": "/home/x", "XDG_DATA_HOME": "/d"}, False, "/d/edge-agent/models"),
        ({"HOME": "/h", "XDG_DATA_HOME": "rel"}, False, "/h/.local/share/edge-agent/models"),
    ],
)
def test_the_place_of_the_store(environment, is_root, expected):
    assert store_directory(environment, is_root=is_root) == Path(expected)


def test_the_model_that_is_used(small_store: SmallStore):
    assert chosen_directory(None, small_store, SHIPPED) == SHIPPED
    small_store.pull()
    assert chosen_directory(None, small_store, SHIPPED) == SHIPPED
    assert chosen_directory("m", small_store, SHIPPED) == small_store.model_directory("m")
    small_store.select("m")
    assert chosen_directory(None, small_store, SHIPPED) == small_store.model_directory("m")
    assert chosen_name(None, small_store, SHIPPED) == "m"
    assert chosen_directory(SHIPPED.name, small_store, SHIPPED) == SHIPPED
    assert chosen_directory("/some/where", small_store, SHIPPED) == Path("/some/where")
    assert chosen_name("/some/where", small_store, SHIPPED) is None
    small_store.select(None)
    assert chosen_directory(None, small_store, SHIPPED) == SHIPPED


def test_a_model_that_is_gone_is_not_replaced_in_silence(small_store: SmallStore):
    small_store.select("m")
    with pytest.raises(ModelError, match=r"m was selected .* `edge-agent models pull m`"):
        chosen_directory(None, small_store, SHIPPED)
    with pytest.raises(ModelError, match=r"There is no speech model m.* correct speech\.model"):
        chosen_directory("m", small_store, SHIPPED)


@pytest.mark.parametrize("contents", ["", "[]", '{"speech": 1}', "\x00"])
def test_a_selection_that_cannot_be_read(small_store: SmallStore, contents: str):
    small_store.root.mkdir()
    (small_store.root / "selected.json").write_text(contents)
    with pytest.raises(ModelError, match="select a model again"):
        small_store.selected()
    small_store.select("m")
    assert small_store.selected() == "m"


def test_models_with_similar_names_leave_each_other_alone(small_store: SmallStore):
    location = small_store.source().location
    names = ("m", "m.deadbeef", "m.1")
    for name in (*names, *reversed(names)):
        small_store.pull(Source(name=name, location=location, checksum=None), again=True)
    assert small_store.installed() == tuple(sorted(names))
    assert len(list((small_store.root / "trees").iterdir())) == len(names)


def test_what_root_installs_can_be_read_by_the_user_of_the_service(small_store: SmallStore):
    before = os.umask(0o077)
    try:
        small_store.pull()
        small_store.select("m")
    finally:
        os.umask(before)
    for path in (small_store.root, *small_store.root.rglob("*")):
        if path.is_symlink() or path.parent.name == "locks":
            continue
        wanted = 0o755 if path.is_dir() else 0o644
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_selections_of_other_kinds_are_kept(small_store: SmallStore):
    small_store.select("other", kind="intent")
    small_store.select("m")
    small_store.select(None)
    assert small_store.selected("intent") == "other"


@pytest.mark.parametrize("contents", ["", "{}", "null"])
def test_a_manifest_that_cannot_be_read(small_store: SmallStore, contents: str):
    small_store.pull()
    path = small_store.root / "installed" / "m" / "manifest.json"
    whole = path.read_text()
    path.write_text(contents)
    with pytest.raises(ModelError, match="pull the model again"):
        small_store.manifest("m")
    path.write_text(whole.replace('"format": 1', '"format": 2'))
    with pytest.raises(ModelError, match="another version"):
        read_manifest(path)
    assert small_store.pull(), "it is installed anew"
    assert small_store.is_whole()


def test_a_place_that_may_not_be_written(tmp_path: Path):
    (tmp_path / "file").write_text("")
    store = ModelStore(tmp_path / "file" / "store")
    assert store.installed() == ()
    with pytest.raises(ModelError, match="cannot be written"):
        store.select("m")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("vosk-model-small-de-0.15", "vosk-model-small-de-0.15"),
        ("./there", "{}/there"),
        ("there", "{}/there"),
        ("models/x", "{}/models/x"),
        ("/x/y", "/x/y"),
    ],
)
def test_the_configuration_takes_a_name_or_a_path(tmp_path: Path, written: str, expected: str):
    (tmp_path / "there").mkdir()
    (tmp_path / "home.yaml").write_text(f"speech: {{model: {written}}}")
    config = load_config(tmp_path / "home.yaml")
    assert config.speech.model == expected.format(tmp_path)
