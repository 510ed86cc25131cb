"""What it takes to be let in by a server, and to know it: secrets in files, certificates."""

import os
import ssl
from pathlib import Path

from edge_agent.errors import ConfigError


def read_secret(given: str | None, *, key: str, credential: str, what: str) -> str | None:
    """A secret from the configured file, else from systemd's credential; None where there is none.

    Args:
        given: the file, as configured.
        key: of the configuration, such as `mqtt.password_file`.
        credential: its name among those that systemd hands to a service.
        what: the secret in words.

    Raises:
        ConfigError: the file is named but cannot be read.
    """
    if given is not None:
        return _first_line(Path(given).expanduser(), key, what)
    directory = os.environ.get("CREDENTIALS_DIRECTORY")
    path = Path(directory) / credential if directory else None
    return _first_line(path, key, what) if path and path.exists() else None


def trust(ca_file: str | None, *, key: str) -> ssl.SSLContext:
    """Whose certificates are believed: the system's authorities, or those of a file.

    Raises:
        ConfigError: it is not a readable file of certificates.
    """
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise ConfigError(
            f"{key}: {ca_file} is no readable file of certificates"
            f" ({error.strerror or error}); name one in PEM format."
        ) from error


def _first_line(path: Path, key: str, what: str) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise ConfigError(
            f"{key}: {path} cannot be read ({reason}); name a text file whose first line is {what}."
        ) from error
    return text.partition("\n")[0].rstrip("\r")
