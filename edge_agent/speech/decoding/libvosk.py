"""libvosk, as the package `vosk` carries it: models, and decoders that listen with them.

The package's own module is not imported: it takes in an HTTP client for downloads, which costs
6 to 15 MB of memory, and asks for a home directory, which a service may lack.
"""

import importlib.util
import json
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from edge_agent.errors import ModelError

_PACKAGE: Final = "vosk"
_SILENT: Final = -1


class LoadedModel:
    """A model in the memory of this process; its decoders keep it alive."""

    def __init__(self, directory: Path) -> None:
        """Load it.

        Raises:
            ModelError: the library cannot be loaded.
            ValueError: the library does not take the model.
        """
        self._ffi, self._lib = _library()
        handle = self._lib.vosk_model_new(os.fsencode(directory))
        self._handle = _owned(self._ffi, handle, self._lib.vosk_model_free)

    def knows(self, word: str) -> bool:
        """Whether the word has a number in it."""
        return bool(self._lib.vosk_model_find_word(self._handle, word.encode()) >= 0)

    def decoder(
        self, *, rate_hz: int, phrases: Sequence[str], alternatives: int
    ) -> "LoadedModelDecoder":
        """What hears one utterance; within phrases, if there are any.

        Raises:
            ValueError: the library does not take the rate or the phrases.
        """
        if phrases:
            listed = json.dumps(phrases, ensure_ascii=False).encode()
            handle = self._lib.vosk_recognizer_new_grm(self._handle, rate_hz, listed)
        else:
            handle = self._lib.vosk_recognizer_new(self._handle, rate_hz)
        handle = _owned(self._ffi, handle, self._lib.vosk_recognizer_free)
        self._lib.vosk_recognizer_set_max_alternatives(handle, alternatives)
        return LoadedModelDecoder(self._ffi, self._lib, handle)


class LoadedModelDecoder:
    """Hears one utterance."""

    def __init__(self, ffi: Any, lib: Any, handle: Any) -> None:  # noqa: ANN401 - cffi has no types
        self._ffi, self._lib, self._handle = ffi, lib, handle

    def accept(self, pcm: bytes) -> None:
        """Decode a piece of sound, mono s16le.

        Raises:
            ModelError: the library failed.
        """
        # What it tells is where Vosk would end the utterance; that is decided elsewhere.
        if self._lib.vosk_recognizer_accept_waveform(self._handle, pcm, len(pcm)) < 0:
            raise ModelError("Vosk cannot decode with this speech model; fetch it again.")

    def partial(self) -> bytes:
        """What Vosk tells of the sound so far, as JSON."""
        return self._read(self._lib.vosk_recognizer_partial_result(self._handle))

    def finish(self) -> bytes:
        """What Vosk tells of the whole, as JSON."""
        return self._read(self._lib.vosk_recognizer_final_result(self._handle))

    def _read(self, text: Any) -> bytes:  # noqa: ANN401 - as above
        told: bytes = self._ffi.string(text)
        return told


@cache
def _library() -> tuple[Any, Any]:
    try:
        directory = _package_directory()
        ffi = _declarations(directory / "vosk_cffi.py")
        lib = ffi.dlopen(str(directory / "libvosk.so"))
    except (OSError, ImportError) as error:
        raise ModelError(
            "The Vosk library cannot be loaded for want of libatomic; install it with"
            " `apt install libatomic1`."
            if "libatomic.so" in str(error)
            else f"The Vosk library cannot be loaded ({error}); install edge-agent again."
        ) from error
    lib.vosk_set_log_level(_SILENT)
    return ffi, lib


def _package_directory() -> Path:
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise ImportError(f"there is no package {_PACKAGE}")
    return Path(found.origin).parent


def _declarations(path: Path) -> Any:  # noqa: ANN401 - as above
    """The library's functions, as cffi's generator wrote them down."""
    found = importlib.util.spec_from_file_location(f"{_PACKAGE}_cffi", path)
    if found is None or found.loader is None:
        raise ImportError(f"{path} is no module")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module.ffi


def _owned(ffi: Any, handle: Any, free: Any) -> Any:  # noqa: ANN401 - as above
    if handle == ffi.NULL:
        raise ValueError("refused by libvosk")
    return ffi.gc(handle, free)
