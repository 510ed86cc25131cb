"""The budget outlives restarts, belongs to a day, and holds for several processes."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from edge_agent.store.spending import SpendingStore, Spent

LIMIT = Spent(questions=3, tokens=1_000)
TODAY, TOMORROW = "2026-11-30", "2026-12-01"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "escalation.sqlite"


def test_questions_are_counted_over_restarts_until_midnight(path: Path):
    assert SpendingStore(path).spent(TODAY) == Spent()
    assert [SpendingStore(path).take(TODAY, LIMIT) for _ in range(5)] == [True] * 3 + [False] * 2
    assert SpendingStore(path).spent(TODAY) == Spent(questions=3)
    assert SpendingStore(path).take(TOMORROW, LIMIT)
    assert not SpendingStore(path).take(TODAY, LIMIT), "a clock that goes back gives nothing back"


def test_tokens_are_counted_too(path: Path):
    store = SpendingStore(path)
    assert store.take(TODAY, LIMIT)
    store.add(TODAY, 600)
    assert store.take(TODAY, LIMIT)
    store.add(TODAY, 600)
    assert not store.take(TODAY, LIMIT)
    assert store.spent(TODAY) == Spent(questions=2, tokens=1_200)


def test_several_at_once_take_no_more_than_there_is(path: Path):
    SpendingStore(path).spent(TODAY)
    with ThreadPoolExecutor(8) as threads:
        taken = threads.map(lambda _: SpendingStore(path).take(TODAY, LIMIT), range(24))
    assert sum(taken) == 3


def test_old_days_are_forgotten(path: Path):
    store = SpendingStore(path)
    for day in range(1, 60):
        store.take(f"2026-{day // 28 + 1:02}-{day % 28 + 1:02}", LIMIT)
    with sqlite3.connect(path) as connection:
        (count,) = connection.execute("SELECT count(*) FROM spending").fetchone()
    connection.close()
    assert count == 31


def test_a_damaged_file_gives_nothing(path: Path):
    path.parent.mkdir()
    path.write_bytes(b"no database" * 1_000)
    with pytest.raises(sqlite3.DatabaseError):
        SpendingStore(path).take(TODAY, LIMIT)
