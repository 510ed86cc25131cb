"""Opening an input of PortAudio in the best format that the device takes."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Final, Protocol

from edge_agent.audio.buffer import FrameBuffer
from edge_agent.audio.cards import obstacle
from edge_agent.audio.devices import Device, find_input, reason_of, sound_library
from edge_agent.config.audio import AudioSettings
from edge_agent.domain.audio import FRAME_S, SAMPLE_RATE_HZ
from edge_agent.errors import AudioError

_OLDEST_S: Final = 2.0
_RATES_HZ: Final = (SAMPLE_RATE_HZ, 48_000, 44_100, 32_000, 96_000)
"""Tried in this order; of the rates to be converted, those with the least lag first."""
_MOST_OF_A_CARD: Final = 16
"""What claims more channels is no card but mixes as many as are asked for."""
_STEREO: Final = 2


class _Stream(Protocol):
    """What is used of `sounddevice.RawInputStream`."""

    active: bool

    def start(self) -> None: ...

    def close(self, ignore_errors: bool = True) -> None: ...  # noqa: FBT001, FBT002 - its signature


class _Times(Protocol):
    """What PortAudio tells about a block; zeros where the device does not know."""

    inputBufferAdcTime: float  # noqa: N815 - PortAudio's name
    currentTime: float  # noqa: N815 - as above


class _Status(Protocol):
    """What is used of `sounddevice.CallbackFlags`."""

    input_overflow: bool

    def __bool__(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFormat:
    """What a device delivers, as signed 16 bit samples."""

    sample_rate_hz: int
    channels: int

    @property
    def is_native(self) -> bool:
        """Whether blocks are frames already."""
        return self.sample_rate_hz == SAMPLE_RATE_HZ and self.channels == 1


class InputStream:
    """A running stream whose callback fills a buffer."""

    def __init__(self, stream: _Stream, input_format: InputFormat) -> None:
        self._stream = stream
        self.format = input_format

    @property
    def is_active(self) -> bool:
        """Whether PortAudio still calls back."""
        return self._stream.active

    def close(self) -> None:
        """Stop at once and release the device; a device that is gone raises nothing."""
        self._stream.close()


def open_input(settings: AudioSettings, buffer: FrameBuffer) -> InputStream:
    """Open and start the input that the settings name.

    Raises:
        AudioError: there is no such device or channel, or it cannot be opened.
    """
    library = sound_library()
    device = find_input(library, settings.input)
    channels = _channels(device, settings.channel)
    reason = ""
    for input_format in _formats(library, device, channels):
        try:
            return InputStream(_started(library, device, input_format, buffer), input_format)
        except library.PortAudioError as error:
            reason = reason_of(error)
    raise AudioError(
        obstacle(settings.input)
        or f"Microphone '{device['name']}' cannot be opened ({reason or 'no known format'}); close"
        " the program that holds it, or set audio.input to another device."
    )


def _formats(library: ModuleType, device: Device, channels: int) -> Iterator[InputFormat]:
    """The formats that the device seems to take, the best first; its own if there are none."""
    own_rate_hz = round(device["default_samplerate"])
    counts = sorted({channels, device["max_input_channels"]})
    formats = [
        InputFormat(sample_rate_hz=rate_hz, channels=count)
        for rate_hz in dict.fromkeys((*_RATES_HZ, own_rate_hz))
        for count in (counts if device["max_input_channels"] <= _MOST_OF_A_CARD else (channels,))
    ]
    is_any = False
    for one in formats:
        if _seems_to_take(library, device, one):
            is_any = True
            yield one
    if not is_any:
        # Opening will say what is wrong.
        yield InputFormat(sample_rate_hz=own_rate_hz, channels=channels)


def _seems_to_take(library: ModuleType, device: Device, input_format: InputFormat) -> bool:
    try:
        library.check_input_settings(
            device=device["index"],
            channels=input_format.channels,
            dtype="int16",
            samplerate=input_format.sample_rate_hz,
        )
    except library.PortAudioError:
        return False
    return True


def _started(
    library: ModuleType, device: Device, input_format: InputFormat, buffer: FrameBuffer
) -> _Stream:
    stream: _Stream = library.RawInputStream(
        device=device["index"],
        samplerate=input_format.sample_rate_hz,
        channels=input_format.channels,
        dtype="int16",
        blocksize=round(input_format.sample_rate_hz * FRAME_S),
        callback=_callback(buffer),
        finished_callback=buffer.wake,
    )
    try:
        stream.start()
    except library.PortAudioError:
        stream.close()
        raise
    return stream


def _channels(device: Device, channel: int | str) -> int:
    """How many channels to ask for; of a card that has more, PortAudio gives the first ones."""
    most: int = device["max_input_channels"]
    is_card = most <= _MOST_OF_A_CARD
    match channel:
        case int() if channel > most:
            raise AudioError(
                f"Microphone '{device['name']}' has no channel {channel}: set audio.channel to a"
                f" number from 1 to {most}, `average` or `auto`."
            )
        case int():
            return channel
        case "average" if is_card:
            return most
        case _:
            return _STEREO if most == _STEREO else 1


def _callback(buffer: FrameBuffer) -> Callable[[memoryview, int, _Times, _Status], None]:
    def accept(samples: memoryview, _frames: int, times: _Times, status: _Status) -> None:
        started_at = time.monotonic() - _age_s(times)
        if status and status.input_overflow:
            buffer.skip()
        buffer.put(bytes(samples), started_at)

    return accept


def _age_s(times: _Times) -> float:
    """How long ago a block's first sample was captured: its length and what the system queued."""
    age_s = times.currentTime - times.inputBufferAdcTime
    return age_s if FRAME_S <= age_s <= _OLDEST_S else FRAME_S
