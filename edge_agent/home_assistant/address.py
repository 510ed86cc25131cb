"""Where Home Assistant's websocket is, and whether the token may be sent there."""

import ipaddress
from typing import Final
from urllib.parse import SplitResult, urlsplit

from edge_agent.errors import ConfigError

_PATH: Final = "/api/websocket"
_SCHEMES: Final = {"http": "ws", "ws": "ws", "https": "wss", "wss": "wss"}
_MAX_SHOWN: Final = 200


def websocket_url(url: str) -> str:
    """The address of the websocket for what is written in the configuration.

    Raises:
        ConfigError: it is no address, or the token would cross the internet for all to read.
    """
    parts = _parts(url)
    if parts is None or not parts.hostname:
        raise ConfigError(
            f"home_assistant.url: {url.rpartition('@')[2][:_MAX_SHOWN]!r} is no address; write one"
            " such as http://homeassistant.local:8123."
        )
    scheme = _SCHEMES[parts.scheme]
    if scheme == "ws" and is_public(parts.hostname):
        raise ConfigError(f"home_assistant.url: {insecurity(url)}")
    path = parts.path.rstrip("/")
    return f"{scheme}://{parts.netloc}{path if path.endswith(_PATH) else path + _PATH}"


def _parts(url: str) -> SplitResult | None:
    """The address taken apart; None where it is none, or has a name and a password in it."""
    try:
        parts = urlsplit(url)
        is_sound = parts.scheme in _SCHEMES and parts.username is None and parts.port != 0
    except ValueError:
        return None
    return parts if is_sound and not any(map(str.isspace, url)) else None


def is_public(host: str) -> bool:
    """Whether an IP address is one of the internet; of a name nothing is known yet."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_global


def insecurity(url: str) -> str:
    """Why the token is not sent there, one sentence."""
    return (
        f"{url} leads to the internet without encryption, where anybody could read the token;"
        " write https:// or an address at home."
    )
