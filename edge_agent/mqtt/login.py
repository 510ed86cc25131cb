"""What it takes to be let in by the broker: password and certificates."""

import os
import ssl
from pathlib import Path

from edge_agent.config.schema import MqttSettings
from edge_agent.config.secret_file import first_line
from edge_agent.errors import ConfigError

CREDENTIAL_NAME = "mqtt_password"


def read_password(settings: MqttSettings) -> str | None:
    """The password from `mqtt.password_file`, else from systemd's credential `mqtt_password`.

    Raises:
        ConfigError: the file is named but cannot be read.
    """
    if settings.password_file is not None:
        return _password(Path(settings.password_file))
    directory = os.environ.get("CREDENTIALS_DIRECTORY")
    credential = Path(directory) / CREDENTIAL_NAME if directory else None
    return _password(credential) if credential and credential.exists() else None


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


def _password(path: Path) -> str:
    return first_line(path, key="mqtt.password_file", what="the password")
