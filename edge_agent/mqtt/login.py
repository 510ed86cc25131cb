"""What it takes to be let in by the broker: password and certificates."""

import ssl

from edge_agent.config.schema import MqttSettings
from edge_agent.config.secrets import read_secret, trust

CREDENTIAL_NAME = "mqtt_password"


def read_password(settings: MqttSettings) -> str | None:
    """The password from `mqtt.password_file`, else from systemd's credential `mqtt_password`.

    Raises:
        ConfigError: the file is named but cannot be read.
    """
    return read_secret(
        settings.password_file,
        key="mqtt.password_file",
        credential=CREDENTIAL_NAME,
        what="the password",
    )


def tls_context(settings: MqttSettings) -> ssl.SSLContext | None:
    """Who to trust, or None for a connection in the clear; a `ca_file` alone asks for TLS too.

    Raises:
        ConfigError: `mqtt.ca_file` is not a readable file of certificates.
    """
    if not settings.tls and settings.ca_file is None:
        return None
    return trust(settings.ca_file, key="mqtt.ca_file")
