"""PortAudio through sounddevice: finding an input and opening a stream on it."""

import importlib
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Protocol

from edge_agent.audio.buffer import FrameBuffer
from edge_agent.domain.audio import FRAME_S, SAMPLE_RATE_HZ
from edge_agent.errors import AudioError

_OLDEST_S = 2.0

Device = Mapping[str, Any]
"""What sounddevice tells about a device."""


class _Stream(Protocol):
    """What is used of `sounddevice.RawInputStream`."""

    active: bool

    def close(self, ignore_errors: bool = True) -> None: ...  # noqa: FBT001, FBT002 - its signature


class _Times(Protocol):
    """What PortAudio tells about a block; zeros where the device does not know."""

    inputBufferAdcTime: float  # noqa: N815 - PortAudio's name
    currentTime: float  # noqa: N815 - as above


class _Status(Protocol):
    """What is used of `sounddevice.CallbackFlags`."""

    input_overflow: bool


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


def sound_library() -> ModuleType:
    """The sounddevice module.

    Raises:
        AudioError: PortAudio is not installed.
    """
    try:
        return importlib.import_module("sounddevice")
    except OSError as error:
        raise AudioError(
            "The PortAudio library is missing; install it with `apt install libportaudio2`."
        ) from error


def look_again() -> None:
    """Make PortAudio list the devices anew; it does so only when it starts.

    No stream may be open anywhere in the process.

    Raises:
        AudioError: it does not start again.
    """
    library = sound_library()
    with suppress(library.PortAudioError):  # where it did not start the last time
        library._terminate()  # noqa: SLF001 - there is no public way
    try:
        library._initialize()  # noqa: SLF001 - as above
    except library.PortAudioError as error:
        raise _silent(error) from error


def open_input(wanted: str, buffer: FrameBuffer) -> InputStream:
    """Open and start an input; `wanted` is `default` or a part of a device's name.

    Raises:
        AudioError: there is no such device, or it cannot be opened.
    """
    library = sound_library()
    device = _find_input(library, wanted)
    input_format = _choose_format(library, device)
    stream = None
    try:
        stream = library.RawInputStream(
            device=device["index"],
            samplerate=input_format.sample_rate_hz,
            channels=input_format.channels,
            dtype="int16",
            blocksize=round(input_format.sample_rate_hz * FRAME_S),
            callback=_callback(buffer),
            finished_callback=buffer.wake,
        )
        stream.start()
    except library.PortAudioError as error:
        if stream is not None:
            stream.close()
        raise AudioError(
            f"Microphone '{device['name']}' cannot be opened ({_reason(error)}); close the program"
            " that holds it, or set audio.input to another device."
        ) from error
    return InputStream(stream, input_format)


def _callback(buffer: FrameBuffer) -> Callable[[memoryview, int, _Times, _Status], None]:
    def accept(samples: memoryview, _frames: int, times: _Times, status: _Status) -> None:
        started_at = time.monotonic() - _age_s(times)
        if status.input_overflow:
            buffer.skip()
        buffer.put(bytes(samples), started_at)

    return accept


def _age_s(times: _Times) -> float:
    """How long ago a block's first sample was captured: its length and what the system queued."""
    age_s = times.currentTime - times.inputBufferAdcTime
    return age_s if FRAME_S <= age_s <= _OLDEST_S else FRAME_S


def _find_input(library: ModuleType, wanted: str) -> Device:
    try:
        inputs: list[Device] = [d for d in library.query_devices() if d["max_input_channels"] > 0]
    except library.PortAudioError as error:
        raise _silent(error) from error
    default = library.default.device[0]
    if wanted == "default" and default < 0 and inputs:
        return inputs[0]
    for device in inputs:
        is_wanted = wanted.casefold() in device["name"].casefold()
        if device["index"] == default if wanted == "default" else is_wanted:
            return device
    raise AudioError(_missing(wanted, inputs))


def _silent(error: Exception) -> AudioError:
    return AudioError(
        f"The sound system does not answer ({_reason(error)}); restart the sound server, or set"
        " audio.input to `none`."
    )


def _missing(wanted: str, inputs: list[Device]) -> str:
    if not inputs:
        return (
            "There is no microphone: connect one, give this user access to it (group `audio`),"
            " or set audio.input to `none`."
        )
    names = ", ".join(f"'{device['name']}'" for device in inputs)
    return f"There is no microphone '{wanted}': set audio.input to `default` or part of {names}."


def _choose_format(library: ModuleType, device: Device) -> InputFormat:
    """16 kHz mono where the device can do it, else its own rate and fewest channels."""
    own_rate_hz = round(device["default_samplerate"])
    most = device["max_input_channels"]
    tried = [(SAMPLE_RATE_HZ, 1), (own_rate_hz, 1), (own_rate_hz, 2), (own_rate_hz, most)]
    for rate_hz, channels in tried:
        if channels > most:
            continue
        try:
            library.check_input_settings(
                device=device["index"], channels=channels, dtype="int16", samplerate=rate_hz
            )
        except library.PortAudioError:
            continue
        return InputFormat(sample_rate_hz=rate_hz, channels=channels)
    # Opening will say what is wrong.
    return InputFormat(sample_rate_hz=own_rate_hz, channels=most)


def _reason(error: Exception) -> str:
    return str(error.args[0]) if error.args else type(error).__name__
