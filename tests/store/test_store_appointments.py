"""The database of timers and the like: kept, shared, damaged, of other versions."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from edge_agent.domain.appointment import Appointment, AppointmentKind
from edge_agent.domain.command import Command
from edge_agent.domain.entity import EntityState
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import Slots
from edge_agent.store.appointments import VERSION, AppointmentStore

EGGS = Appointment(id="a", kind=AppointmentKind.TIMER, due_at=1.5, name="eggs", duration_s=240.0)
OFF = Command(intent=Intent.TURN_OFF, slots=Slots(name="Fan", area="Hall"), confidence=0.9)
FAN = Appointment(
    id="b",
    kind=AppointmentKind.COMMAND,
    due_at=2.5,
    clock="07:00",
    days=frozenset({0, 4}),
    text="turn off the Fan",
    commands=(replace(OFF, left_out=(Slots(area="Attic"),)),),
    before={"fan.hall": EntityState(values={"state": "on", "percentage": 50, "oscillation": True})},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "timers.sqlite"


def test_what_is_written_is_there_after_a_restart(path):
    store = AppointmentStore(path)
    assert store.load() == ()
    store.write([EGGS, FAN], [])
    store.write([replace(EGGS, left_s=3.0)], ["c"])
    store.close()
    again = AppointmentStore(path)
    assert {a.id: a for a in again.load()} == {"a": replace(EGGS, left_s=3.0), "b": FAN}
    again.write([], ["a"])
    assert AppointmentStore(path).load() == (FAN,)


def test_it_notices_what_others_write(path):
    mine, other = AppointmentStore(path), AppointmentStore(path)
    mine.write([EGGS], [])
    mine.load()
    assert not mine.has_changed()
    other.write([FAN], [])
    assert mine.has_changed()
    assert len(mine.load()) == 2
    assert not mine.has_changed()


@pytest.mark.parametrize("contents", [b"nonsense" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_kept_beside(path, contents):
    path.parent.mkdir()
    path.write_bytes(contents)
    store = AppointmentStore(path)
    assert store.load() == ()
    assert path.with_name("timers.sqlite.damaged").read_bytes() == contents
    store.write([EGGS], [])
    assert store.load() == (EGGS,)


def test_a_row_that_cannot_be_read_is_left_out(path):
    store = AppointmentStore(path)
    store.write([EGGS], [])
    with closing(sqlite3.connect(path)) as raw, raw:
        for key, document in (("x", "{"), ("y", '{"id": "y"}'), ("z", '{"kind": "dance"}')):
            raw.execute("INSERT INTO appointments VALUES (?, ?)", (key, document))
    assert store.load() == (EGGS,)


def test_a_newer_version_is_left_alone(path):
    AppointmentStore(path).write([EGGS], [])
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(f"PRAGMA user_version = {VERSION + 1}")
    store = AppointmentStore(path)
    assert store.load() == ()
    store.write([FAN], [])
    with closing(sqlite3.connect(path)) as raw, raw:
        assert raw.execute("SELECT id FROM appointments").fetchall() == [("a",)]


def test_where_nothing_can_be_written_nothing_breaks(tmp_path):
    (tmp_path / "file").write_text("in the way")
    store = AppointmentStore(tmp_path / "file" / "timers.sqlite")
    store.write([EGGS], [])
    assert store.load() == ()
    assert not store.has_changed()


WRITER = """
import sys
from itertools import count
from pathlib import Path
from edge_agent.domain.appointment import Appointment, AppointmentKind
from edge_agent.store.appointments import AppointmentStore
store = AppointmentStore(Path(sys.argv[1]))
for number in count():
    pair = [Appointment(id=i, kind=AppointmentKind.TIMER, due_at=float(number)) for i in "ab"]
    store.write(pair, [str(number - 1)])
    print(number, flush=True)
"""


def test_a_killed_writer_leaves_all_or_nothing_of_each_change(path):
    for _ in range(5):
        command = [sys.executable, "-c", WRITER, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            written = [int(writer.stdout.readline()) for _ in range(3)]
            time.sleep(0.05)
            writer.kill()
            written += map(int, writer.stdout.read().split("\n")[:-1])
        found = {a.id: a.due_at for a in AppointmentStore(path).load()}
        assert found["a"] == found["b"] >= max(written), "what was reported written is there"
