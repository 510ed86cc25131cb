"""What is known of the publisher's models, and which archive is meant by what somebody writes."""

import json
import re
from pathlib import Path

import pytest
from fixtures.model_server import ModelServer, status
from fixtures.small_store import AT_ONCE

from edge_agent.errors import ModelError
from edge_agent.store.catalogue import Kind, catalogue
from edge_agent.store.publisher import PUBLISHER, Checksum, find_source, is_name


def test_the_catalogue_is_consistent():
    models = catalogue().models
    assert len({model.name for model in models}) == len(models) > 50
    assert set(catalogue().kinds) == set(Kind)
    for model in models:
        assert is_name(model.name)
        assert model.archive_bytes > 10_000_000
        assert (model.bytes is None) != (model.about_bytes is None)
        assert re.fullmatch("[0-9a-f]{32}", model.md5 or "0" * 32)
        assert re.fullmatch("[0-9a-f]{64}", model.sha256 or "0" * 64)
        assert re.fullmatch("[a-z]{2}(-[A-Z]{2})?", model.language)
        assert model.licence


@pytest.mark.parametrize("language", ["de", "DE", "german", "en", "en-US", "en_gb", "Korean"])
def test_models_of_a_language(language):
    names = {model.name for model in catalogue().in_language(language)}
    wanted = {
        "de": "small-de-0.15",
        "ge": "small-de-0.15",
        "en": "small-en-",
        "ko": "small-ko-0.22",
    }[language[:2].lower()]
    assert any(wanted in name for name in names)
    assert not any("-fr-" in name for name in names)


def test_a_known_model_is_fetched_from_its_publisher_with_the_checksum_at_hand():
    source = find_source("vosk-model-small-de-0.15", PUBLISHER, AT_ONCE)
    assert source.location == "https://alphacephei.com/vosk/models/vosk-model-small-de-0.15.zip"
    assert source.checksum == Checksum(kind="md5", digest="4f21f92c0897b48287ef8839420608eb")
    assert source.file is None


def test_without_one_at_hand_the_publishers_list_gives_it(model_server: ModelServer):
    entries = [
        {"name": "vosk-model-de-0.21", "md5": "AB" * 16, "lang": "de", "obsolete": "false"},
        {"name": "vosk-model-new-1.0", "md5": "cd" * 16},
        {"name": "vosk-model-odd-1.0", "md5": "?"},
    ]
    model_server.files["model-list.json"] = json.dumps(entries).encode()
    known = find_source("vosk-model-de-0.21", model_server.url, AT_ONCE)
    assert known.checksum == Checksum(kind="md5", digest="ab" * 16)
    new = find_source("vosk-model-new-1.0", model_server.url + "/", AT_ONCE)
    assert new.location == f"{model_server.url}/vosk-model-new-1.0.zip"
    with pytest.raises(ModelError, match="Nobody gives a checksum"):
        find_source("vosk-model-odd-1.0", model_server.url, AT_ONCE)
    with pytest.raises(ModelError, match=r"did you mean vosk-model-new-1\.0"):
        find_source("vosk-model-neu-1.0", model_server.url, AT_ONCE)
    with pytest.raises(ModelError, match=r"no model xyz .* see `edge-agent models list`"):
        find_source("xyz", model_server.url, AT_ONCE)


@pytest.mark.parametrize("contents", [b"<html>", b"{}", b'[{"name": 3}]', b"\xff", None])
def test_a_list_that_is_none(model_server: ModelServer, contents):
    if contents is not None:
        model_server.files["model-list.json"] = contents
    with pytest.raises(ModelError, match=r"model-list\.json"):
        find_source("vosk-model-de-0.21", model_server.url, AT_ONCE)


def test_the_list_is_asked_for_again_too(model_server: ModelServer):
    give = model_server.answer
    answers = iter([status(503)])

    def answer(request):
        fault = next(answers, None)
        fault(request, b"") if fault else give(request)

    model_server.answer = answer
    model_server.files["model-list.json"] = b'[{"name": "x", "md5": "%s"}]' % (b"ab" * 16)
    assert find_source("x", model_server.url, AT_ONCE).checksum


def test_a_directory_with_archives_serves_without_a_network(tmp_path: Path):
    source = find_source("vosk-model-small-de-0.15", f"file://{tmp_path}", AT_ONCE)
    assert source.file == tmp_path / "vosk-model-small-de-0.15.zip"
    assert source.checksum


@pytest.mark.parametrize(
    ("wanted", "name", "location"),
    [
        ("./my-model.zip", "my-model", str(Path("my-model.zip").absolute())),
        ("my-model.zip", "my-model", str(Path("my-model.zip").absolute())),
        ("/a/b.zip", "b", "/a/b.zip"),
        ("file:///a/b%20c/d.zip", "d", "/a/b c/d.zip"),
        ("HTTPS://host/x/y.zip?z=1", "y", "https://host/x/y.zip?z=1"),
        ("http://host/a b/%43.zip", "C", "http://host/a%20b/%43.zip"),
    ],
)
def test_an_archive_may_be_given_itself(wanted, name, location):
    source = find_source(wanted, PUBLISHER, AT_ONCE)
    assert (source.name, source.location, source.checksum) == (name, location, None)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("ftp://host/x.zip", "only http, https and file"),
        ("data://x/x.zip", "only http, https and file"),
        ("http:///x.zip", "names no server"),
        ("http://[x/x.zip", "is no address"),
        ("./a model (1).zip", "cannot be a model's name"),
        ("./...zip", "cannot be a model's name"),
        ("-x", "is no model's name"),
        ("", "is no model's name"),
        ("a b", "is no model's name"),
    ],
)
def test_what_cannot_be_fetched(wanted, words):
    with pytest.raises(ModelError, match=words):
        find_source(wanted, PUBLISHER, AT_ONCE)


def test_an_archive_can_be_called_otherwise():
    assert find_source("./a model (1).zip", PUBLISHER, AT_ONCE, called="mine").name == "mine"
    with pytest.raises(ModelError, match="cannot be a model's name"):
        find_source("./x.zip", PUBLISHER, AT_ONCE, called="../mine")
