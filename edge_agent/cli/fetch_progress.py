"""How far a fetch is, on a terminal; elsewhere only what went wrong."""

import sys
import time

import click

_EVERY_S = 0.2
_MEGABYTE = 1_000_000


class FetchProgress:
    """One line on standard error that is written over and over, if that is a terminal."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._begun_at = self._shown_at = 0.0
        self._begun_bytes = 0

    def fetched(self, done_bytes: int, total_bytes: int | None) -> None:
        """As `Progress.fetched`."""
        now = time.monotonic()
        if not self._begun_at or done_bytes < self._begun_bytes:
            self._begun_at, self._begun_bytes = now, done_bytes
        if now - self._shown_at >= _EVERY_S or done_bytes == total_bytes:
            self._shown_at = now
            speed = (done_bytes - self._begun_bytes) / max(now - self._begun_at, _EVERY_S)
            self._show(_line(done_bytes, total_bytes, speed))

    def waits(self, reason: str, pause_s: float) -> None:
        """As `Progress.waits`."""
        self._show("")
        self._begun_at = 0.0
        click.echo(f"{reason}; trying again in {pause_s:g} s", err=True)

    def stage(self, words: str) -> None:
        """As `Progress.stage`."""
        self._show(f"{words} …")

    def end(self) -> None:
        """Leave the line clean."""
        self._show("")

    def _show(self, line: str) -> None:
        if self._is_terminal:
            sys.stderr.write(f"\r\033[K{line}")
            sys.stderr.flush()


def _line(done_bytes: int, total_bytes: int | None, bytes_per_s: float) -> str:
    speed = f"{bytes_per_s / _MEGABYTE:.1f} MB/s"
    if not total_bytes:
        return f"{done_bytes / _MEGABYTE:.1f} MB, {speed}"
    left = f", {(total_bytes - done_bytes) / bytes_per_s:.0f} s left" if bytes_per_s else ""
    share = f"{100 * done_bytes // total_bytes} %"
    done, total = done_bytes / _MEGABYTE, total_bytes / _MEGABYTE
    return f"{done:.1f} of {total:.1f} MB ({share}), {speed}{left}"
