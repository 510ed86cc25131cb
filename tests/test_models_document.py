"""Every command of docs/models.md does what it says, at a publisher on this machine."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from edge_agent.app.speech_models import shipped_speech_model
from edge_agent.store.models import ModelStore

ROOT = Path(__file__).resolve().parent.parent
NAME = "vosk-model-small-en-us-0.15"
COMMANDS = [
    line
    for block in re.findall(
        r"```sh\n(.*?)```", (ROOT / "docs" / "models.md").read_text(), re.DOTALL
    )
    for line in block.splitlines()
]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with an archive, where a store will be."""
    monkeypatch.setenv("EDGE_AGENT_STORE", str(tmp_path / "store"))
    shipped = shipped_speech_model()
    shutil.make_archive(str(tmp_path / NAME), "zip", shipped.parent, shipped.name)
    return tmp_path


def test_every_command_works_in_its_order(place: Path) -> None:
    store = ModelStore(place / "store")
    assert len(COMMANDS) >= 8
    for command in COMMANDS:
        program, *arguments = command.split()
        assert program == "edge-agent"
        # The archive is not the publisher's, so it is given as a file wherever it is fetched.
        if arguments[:2] == ["models", "pull"]:
            arguments[2] = str(place / f"{NAME}.zip")
        done = subprocess.run(
            [sys.executable, "-m", "edge_agent", *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, command + done.stdout + done.stderr
        assert done.stdout
        if command == f"edge-agent models use {NAME}":
            assert store.selected() == NAME
    assert store.selected() is None
    assert store.installed() == ("my-english", NAME)


def test_the_shipped_model_is_named_rightly() -> None:
    text = (ROOT / "docs" / "models.md").read_text()
    assert f"edge-agent models use {shipped_speech_model().name}\n" in text
