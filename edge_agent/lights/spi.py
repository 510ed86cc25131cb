"""A port of the Serial Peripheral Interface, by Linux's spidev.

Source of the numbers: `linux/spi/spidev.h`.
"""

import fcntl
import os
import struct
from typing import Final

from edge_agent.errors import ConfigError

_WRITE_MODE: Final = 0x40016B01
_WRITE_SPEED_HZ: Final = 0x40046B04
_MODE_0: Final = 0
_SPEED_HZ: Final = 4_000_000


class SpiPort:
    """Bytes go out by it."""

    def __init__(self, file: int) -> None:
        """Take an open device file."""
        self._file = file

    @classmethod
    def open(cls, path: str) -> "SpiPort":
        """The port of a device file.

        Raises:
            ConfigError: there is no such port, or it must not be used.
        """
        file = None
        try:
            file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
            fcntl.ioctl(file, _WRITE_MODE, struct.pack("=B", _MODE_0))
            fcntl.ioctl(file, _WRITE_SPEED_HZ, struct.pack("=I", _SPEED_HZ))
        except OSError as error:
            if file is not None:
                os.close(file)
            raise ConfigError(
                f"lights.spi: {path} cannot be used ({error.strerror}); is SPI switched on"
                " (raspi-config), and is the user that the agent runs as in the group spi?"
            ) from error
        return cls(file)

    def write(self, data: bytes) -> None:
        """Send bytes.

        Raises:
            OSError: the port is gone.
        """
        os.write(self._file, data)

    def close(self) -> None:
        """Let go of the device file."""
        os.close(self._file)
