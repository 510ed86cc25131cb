"""A Vosk model and its decoders, as they are used; they are in another process."""

import json
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from edge_agent.speech.decoding.channel import Channel
from edge_agent.speech.decoding.messages import Call


class VoskModel:
    """A model that is loaded, for any thread; its process ends with it and its decoders.

    All methods raise `DecodingLostError` once the process has ended.
    """

    def __init__(self, directory: Path, name: str) -> None:
        """Load it; arguments as in `Channel`.

        Raises:
            ModelError: it cannot be loaded, or there is no libvosk.
        """
        self._channel = Channel(directory, name)

    def knows(self, word: str) -> bool:
        """Whether the word has a number in it."""
        return self._channel.ask(Call.KNOWS, content=word.encode()) == b"\1"

    def decoder(
        self, *, rate_hz: int, phrases: Sequence[str] = (), alternatives: int = 1
    ) -> "VoskDecoder":
        """What hears one utterance; within phrases, if there are any.

        Raises:
            ValueError: Vosk does not take the rate or the phrases.
        """
        settings = {"rate_hz": rate_hz, "phrases": phrases, "alternatives": alternatives}
        return VoskDecoder(self._channel, json.dumps(settings))

    @property
    def is_lost(self) -> bool:
        """Whether the process has ended, as far as is known."""
        return self._channel.is_lost

    @property
    def process_id(self) -> int:
        """Of the process that decodes."""
        return self._channel.process_id


class VoskDecoder:
    """Hears one utterance; errors as in `VoskModel`."""

    def __init__(self, channel: Channel, settings: str) -> None:
        self._channel = channel
        self._number = channel.new_number()
        channel.ask(Call.OPEN, self._number, settings.encode())
        weakref.finalize(self, channel.close_decoder, self._number)

    def accept(self, pcm: bytes) -> None:
        """Have a piece of sound decoded, mono s16le; does not wait for it."""
        self._channel.tell(Call.SOUND, self._number, pcm)

    def partial(self) -> dict[str, Any]:
        """What Vosk tells of the sound so far.

        Raises:
            ModelError: it cannot decode with this model.
        """
        return self._told(Call.PARTIAL)

    def finish(self) -> dict[str, Any]:
        """What Vosk tells of the whole; errors as in `partial`."""
        return self._told(Call.FINISH)

    def _told(self, call: Call) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self._channel.ask(call, self._number))
        return told
