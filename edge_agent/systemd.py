"""Talking to systemd: readiness, watchdog and a status line; nothing where it is not there."""

import os
import socket
from contextlib import suppress

MICROSECONDS_PER_S = 1_000_000


def ready() -> None:
    """Tell systemd that the start is over."""
    _notify("READY=1")


def stopping() -> None:
    """Tell systemd that the end has begun."""
    _notify("STOPPING=1")


def status(text: str) -> None:
    """Set the line that `systemctl status` shows."""
    _notify(f"STATUS={' '.join(text.split())}")


def ping() -> None:
    """Tell the watchdog that all is well."""
    _notify("WATCHDOG=1")


def watchdog_interval_s() -> float | None:
    """How often to `ping`: half of what the unit allows; None where no watchdog waits for us."""
    limit_us = os.environ.get("WATCHDOG_USEC", "")
    is_meant_for_us = os.environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    if not is_meant_for_us or not limit_us.isdecimal() or int(limit_us) == 0:
        return None
    return int(limit_us) / MICROSECONDS_PER_S / 2


def _notify(message: str) -> None:
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.settimeout(0)  # a full queue must not stop the agent
        sender.sendto(message.encode(), address)
