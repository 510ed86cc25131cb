"""What it takes to be let in by the broker: password and certificates."""

import os
import ssl
from pathlib import Path

from edge_agent.config.schema import MqttSettings
from edge_agent.errors import ConfigError

CREDENTIAL_NAME = "mqtt_password"


def read_password(settings: MqttSettings) -> str | None:
    """The password from `mqtt.password_file`, else from systemd's credential `mqtt_password`.

    Raises:
        ConfigError: the file is named but cannot be read.
    """
    if settings.password_file is not None:
        return _first_line(Path(settings.password_file).expanduser())
    directory = os.environ.get("CREDENTIALS_DIRECTORY")
    credential = Path(directory) / CREDENTIAL_NAME if directory else None
    return _first_line(credential) if credential and credential.exists() else None


def tls_context(settings: MqttSettings) -> ssl.SSLContext | None:
    """Who to trust, or None for a connection in the clear; a `ca_file` alone asks for TLS too.

    Raises:
        ConfigError: `mqtt.ca_file` is not a readable file of certificates.
    """
    if not settings.tls and settings.ca_file is None:
        return None
    try:
        return ssl.create_default_context(cafile=settings.ca_file)
    except OSError as error:
        raise ConfigError(
            f"mqtt.ca_file: {settings.ca_file} is no readable file of certificates"
            f" ({error.strerror or error}); name one in PEM format."
        ) from error


def _first_line(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise ConfigError(
            f"mqtt.password_file: {path} cannot be read ({reason});"
            " name a text file whose first line is the password."
        ) from error
    return text.partition("\n")[0].rstrip("\r")
