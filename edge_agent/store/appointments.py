"""Appointments in a small SQLite database, which a power cut leaves as it was before or after.

Other processes may write into it: whoever reads it looks again when `has_changed` says so.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

import msgspec
import structlog

from edge_agent.domain.appointment import Appointment

VERSION: Final = 1
"""Of the table, in the database's own `user_version`."""
MAX_ROWS: Final = 1000
"""So many are read at most; the agent keeps fewer."""
_WAIT_S: Final = 2.0
"""For another process that writes."""
_DAMAGED: Final = ".damaged"
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS appointments (id TEXT PRIMARY KEY, document TEXT NOT NULL)"
)

_log = structlog.get_logger(__name__)


class AppointmentStore:
    """One database of appointments; to be used by one thread at a time.

    What cannot be read or written is logged, once until it works again: the agent goes on with what
    it has in mind.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        """The file; it need not exist."""
        self._connection: sqlite3.Connection | None = None
        self._seen: int | None = None
        self._has_failed = False

    def load(self) -> tuple[Appointment, ...]:
        """All appointments; none where there is no file.

        A damaged file is kept beside, and counts as none; a row that cannot be read is left out.
        """
        try:
            rows = self._rows()
        except sqlite3.DatabaseError as error:
            if self._is_damage(error):
                self._keep_damaged(str(error))
            else:
                self._note_failure("appointments cannot be read", error)
            return ()
        found = [_read(row) for row in rows]
        return tuple(one for one in found if one is not None)

    def write(self, kept: Sequence[Appointment], dropped: Sequence[str]) -> None:
        """Put appointments in place of those with their ids, and delete others, all or none."""
        rows = [(one.id, msgspec.json.encode(one).decode()) for one in kept]
        try:
            with self._open() as connection:
                connection.executemany(
                    "DELETE FROM appointments WHERE id = ?", [(i,) for i in dropped]
                )
                connection.executemany("INSERT OR REPLACE INTO appointments VALUES (?, ?)", rows)
            self._has_failed = False
        except (sqlite3.DatabaseError, OSError) as error:
            self._note_failure("appointments are not kept over a restart", error)

    def has_changed(self) -> bool:
        """Whether another process has written since the last look."""
        if self._connection is None:
            return self.path.exists() and not self._has_failed
        with suppress(sqlite3.DatabaseError):
            return self._version() != self._seen
        return False

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _rows(self) -> list[tuple[str, str]]:
        if not self.path.exists():
            return []
        connection = self._open()
        self._seen = self._version()
        query = "SELECT id, document FROM appointments LIMIT ?"
        with closing(connection.execute(query, (MAX_ROWS,))) as found:
            return found.fetchall()

    def _open(self) -> sqlite3.Connection:
        if self._connection is not None:
            return self._connection
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=_WAIT_S, check_same_thread=False)
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > VERSION:
                message = f"it was written by a newer version ({version})"
                raise sqlite3.DatabaseError(message)  # noqa: TRY301 - as any other reason
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            with connection:
                connection.execute(_TABLE)
                connection.execute(f"PRAGMA user_version = {VERSION}")
        except sqlite3.DatabaseError:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _version(self) -> int:
        """A number that changes when another process writes."""
        (version,) = self._open().execute("PRAGMA data_version").fetchone()
        return int(version)

    @staticmethod
    def _is_damage(error: sqlite3.DatabaseError) -> bool:
        return type(error) is sqlite3.DatabaseError and "newer version" not in str(error)

    def _keep_damaged(self, reason: str) -> None:
        self.close()
        beside = self.path.with_name(self.path.name + _DAMAGED)
        for suffix in ("", "-wal", "-shm"):
            part = self.path.with_name(self.path.name + suffix)
            with suppress(OSError):
                part.replace(beside.with_name(beside.name + suffix))
        _log.error(
            "timers, alarms and reminders are damaged, so none is known",
            file=str(beside),
            reason=reason,
        )

    def _note_failure(self, event: str, error: Exception) -> None:
        report = _log.debug if self._has_failed else _log.warning
        report(event, file=str(self.path), reason=str(error))
        self._has_failed = True


def _read(row: tuple[str, str]) -> Appointment | None:
    key, document = row
    try:
        return msgspec.json.decode(document, type=Appointment)
    except (msgspec.DecodeError, RecursionError, TypeError) as error:
        _log.warning("an appointment cannot be read", id=key, reason=str(error))
        return None
