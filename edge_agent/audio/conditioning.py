"""Gain and noise suppression between the microphone and the recogniser, where they are wished."""

import importlib
from typing import Any, Final, Protocol

import numpy as np

from edge_agent.config.audio import AudioSettings
from edge_agent.domain.audio import FRAME_BYTES, SAMPLE_RATE_HZ
from edge_agent.errors import ConfigError

_STEP_BYTES: Final = 2 * SAMPLE_RATE_HZ // 100
"""The library takes 10 ms at a time."""
_AUTOMATIC: Final = 3
"""Switches automatic gain on; at what it aims is the library's own affair, whatever the number."""


class Conditioning(Protocol):
    """Changes sound, frame by frame."""

    def accept(self, pcm: bytes) -> bytes:
        """A frame of 16 kHz mono s16le as it is to be heard, of the same length."""
        ...


def conditioning_of(settings: AudioSettings) -> Conditioning | None:
    """What the settings ask for; None where sound stays as it is, and nothing is loaded.

    Raises:
        ConfigError: the library that it needs is not installed.
    """
    is_automatic = settings.gain == "auto"
    if is_automatic or settings.noise_suppression:
        gain_db = 0.0 if isinstance(settings.gain, str) else settings.gain
        return _WebRtc(
            automatic=_AUTOMATIC if is_automatic else 0,
            suppression=settings.noise_suppression,
            gain=_Gain(gain_db) if gain_db else None,
        )
    return _Gain(float(settings.gain)) if settings.gain else None


class _Gain:
    """Louder or softer by a fixed factor, at most full scale."""

    def __init__(self, gain_db: float) -> None:
        self._factor = np.float32(10 ** (gain_db / 20))

    def accept(self, pcm: bytes) -> bytes:
        louder = np.rint(np.frombuffer(pcm, "<i2") * self._factor)
        return np.clip(louder, -32_768, 32_767).astype("<i2").tobytes()


class _WebRtc:
    """Noise suppression and automatic gain of the WebRTC project."""

    def __init__(self, *, automatic: int, suppression: int, gain: _Gain | None) -> None:
        try:
            library = importlib.import_module("webrtc_noise_gain")
        except ImportError as error:
            raise ConfigError(
                "audio.gain `auto` and audio.noise_suppression need a library that is missing;"
                " install it with `pip install webrtc-noise-gain`."
            ) from error
        self._processor: Any = library.AudioProcessor(automatic, suppression)
        self._gain = gain

    def accept(self, pcm: bytes) -> bytes:
        steps = (pcm[at : at + _STEP_BYTES] for at in range(0, FRAME_BYTES, _STEP_BYTES))
        quiet = b"".join(self._processor.Process10ms(step).audio for step in steps)
        return self._gain.accept(quiet) if self._gain else quiet
