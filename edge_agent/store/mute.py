"""Whether the owner has muted the agent: kept, so that a restart does not open the microphone."""

from pathlib import Path


class MuteStore:
    """A file that exists while the agent is muted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        """The file."""

    @property
    def is_muted(self) -> bool:
        """What was kept."""
        return self.path.exists()

    def keep(self, *, is_muted: bool) -> None:
        """Keep it until the next time.

        Raises:
            OSError: the file cannot be written or removed.
        """
        if not is_muted:
            self.path.unlink(missing_ok=True)
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch()
