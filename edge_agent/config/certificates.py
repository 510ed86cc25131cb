"""Whom to trust on an encrypted connection."""

import ssl

from edge_agent.errors import ConfigError


def trust(ca_file: str | None, *, key: str) -> ssl.SSLContext:
    """A context that trusts the authorities of a file, or the system's.

    Raises:
        ConfigError: the file, which `key` names in the configuration, holds no certificates.
    """
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise ConfigError(
            f"{key}: {ca_file} is no readable file of certificates"
            f" ({error.strerror or error}); name one in PEM format."
        ) from error
