"""How far a fetch is, for whoever wants to show it."""

from typing import Protocol


class Progress(Protocol):
    """Is told what goes on."""

    def fetched(self, done_bytes: int, total_bytes: int | None) -> None:
        """So much of the archive is here."""
        ...

    def waits(self, reason: str, pause_s: float) -> None:
        """The fetch broke and is taken up again after a pause."""
        ...

    def stage(self, words: str) -> None:
        """What is done next, as "unpacking"."""
        ...
