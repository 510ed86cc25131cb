"""PortAudio through sounddevice: starting it, and finding an input."""

import importlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import ModuleType
from typing import Any

from rapidfuzz import fuzz, process

from edge_agent.audio import sound_system
from edge_agent.audio.cards import obstacle
from edge_agent.errors import AudioError

_NEAR = 60.0
"""How alike a name must be to be suggested, of 100."""

Device = Mapping[str, Any]
"""What sounddevice tells about a device."""


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
        AudioError: it does not start again, or something is being played.
    """
    sound_system.refuse_while_playing()
    library = sound_library()
    with suppress(library.PortAudioError):  # where it did not start the last time
        library._terminate()  # noqa: SLF001 - there is no public way
    try:
        library._initialize()  # noqa: SLF001 - as above
    except library.PortAudioError as error:
        raise _silent(error) from error


def find_input(library: ModuleType, wanted: str) -> Device:
    """The input that is meant; `wanted` is `default` or a part of a device's name.

    Raises:
        AudioError: there is none.
    """
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
    # PortAudio leaves out what it cannot open.
    raise AudioError(obstacle(wanted) or _missing(wanted, [device["name"] for device in inputs]))


def reason_of(error: Exception) -> str:
    """What PortAudio says about an error."""
    return str(error.args[0]) if error.args else type(error).__name__


def _silent(error: Exception) -> AudioError:
    return AudioError(
        f"The sound system does not answer ({reason_of(error)}); restart the sound server, or set"
        " audio.input to `none`."
    )


def _missing(wanted: str, names: Sequence[str]) -> str:
    if not names:
        return (
            "There is no microphone: connect one, give this user access to it (group `audio`),"
            " or set audio.input to `none`."
        )
    near = process.extractOne(
        wanted, names, scorer=fuzz.partial_ratio, processor=str.casefold, score_cutoff=_NEAR
    )
    if near is not None:
        return f"There is no microphone '{wanted}'; did you mean audio.input: '{near[0]}'?"
    quoted = ", ".join(f"'{name}'" for name in names)
    return f"There is no microphone '{wanted}': set audio.input to `default` or part of {quoted}."
