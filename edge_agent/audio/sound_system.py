"""What holds for PortAudio as a whole: it is one for the process, and takes one call at a time.

It learns of devices that came or went only when it is started again, and that takes away the
ground from every stream that is still open.
"""

import threading
from typing import Final

from edge_agent.errors import AudioError

calls: Final = threading.RLock()
"""Held by whoever opens or closes a stream, or starts PortAudio again."""
_open_outputs = set[int]()


def note_output(stream: object, *, is_open: bool) -> None:
    """Remember that an output stream is open, or forget it."""
    if is_open:
        _open_outputs.add(id(stream))
    else:
        _open_outputs.discard(id(stream))


def refuse_while_playing() -> None:
    """Keep PortAudio from being started again under an open output.

    Raises:
        AudioError: something is being played; it is over soon.
    """
    if _open_outputs:
        raise AudioError("The loudspeaker is playing; look for devices again when it has ended.")
