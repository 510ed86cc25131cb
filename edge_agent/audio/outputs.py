"""PortAudio through sounddevice: finding an output and opening a stream on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final, Protocol

from edge_agent.audio import sound_system
from edge_agent.audio.devices import sound_library
from edge_agent.errors import AudioError

PREFERRED_RATE_HZ: Final = 22_050
"""What voices and earcons come in, so that nothing need be resampled."""
_BLOCK_S: Final = 0.02
_LATENCY_S: Final = 0.4
"""Enough for a processor that also decodes: with less, sound servers lose the beginning. It is no
delay: the first of it sounds at once, and what is under way is thrown away on a stop."""

Device = Mapping[str, Any]
"""What sounddevice tells about a device."""
Fill = Callable[[memoryview], bool]
"""Fills a device's buffer with signed 16 bit samples; false ends the stream."""


class _Stream(Protocol):
    """What is used of `sounddevice.RawOutputStream`."""

    active: bool
    latency: float

    def start(self) -> None: ...
    def abort(self, ignore_errors: bool = True) -> None: ...  # noqa: FBT001, FBT002 - its signature
    def close(self, ignore_errors: bool = True) -> None: ...  # noqa: FBT001, FBT002 - as above


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFormat:
    """What a device takes, as signed 16 bit samples."""

    sample_rate_hz: int
    channels: int


class OutputStream:
    """An open stream whose callback asks for sound once it is started."""

    def __init__(self, stream: _Stream) -> None:
        self._stream = stream
        sound_system.note_output(self, is_open=True)

    @property
    def latency_s(self) -> float:
        """How long after it was filled in, sound comes out."""
        return self._stream.latency

    def start(self) -> None:
        """Begin to ask for sound.

        Raises:
            AudioError: the device does not take it.
        """
        library = sound_library()
        try:
            self._stream.start()
        except library.PortAudioError as error:
            raise AudioError(f"The loudspeaker does not start ({_reason(error)}).") from error

    def close(self) -> None:
        """Fall silent at once and release the device; a device that is gone raises nothing."""
        self._stream.abort()
        self._stream.close()
        sound_system.note_output(self, is_open=False)


def open_output(
    wanted: str, fill_of: Callable[[OutputFormat], Fill], on_end: Callable[[], None]
) -> OutputStream:
    """Open an output, not yet started; belongs into a device thread.

    Args:
        wanted: `default` or a part of a device's name.
        fill_of: what fills the buffers of a format, from PortAudio's thread.
        on_end: is called from that thread when the stream has ended, for whatever reason.

    Raises:
        AudioError: there is no such device, or it cannot be opened.
    """
    library = sound_library()
    device = _find_output(library, wanted)
    output_format = _choose_format(library, device)
    try:
        stream = library.RawOutputStream(
            device=device["index"],
            samplerate=output_format.sample_rate_hz,
            channels=output_format.channels,
            dtype="int16",
            blocksize=round(output_format.sample_rate_hz * _BLOCK_S),
            latency=_LATENCY_S,
            callback=_callback(library, fill_of(output_format)),
            finished_callback=on_end,
        )
    except library.PortAudioError as error:
        raise AudioError(
            f"Loudspeaker '{device['name']}' cannot be opened ({_reason(error)}); close the program"
            " that holds it, or set response.output to another device."
        ) from error
    return OutputStream(stream)


def _callback(library: ModuleType, fill: Fill) -> Callable[[memoryview, int, object, object], None]:
    def ask(out: memoryview, _frames: int, _times: object, _status: object) -> None:
        if not fill(out):
            raise library.CallbackStop

    return ask


def _find_output(library: ModuleType, wanted: str) -> Device:
    try:
        outputs: list[Device] = [d for d in library.query_devices() if d["max_output_channels"] > 0]
    except library.PortAudioError as error:
        raise AudioError(
            f"The sound system does not answer ({_reason(error)}); restart the sound server."
        ) from error
    default = library.default.device[1]
    if wanted == "default" and default < 0 and outputs:
        return outputs[0]
    for device in outputs:
        is_wanted = wanted.casefold() in device["name"].casefold()
        if device["index"] == default if wanted == "default" else is_wanted:
            return device
    raise AudioError(_missing(wanted, outputs))


def _missing(wanted: str, outputs: list[Device]) -> str:
    if not outputs:
        return (
            "There is no loudspeaker: connect one, give this user access to it (group `audio`),"
            " or set response.voice to `none` and response.earcons to `false`."
        )
    names = ", ".join(f"'{device['name']}'" for device in outputs)
    return (
        f"There is no loudspeaker '{wanted}': set response.output to `default` or part of {names}."
    )


def _choose_format(library: ModuleType, device: Device) -> OutputFormat:
    """The voices' own rate in mono where the device can do it, else what it prefers."""
    own_rate_hz = round(device["default_samplerate"])
    most = device["max_output_channels"]
    rates = (PREFERRED_RATE_HZ, own_rate_hz)
    tried = [(rate_hz, channels) for rate_hz in rates for channels in (1, 2, most)]
    for rate_hz, channels in tried:
        if channels > most:
            continue
        try:
            library.check_output_settings(
                device=device["index"], channels=channels, dtype="int16", samplerate=rate_hz
            )
        except library.PortAudioError:
            continue
        return OutputFormat(sample_rate_hz=rate_hz, channels=channels)
    # Opening will say what is wrong.
    return OutputFormat(sample_rate_hz=own_rate_hz, channels=min(most, 2))


def _reason(error: Exception) -> str:
    return str(error.args[0]) if error.args else type(error).__name__
