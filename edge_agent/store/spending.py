"""What was handed on each day, in a small SQLite database that outlives restarts.

Several processes may count in it at once.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_WAIT_S: Final = 2.0
"""For another process that writes."""
_DAYS_KEPT: Final = 31
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS spending (day TEXT PRIMARY KEY, questions INTEGER NOT NULL,"
    " tokens INTEGER NOT NULL)"
)
_ADD: Final = (
    "INSERT INTO spending VALUES (?, ?, ?) ON CONFLICT (day) DO UPDATE SET"
    " questions = questions + excluded.questions, tokens = tokens + excluded.tokens"
)
_OLD: Final = (
    "DELETE FROM spending WHERE day NOT IN (SELECT day FROM spending ORDER BY day DESC LIMIT ?)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What was handed on in one day."""

    questions: int = 0
    tokens: int = 0


class SpendingStore:
    """One database; each call opens and closes it.

    Raises:
        sqlite3.Error: it is damaged, or cannot be written.
        OSError: its directory cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        """The file; it need not exist."""

    def spent(self, day: str) -> Spent:
        """What was handed on in a day, such as `2026-11-30`."""
        with self._opened() as connection:
            return _spent(connection, day)

    def take(self, day: str, limit: Spent) -> bool:
        """Count one question more, unless a limit is reached; False where it is."""
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            spent = _spent(connection, day)
            if spent.questions >= limit.questions or spent.tokens >= limit.tokens:
                return False
            connection.execute(_ADD, (day, 1, 0))
            connection.execute(_OLD, (_DAYS_KEPT,))
            return True

    def add(self, day: str, tokens: int) -> None:
        """Count tokens."""
        with self._opened() as connection:
            connection.execute(_ADD, (day, 0, tokens))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes count when it is closed without an error."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=_WAIT_S)) as connection, connection:
            connection.execute(_TABLE)
            yield connection


def _spent(connection: sqlite3.Connection, day: str) -> Spent:
    query = "SELECT questions, tokens FROM spending WHERE day = ?"
    row = connection.execute(query, (day,)).fetchone()
    return Spent() if row is None else Spent(questions=row[0], tokens=row[1])
