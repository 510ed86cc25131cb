"""Secrets: in files of their own or as systemd credentials, never in the configuration itself."""

import os
from pathlib import Path

from edge_agent.errors import ConfigError


def read_secret(path: str | None, *, key: str, credential: str, what: str) -> str | None:
    """The secret from a file, else from a systemd credential; None where there is neither.

    Args:
        path: the file, where the configuration names one; its first line counts.
        key: what names it in the configuration, e.g. `mqtt.password_file`.
        credential: name of the systemd credential.
        what: what it is, e.g. `password`.

    Raises:
        ConfigError: the file is named but cannot be read.
    """
    if path is not None:
        return first_line(Path(path).expanduser(), key, what)
    directory = os.environ.get("CREDENTIALS_DIRECTORY")
    file = Path(directory) / credential if directory else None
    return first_line(file, key, what) if file and file.exists() else None


def first_line(path: Path, key: str, what: str) -> str:
    """The first line of a file that the configuration names.

    Raises:
        ConfigError: the file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise ConfigError(
            f"{key}: {path} cannot be read ({reason});"
            f" name a text file whose first line is the {what}."
        ) from error
    return text.partition("\n")[0].rstrip("\r")
