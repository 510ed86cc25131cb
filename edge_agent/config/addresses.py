"""Addresses of HTTP endpoints: what may be one, and who may be told a key in the clear."""

import ipaddress
from typing import Final
from urllib.parse import SplitResult, urlsplit

_LOCAL_SUFFIXES: Final = (".local", ".lan", ".home", ".internal", ".home.arpa", ".localdomain")
"""Of names that no public server has."""


def endpoint_problem(url: str, *, has_key: bool) -> str | None:
    """What the address of an endpoint must be and is not, behind "must be"; None where it is well.

    Args:
        url: as configured.
        has_key: a key is sent with each question.
    """
    parts = _parts(url)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        return "an address such as http://192.168.1.20:11434/v1"
    if parts.username is not None or parts.password is not None:
        return "an address without a password; put that into a file and name it under key_file"
    if not url.isascii():
        return "an address in plain letters; write other letters in their xn-- form"
    if parts.query or parts.fragment or not url.isprintable() or " " in url:
        return "an address without spaces, ? and #, such as http://192.168.1.20:11434/v1"
    if has_key and parts.scheme == "http" and not is_home_host(parts.hostname):
        return (
            f"an https address where a key is given: over http to {parts.hostname}, which is not in"
            " the home network, the key would go in the clear"
        )
    return None


def is_home_host(host: str) -> bool:
    """Whether a host, by its name or address, is this machine or one in a home network."""
    try:
        return is_home_address(host)
    except ValueError:
        name = host.rstrip(".").lower()
        return "." not in name or name.endswith(_LOCAL_SUFFIXES)


def is_home_address(address: str) -> bool:
    """Whether an IP address is this machine or one in a home network.

    Raises:
        ValueError: it is no IP address.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return found.is_loopback or found.is_link_local or found.is_private


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # looked at only when it is asked for
    except ValueError:
        return None
    return parts
