"""A file of lines that never grows beyond two times its bound."""

import os
from pathlib import Path
from typing import Final

MAX_BYTES: Final = 1_000_000
"""When a file has reached this it is put aside, in place of the one before."""
_FOR_ITS_OWNER: Final = 0o600


class ActionLog:
    """Appends lines to a file; only its owner can read it.

    Args:
        path: the file; beside it lies the one that was put aside, with `.1` behind its name.
        max_bytes: how large each of them gets.
    """

    def __init__(self, path: Path, *, max_bytes: int = MAX_BYTES) -> None:
        self._path = path
        self._max_bytes = max_bytes

    def append(self, line: str) -> None:
        """Write one line.

        Raises:
            OSError: nothing can be written there.
        """
        encoded = f"{line}\n".encode()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._size() + len(encoded) > self._max_bytes:
            self._path.replace(self._path.with_name(f"{self._path.name}.1"))
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
        with os.fdopen(os.open(self._path, flags, _FOR_ITS_OWNER), "ab") as file:
            file.write(encoded)

    def _size(self) -> int:
        return self._path.stat().st_size if self._path.exists() else 0
