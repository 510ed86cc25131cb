"""What the agent and the process that decodes say to each other.

Both kinds of message are a head (kind, number of a decoder, length) and so many bytes.
"""

import struct
from enum import IntEnum
from typing import BinaryIO, Final

_HEAD: Final = struct.Struct("<BIQ")


class Call(IntEnum):
    """Of the agent."""

    KNOWS = 1
    """A word; answered by one byte, 0 or 1."""
    OPEN = 2
    """A new decoder; JSON of `rate_hz`, `phrases`, `alternatives`."""
    SOUND = 3
    """16-bit samples for a decoder; not answered."""
    PARTIAL = 4
    """Answered by Vosk's own JSON."""
    FINISH = 5
    """As above."""
    CLOSE = 6
    """A decoder is no longer needed; not answered."""


class Reply(IntEnum):
    """Of the process that decodes."""

    DONE = 1
    REFUSED = 2
    """libvosk does not take what it was given."""
    FAILED = 3
    """One sentence for the user."""


def message(kind: Call | Reply, number: int = 0, content: bytes = b"") -> bytes:
    """A message as it is sent."""
    return _HEAD.pack(kind, number, len(content)) + content


def read_message(stream: BinaryIO) -> tuple[int, int, bytes]:
    """The next message: its kind, the number of the decoder, its content.

    Raises:
        EOFError: there is none, or not a whole one.
    """
    kind, number, length = _HEAD.unpack(_exactly(stream, _HEAD.size))
    return kind, number, _exactly(stream, length)


def _exactly(stream: BinaryIO, size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content
