"""A streaming reader of WAV files: PCM of 8 to 32 bit and float, any rate, any channel count.

The standard library's `wave` knows neither float nor, before Python 3.12, `WAVE_FORMAT_EXTENSIBLE`.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from edge_agent.errors import AudioError

_f32 = np.float32
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_LOWEST_RATE_HZ, _HIGHEST_RATE_HZ = 4_000, 192_000
_MOST_CHANNELS = 64
_FORMAT_BYTES, _EXTENSIBLE_BYTES = 16, 26
_KINDS = {(_PCM, 8), (_PCM, 16), (_PCM, 24), (_PCM, 32), (_FLOAT, 32), (_FLOAT, 64)}


@dataclass(frozen=True, slots=True, kw_only=True)
class WavFormat:
    """How the samples of a WAV file are written."""

    sample_rate_hz: int
    channels: int
    bits: int
    """Of one sample: 8, 16, 24, 32 or, as float, 32 or 64."""
    is_float: bool

    @property
    def frame_bytes(self) -> int:
        """Bytes of one sample of every channel."""
        return self.channels * self.bits // 8


class WavReader:
    """An open WAV file, positioned at its first sample.

    Raises:
        AudioError: the file is missing, a pipe, no WAV, cut off in its header, or of another kind.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        if path.is_fifo():
            raise AudioError(
                f"Recording {path} is a pipe; write it into a file first, or pipe raw 16 kHz mono"
                " s16le sound into `edge-agent --input -`."
            )
        try:
            self._file: BinaryIO = path.open("rb")
        except OSError as error:
            raise AudioError(
                f"Recording {path} cannot be opened ({error.strerror}); check the path."
            ) from error
        try:
            self.format, self._left = self._read_header()
        except (AudioError, OSError):
            self._file.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def blocks(self, frames: int) -> Iterator[NDArray[np.float32]]:
        """Arrays of at most `frames` by channels, -1 to 1, until the sound ends."""
        size = frames * self.format.frame_bytes
        while raw := self._file.read(min(size, self._left)):
            self._left -= len(raw)
            whole = len(raw) - len(raw) % self.format.frame_bytes
            yield _to_float(raw[:whole], self.format).reshape(-1, self.format.channels)

    def _read_header(self) -> tuple[WavFormat, int]:
        head = self._file.read(12)
        if len(head) == 0:
            raise AudioError(f"Recording {self._path} is empty; record it again.")
        if head[:4] not in (b"RIFF", b"RF64") or head[8:] != b"WAVE":
            raise AudioError(f"Recording {self._path} is not a WAV file; convert it, say with sox.")
        wav_format: WavFormat | None = None
        while len(chunk := self._file.read(8)) == 8:  # noqa: PLR2004 - name and size
            name, size = chunk[:4], struct.unpack("<I", chunk[4:])[0]
            if name == b"fmt ":
                wav_format = self._parse_format(self._file.read(size))
            elif name == b"data" and wav_format is not None:
                return wav_format, _until_the_end_where_unknown(size)
            else:
                self._file.seek(size, 1)
            self._file.seek(size % 2, 1)
        raise AudioError(f"Recording {self._path} ends within its header; record it again.")

    def _parse_format(self, raw: bytes) -> WavFormat:
        if len(raw) < _FORMAT_BYTES:
            raise AudioError(f"Recording {self._path} ends within its header; record it again.")
        kind, channels, rate_hz, _, _, bits = struct.unpack("<HHIIHH", raw[:_FORMAT_BYTES])
        if kind == _EXTENSIBLE and len(raw) >= _EXTENSIBLE_BYTES:
            kind = struct.unpack("<H", raw[24:26])[0]
        if (kind, bits) not in _KINDS:
            raise AudioError(
                f"Recording {self._path} is compressed or of an unknown kind"
                f" (format {kind}, {bits} bit); convert it to 16 bit PCM, say with sox."
            )
        if not (_LOWEST_RATE_HZ <= rate_hz <= _HIGHEST_RATE_HZ and 1 <= channels <= _MOST_CHANNELS):
            raise AudioError(
                f"Recording {self._path} has {channels} channels at {rate_hz} Hz; allowed are 1 to"
                f" {_MOST_CHANNELS} channels at {_LOWEST_RATE_HZ} to {_HIGHEST_RATE_HZ} Hz."
            )
        return WavFormat(
            sample_rate_hz=rate_hz, channels=channels, bits=bits, is_float=kind == _FLOAT
        )


def _until_the_end_where_unknown(size: int) -> int:
    # Programs that write WAV into a pipe cannot know the length and leave 0 or the highest number.
    return 1 << 62 if size in (0, 0xFFFFFFFF, 0x7FFFFFFF) else size


def _to_float(raw: bytes, wav_format: WavFormat) -> NDArray[np.float32]:
    if wav_format.is_float:
        samples = np.frombuffer(raw, f"<f{wav_format.bits // 8}").astype(np.float32)
        return np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0)
    match wav_format.bits:
        case 8:
            return (np.frombuffer(raw, np.uint8).astype(np.float32) - _f32(128)) / _f32(128)
        case 24:
            triples = np.frombuffer(raw, np.uint8).reshape(-1, 3)
            words = np.zeros((len(triples), 4), np.uint8)
            words[:, 1:] = triples
            whole: NDArray[np.int32] = words.view("<i4").reshape(-1)
            return whole.astype(np.float32) / _f32(2**31)
        case bits:
            whole = np.frombuffer(raw, f"<i{bits // 8}")
            return whole.astype(np.float32) / _f32(2 ** (bits - 1))
