"""`edge-agent models` with a whole model: list, pull, use, verify, and the agent that uses it."""

import hashlib
import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from fixtures.model_server import ModelServer, nothing, packed_model
from fixtures.program import announce_home, run_cli

from edge_agent.app.speech_models import shipped_speech_model
from edge_agent.demo.expectation import recording_path
from edge_agent.store.models import ModelStore

SHIPPED = shipped_speech_model()
NAME = "vosk-model-test-1.0"
TINY = "vosk-en-us-tiny"
LAMP = recording_path("01-turn-on-the-kitchen-light")


@pytest.fixture(scope="module")
def archive() -> bytes:
    """The shipped model as its publisher would pack it."""
    return packed_model(SHIPPED, NAME)


@pytest.fixture
def publisher(archive: bytes, model_server: ModelServer) -> ModelServer:
    model_server.files[f"{NAME}.zip"] = archive
    entry = {"name": NAME, "md5": hashlib.md5(archive).hexdigest()}
    model_server.files["model-list.json"] = json.dumps([entry]).encode()
    return model_server


@pytest.fixture
def store(own_store: Path) -> ModelStore:
    return ModelStore(own_store)


def pull(publisher: ModelServer, *more: object):
    return run_cli("models", "pull", NAME, "--from", publisher.url, *more)


def test_pull_use_list_verify_and_hear(publisher, store, tmp_path, mosquitto):
    publisher.faults = [publisher.cut(5_000_000)]
    run = pull(publisher)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(f"Installed {NAME} (")
    assert 30e6 < store.manifest(NAME).memory_bytes < 300e6
    assert "after 5000000 of" in run.stderr
    assert "trying again in 1 s" in run.stderr
    assert publisher.ranges == [None, "bytes=5000000-"]
    assert "\r" not in run.stderr, "no progress where there is no terminal"
    assert "Already installed" in pull(publisher).stdout
    assert len(publisher.ranges) == 2

    used = run_cli("models", "use", NAME)
    assert used.returncode == 0, used.stderr
    assert store.selected() == NAME
    document = json.loads(run_cli("models", "list", "--json").stdout)
    assert document["in_use"] == NAME
    (installed,) = (model for model in document["models"] if model["state"] == "installed")
    assert installed["in_use"]
    assert installed["bytes"] == sum(p.stat().st_size for p in SHIPPED.rglob("*") if p.is_file())
    assert f"* {NAME}" in run_cli("models", "list").stdout

    announce_home(mosquitto)
    config = tmp_path / "home.yaml"
    config.write_text(f"mqtt: {{host: 127.0.0.1, port: {mosquitto.port}}}")
    heard = json.loads(run_cli("listen", LAMP, "--json", "--config", config).stdout)
    assert heard["transcript"].startswith("turn on")
    gone = store.root / "installed" / NAME
    gone.rename(store.root / "elsewhere")
    broken = run_cli("listen", LAMP, "--json", "--config", config)
    assert broken.returncode == 3, "the selected model was used indeed"
    assert f"{NAME} was selected" in broken.stderr
    (store.root / "elsewhere").rename(gone)

    config.write_text(config.read_text() + f"\nspeech: {{model: {SHIPPED.name}}}")
    listed = json.loads(run_cli("models", "list", "--json", "--config", config).stdout)
    assert listed["in_use"] == SHIPPED.name
    assert run_cli("models", "use", SHIPPED.name).returncode == 0
    assert store.selected() is None


def damage(path: Path, how: str) -> None:
    match how:
        case "cut off":
            os.truncate(path, path.stat().st_size // 2)
        case "one bit":
            raw = bytearray(path.read_bytes())
            raw[len(raw) // 2] ^= 1
            path.write_bytes(raw)
        case "missing":
            path.unlink()
        case "added":
            (path.parent / "more").write_text("")


DAMAGES = [
    ("graph/HCLr.fst", "cut off", "bytes in place of"),
    ("am/final.mdl", "one bit", "has other contents"),
    ("graph/words.txt", "missing", "is missing"),
    ("conf/model.conf", "added", "conf/more was added"),
]


def test_damage_is_found_and_put_right(publisher, store):
    assert pull(publisher).returncode == 0
    for file, how, words in DAMAGES:
        damage(store.model_directory(NAME) / file, how)
        run = run_cli("models", "verify", NAME)
        assert run.returncode == 3
        assert words in run.stdout
        assert file in run.stdout or how == "added"
        assert run.stderr.startswith(f"edge-agent: Damaged or missing: {NAME};")
    found = json.loads(run_cli("models", "verify", "--json").stdout)["models"]
    assert [(model["name"], len(model["damages"])) for model in found] == [
        (SHIPPED.name, 0),
        (TINY, 0),
        (NAME, 4),
    ]
    assert pull(publisher).stdout.startswith("Installed")
    assert run_cli("models", "verify", NAME).stdout == f"{NAME}: whole, and loads\n"


def test_a_file_from_somewhere(archive, store, tmp_path):
    path = tmp_path / "mine.zip"
    path.write_bytes(archive)
    assert run_cli("models", "pull", path, "--name", "my-own").returncode == 0
    assert store.installed() == ("my-own",)
    assert path.read_bytes() == archive, "it is left where it was"
    again = run_cli("models", "pull", f"file://{path}", "--again", "--name", "my-own")
    assert again.stdout.startswith("Installed")
    assert "my-own" in run_cli("models", "list", "--language", "de").stdout, "of any language"


def test_a_directory_of_archives_in_place_of_the_publisher(archive, store, tmp_path):
    (tmp_path / f"{NAME}.zip").write_bytes(archive)
    entry = {"name": NAME, "md5": "0" * 32}
    (tmp_path / "model-list.json").write_text(json.dumps([entry]))
    refused = run_cli("models", "pull", NAME, "--from", f"file://{tmp_path}")
    assert refused.returncode == 3
    assert "does not have the checksum" in refused.stderr
    entry["md5"] = hashlib.md5(archive).hexdigest()
    (tmp_path / "model-list.json").write_text(json.dumps([entry]))
    assert run_cli("models", "pull", NAME, "--from", f"file://{tmp_path}").returncode == 0
    assert store.installed() == (NAME,)


def unloadable(archive: bytes, file: str, contents: bytes) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as whole,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
    ):
        for name in whole.namelist():
            packed.writestr(name, contents if name.endswith(file) else whole.read(name))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("file", "contents", "words"),
    [
        ("am/final.mdl", b"nonsense", "is not a Kaldi model"),
        ("graph/HCLr.fst", b"", "is empty"),
        ("conf/mfcc.conf", b"--no-such-option=1\n", "cannot be loaded by Vosk"),
        ("graph/disambig_tid.int", b"99999999\n", "makes Vosk crash"),
    ],
)
def test_what_does_not_load_is_not_installed(archive, store, tmp_path, file, contents, words):
    path = tmp_path / "bad.zip"
    path.write_bytes(unloadable(archive, file, contents))
    run = run_cli("models", "pull", path)
    assert run.returncode == 3
    assert words in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert store.installed() == ()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("pull", "vosk-model-small-de-0.51", "--from", "URL"), "did you mean vosk-model-small-de"),
        (("pull", "vosk-model-small-de-0.15", "--from", "URL"), "answers 404"),
        (("pull", "./no-such.zip"), "There is no file"),
        (("pull", "gopher://x/y.zip"), "only http, https and file locations"),
        (("use", "vosk-model-small-de-0.15"), "pull vosk-model-small-de-0.15"),
        (("use", "../../etc"), "is not installed"),
        (("verify", "vosk-model-small-de-0.15"), "Damaged or missing"),
    ],
)
def test_refusals_are_one_sentence_and_a_status(publisher, store, arguments, words):
    run = run_cli("models", *(publisher.url if part == "URL" else part for part in arguments))
    assert run.returncode == 3
    (sentence,) = run.stderr.splitlines()
    assert sentence.startswith("edge-agent: ")
    assert words in sentence
    assert not store.installed()


def test_what_is_begun_is_listed(publisher, store):
    begun = store.download_path("vosk-model-small-de-0.15")
    begun.write_bytes(bytes(7_000_000))
    listed = run_cli("models", "list", "--language", "german").stdout
    assert "7 MB fetched" in listed
    assert "vosk-model-small-fr" not in listed
    nothing_known = run_cli("models", "list", "--language", "tlh").stdout
    assert "Nothing else is known" in nothing_known
    publisher.faults = [nothing]
