"""The phrases that were taught, kept in a small file that people can read.

    {"version": 1, "phrases": [{"examples": ["movie time", "film night"], "does": "dim the tv"}]}

Other processes may change it: whoever reads it looks again when `has_changed` says so.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
import structlog

from edge_agent.domain.phrase import MAX_CHARACTERS, MAX_EXAMPLES, MAX_PHRASES, Phrase
from edge_agent.errors import TeachingError
from edge_agent.store.files import write_whole

MAX_BYTES: Final = 1_000_000
"""No file of `MAX_PHRASES` phrases is nearly as large."""
_DAMAGED: Final = ".damaged"

_log = structlog.get_logger(__name__)

_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_CHARACTERS)]


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    examples: Annotated[tuple[_Text, ...], msgspec.Meta(min_length=1, max_length=MAX_EXAMPLES)]
    does: _Text


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: Literal[1]
    phrases: Annotated[tuple[_Entry, ...], msgspec.Meta(max_length=MAX_PHRASES)]


_Stamp = tuple[int, int, int] | None
"""Of one version of the file: when it was written, its number on the disk, its size."""


class PhraseStore:
    """One file of phrases."""

    def __init__(self, path: Path) -> None:
        self.path = path
        """The file; it need not exist."""
        self._seen: _Stamp = None

    def has_changed(self) -> bool:
        """Whether the file is another one than was last read or written here."""
        return self._stamp() != self._seen

    def load(self) -> tuple[Phrase, ...]:
        """All phrases, as they were taught; none where there is no file.

        A damaged file is kept beside, which is logged, and counts as none.
        """
        self._seen = self._stamp()
        try:
            return self._read()
        except FileNotFoundError:
            return ()
        except OSError as error:
            _log.error("phrases cannot be read", file=str(self.path), reason=error.strerror)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            self._keep_damaged(str(error))
        return ()

    def save(self, phrases: Sequence[Phrase]) -> None:
        """Put these phrases in place of all others.

        Raises:
            TeachingError: the file cannot be written.
        """
        entries = tuple(_Entry(examples=p.examples, does=p.does) for p in phrases)
        document = msgspec.json.encode(_Document(version=1, phrases=entries))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, msgspec.json.format(document, indent=2) + b"\n")
        except OSError as error:
            raise TeachingError(
                f"{self.path} cannot be written ({error.strerror}); free some space, try as the"
                " user that the agent runs as, or give another understanding.phrases_file."
            ) from error
        self._seen = self._stamp()

    def _read(self) -> tuple[Phrase, ...]:
        if self.path.exists() and not self.path.is_file():
            raise IsADirectoryError(0, "no file")  # to wait for a pipe would stop the agent
        with self.path.open("rb") as file:
            contents = file.read(MAX_BYTES + 1)
        if len(contents) > MAX_BYTES:
            raise msgspec.DecodeError(f"it has more than {MAX_BYTES} bytes")
        document = msgspec.json.decode(contents, type=_Document)
        return tuple(Phrase(examples=e.examples, does=e.does) for e in document.phrases)

    def _keep_damaged(self, reason: str) -> None:
        beside = self.path.with_name(self.path.name + _DAMAGED)
        with suppress(OSError):
            self.path.replace(beside)
            self._seen = self._stamp()
        _log.error(
            "phrases are damaged, so none is known; correct the file and put it back",
            file=str(beside),
            reason=reason,
        )

    def _stamp(self) -> _Stamp:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size
