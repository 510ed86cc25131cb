"""Fetching an archive over a line that may be bad: it goes on where it stopped."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from edge_agent.errors import ModelError
from edge_agent.store.files import DiskFullError, sync, write_whole, writing
from edge_agent.store.progress import Progress
from edge_agent.store.web import (
    PassingTroubleError,
    Patience,
    RangeRefusedError,
    open_url,
    persist,
    read_some,
)

_PIECE_BYTES: Final = 1 << 16
_CONTENT_RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+)")
_HTTP_PARTIAL: Final = 206


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """Which file at which place a begun one is the beginning of."""

    url: str
    validator: str
    total_bytes: int


class Download:
    """One archive on its way; what is there of it outlives the process."""

    def __init__(
        self,
        url: str,
        path: Path,
        progress: Progress,
        patience: Patience,
        admit: Callable[[int, int], None],
    ) -> None:
        """Fetch `url` to `path`.

        Args:
            url: http or https.
            path: where the archive, whole or not, lies.
            progress: is told how far it is.
            patience: how long to wait, and how often to try.
            admit: is asked, before more is written, with the bytes at hand and those of the
                whole, and raises where there is no room.
        """
        self._url = url
        self.path = path
        """Where the archive lies."""
        self._notes = path.with_name(f"{path.name}.json")
        self._progress = progress
        self._admit = admit
        self._patience = patience

    def run(self) -> None:
        """Fetch the whole.

        Raises:
            ModelError: the server has no such file, does not answer, or the disk is full.
        """
        try:
            persist(
                self._attempt,
                self._patience,
                have_bytes=self._have,
                tell=self._progress.waits,
            )
        except PassingTroubleError as trouble:
            raise ModelError(
                f"{self._url} could not be fetched: {trouble}; check the connection and give the"
                " same command again, it goes on where it stopped."
            ) from trouble
        except ModelError as error:
            if isinstance(error, DiskFullError) or not self._notes.is_file():
                self.discard()
            raise

    def discard(self) -> None:
        """Forget what is there of it."""
        self._notes.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)

    def _have(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0

    def _attempt(self) -> None:
        begun = self._begun()
        if begun and begun.total_bytes == self._have():
            return
        headers = {"Range": f"bytes={self._have()}-", "If-Range": begun.validator} if begun else {}
        try:
            response = open_url(self._url, self._patience, headers)
        except RangeRefusedError:
            self.discard()
            raise
        with response:
            self._receive(response, begun)

    def _begun(self) -> _Version | None:
        """What the begun file belongs to; a file of which that is not known is discarded."""
        try:
            version = msgspec.json.decode(self._notes.read_bytes(), type=_Version)
        except (OSError, msgspec.MsgspecError):
            version = None
        if version and version.url == self._url and 0 < self._have() <= version.total_bytes:
            return version
        self.discard()
        return None

    def _receive(self, response: HTTPResponse, begun: _Version | None) -> None:
        start, total = self._place(response, begun)
        if total is not None:
            self._admit(start, total)
        self._keep_notes(response, total)
        with writing(self.path.parent), self.path.open("r+b" if start else "wb") as file:
            file.seek(start)
            self._copy(response, file, total)
        sync(self.path)
        if total is not None and self._have() < total:
            raise PassingTroubleError(f"the connection ended after {self._have()} of {total} bytes")

    def _place(self, response: HTTPResponse, begun: _Version | None) -> tuple[int, int | None]:
        """Where the bytes of an answer belong, and the length of the whole.

        A server without ranges, or with another file by now, gives the whole from its beginning.
        """
        if response.status != _HTTP_PARTIAL:
            length = response.headers.get("Content-Length", "")
            return 0, int(length) if length.isdecimal() else None
        match = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
        start, total = (int(match[1]), int(match[2])) if match else (-1, -1)
        same = begun and (start, total) == (self._have(), begun.total_bytes)
        if not same or (begun and _validator(response) not in {None, begun.validator}):
            self.discard()
            raise PassingTroubleError("the file on the server is another one by now")
        return start, total

    def _keep_notes(self, response: HTTPResponse, total: int | None) -> None:
        validator = _validator(response)
        if response.status == _HTTP_PARTIAL:
            return
        self.discard()
        if validator and total:
            version = _Version(url=self._url, validator=validator, total_bytes=total)
            with writing(self.path.parent):
                write_whole(self._notes, msgspec.json.encode(version))

    def _copy(self, response: HTTPResponse, file: BinaryIO, total: int | None) -> None:
        done = file.tell()
        self._progress.fetched(done, total)
        while piece := read_some(response, _PIECE_BYTES):
            if total is None:
                self._admit(done, done + len(piece))
            file.write(piece)
            # What has come outlives this process, however it ends.
            file.flush()
            done += len(piece)
            self._progress.fetched(done, total)


def _validator(response: HTTPResponse) -> str | None:
    """What names this version of the file: a strong ETag, else the date of its last change."""
    etag: str | None = response.headers.get("ETag")
    if etag and etag.startswith('"'):
        return etag
    date: str | None = response.headers.get("Last-Modified")
    return date
