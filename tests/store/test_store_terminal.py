"""A pull as somebody at a terminal sees it, and breaks it off."""

import os
import pty
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from fixtures.model_server import ModelServer, small_files, zip_of


def start(server: ModelServer, store: Path, stderr: int) -> subprocess.Popen[bytes]:
    # Under nohup and in the background of a shell they would be ignored.
    plain = ["env", "--default-signal=HUP,INT"]
    command = [*plain, sys.executable, "-m", "edge_agent", "models", "pull", f"{server.url}/m.zip"]
    environment = os.environ | {"EDGE_AGENT_STORE": str(store)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=stderr)


def read_until(terminal: int, words: bytes) -> bytes:
    """What a terminal shows up to these words."""
    shown = b""
    while words not in shown:
        shown += os.read(terminal, 1000)
    return shown


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_progress_is_shown_and_a_pull_can_be_broken_off(model_server, tmp_path, number):
    archive = zip_of(small_files(size=1_000_000))
    model_server.files["m.zip"] = archive
    release, reached = threading.Event(), threading.Event()
    model_server.faults = [model_server.stall(500_000, release, reached)]
    terminal, end = pty.openpty()
    pull = start(model_server, tmp_path / "store", end)
    os.close(end)
    assert reached.wait(30)
    shown = read_until(terminal, b" of 1.0 MB (")
    assert b"MB/s" in shown or b"MB/s" in read_until(terminal, b"MB/s")
    pull.send_signal(number)
    output, _ = pull.communicate(timeout=30)
    release.set()
    os.close(terminal)
    assert pull.returncode in {130, -number}
    assert output == b""
    assert not (tmp_path / "store" / "installed").exists()
    assert (tmp_path / "store" / "downloads" / "m.zip").stat().st_size <= 500_000
    assert (tmp_path / "store" / "downloads" / "m.zip.json").is_file()
