"""Secrets, which stand in files of their own."""

from pathlib import Path

from edge_agent.errors import ConfigError


def first_line(path: Path, *, key: str, what: str) -> str:
    """The first line of a file.

    Args:
        path: the file; `~` is the user's home.
        key: the key of the configuration that names it, for complaints.
        what: what stands there, for complaints.

    Raises:
        ConfigError: it cannot be read; nothing of what it holds is told.
    """
    try:
        text = path.expanduser().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise ConfigError(
            f"{key}: {path} cannot be read ({reason}); name a text file whose first line is {what}."
        ) from error
    return text.partition("\n")[0].rstrip("\r")
