import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from edge_agent import systemd

UNIT = Path(__file__).parents[1] / "systemd" / "edge-agent.service"
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd")


@pytest.fixture(params=["path", "abstract"])
def listener(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[socket.socket]:
    """What systemd would be."""
    name = f"@edge-agent-{os.getpid()}" if request.param == "abstract" else f"{tmp_path}/notify"
    monkeypatch.setenv("NOTIFY_SOCKET", name)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(name.replace("@", "\0") if request.param == "abstract" else name)
        receiver.settimeout(5)
        yield receiver


def test_messages_arrive(listener: socket.socket) -> None:
    systemd.ready()
    systemd.status("listening\nREADY=0")
    systemd.ping()
    systemd.stopping()
    assert [listener.recv(1000) for _ in range(4)] == [
        b"READY=1",
        b"STATUS=listening READY=0",
        b"WATCHDOG=1",
        b"STOPPING=1",
    ]


def test_a_listener_that_never_reads_holds_nothing_up(listener: socket.socket) -> None:
    for _ in range(2000):
        systemd.ping()
    assert listener.recv(1000) == b"WATCHDOG=1"


@pytest.mark.parametrize("address", ["", "/nowhere/notify", "relative", "vsock:2:1", "@" * 300])
def test_nothing_happens_without_systemd(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    systemd.ready()


@pytest.mark.parametrize(
    ("limit_us", "pid", "interval_s"),
    [
        ("30000000", None, 15.0),
        ("30000000", "self", 15.0),
        ("30000000", "1", None),
        ("0", None, None),
        ("soon", None, None),
        (None, None, None),
    ],
)
def test_watchdog_interval(
    monkeypatch: pytest.MonkeyPatch, limit_us: str | None, pid: str | None, interval_s: float | None
) -> None:
    for name, value in (("WATCHDOG_USEC", limit_us), ("WATCHDOG_PID", pid)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value.replace("self", str(os.getpid())))
    assert systemd.watchdog_interval_s() == interval_s


@needs_systemd
def test_the_unit_is_valid(tmp_path: Path) -> None:
    copy = tmp_path / UNIT.name
    # The check wants the program to exist; where it will be installed, it does not yet.
    text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text(), flags=re.MULTILINE)
    assert "ExecStart=/bin/true --config" in text
    copy.write_text(text)
    check = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)],
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = [line for line in check.stderr.splitlines() if UNIT.name in line]
    assert (check.returncode, complaints) == (0, [])


@needs_systemd
def test_the_unit_exposes_little() -> None:
    report = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(UNIT)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", report)
    assert found is not None
    assert float(found[1]) <= 2.5
