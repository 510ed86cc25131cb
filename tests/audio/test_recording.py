import asyncio
import os
import struct
import time
import tracemalloc
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from edge_agent.audio.recording import Recording
from edge_agent.domain.audio import FRAME_BYTES, FRAME_S, SAMPLE_RATE_HZ, AudioFrame
from edge_agent.errors import AudioError

PITCH_HZ = 440
SECONDS = 0.5
GUID_TAIL = bytes.fromhex("000000001000800000aa00389b71")


@dataclass(frozen=True, kw_only=True)
class Kind:
    bits: int = 16
    is_float: bool = False
    is_extensible: bool = False


PLAIN = Kind()


def encode(samples: np.ndarray, kind: Kind) -> bytes:
    bits = kind.bits
    if kind.is_float:
        return samples.astype(f"<f{bits // 8}").tobytes()
    if bits == 8:
        return np.uint8(np.rint(samples * 127) + 128).tobytes()
    words = np.rint(samples * (2 ** (bits - 1) - 1)).astype("<i4")
    return words.view(np.uint8).reshape(-1, 4)[:, : bits // 8].tobytes()


def header(kind: Kind = PLAIN, *, rate_hz: int = 16_000, channels: int = 1, size: int) -> bytes:
    frame = channels * kind.bits // 8
    code = 3 if kind.is_float else 1
    fmt = struct.pack("<HHIIHH", code, channels, rate_hz, rate_hz * frame, frame, kind.bits)
    if kind.is_extensible:
        fmt = struct.pack("<H", 0xFFFE) + fmt[2:]
        fmt += struct.pack("<HHIH", 22, kind.bits, 0, code) + GUID_TAIL
    # An odd chunk that nobody knows, with its padding, stands before the sound.
    other = b"LIST" + struct.pack("<I", 3) + b"abc\0"
    head = b"fmt " + struct.pack("<I", len(fmt)) + fmt + other
    return b"RIFF" + struct.pack("<I", 36) + b"WAVE" + head + b"data" + struct.pack("<I", size)


def write_tone(
    path: Path, kind: Kind = PLAIN, *, rate_hz: int = SAMPLE_RATE_HZ, channels: int = 1
) -> Path:
    times = np.arange(round(SECONDS * rate_hz)) / rate_hz
    tone = np.repeat(0.5 * np.sin(2 * np.pi * PITCH_HZ * times), channels)
    body = encode(tone, kind)
    path.write_bytes(header(kind, rate_hz=rate_hz, channels=channels, size=len(body)) + body)
    return path


def read(source: Recording) -> list[AudioFrame]:
    async def collect() -> list[AudioFrame]:
        return [frame async for frame in source.frames()]

    return asyncio.run(collect())


def samples_of(frames: list[AudioFrame]) -> np.ndarray:
    return np.frombuffer(b"".join(frame.pcm for frame in frames), "<i2") / 32768


@pytest.mark.parametrize("rate_hz", [4_000, 8_000, 11_025, 16_000, 44_100, 48_000, 192_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
@pytest.mark.parametrize(
    "kind",
    [
        Kind(bits=8),
        Kind(bits=16),
        Kind(bits=16, is_extensible=True),
        Kind(bits=24, is_extensible=True),
        Kind(bits=32),
        Kind(bits=32, is_float=True),
        Kind(bits=32, is_float=True, is_extensible=True),
        Kind(bits=64, is_float=True),
    ],
    ids=str,
)
def test_any_wav_becomes_the_same_tone(
    tmp_path: Path, rate_hz: int, channels: int, kind: Kind
) -> None:
    path = write_tone(tmp_path / "tone.wav", kind, rate_hz=rate_hz, channels=channels)
    frames = read(Recording(path, real_time=False, silence_after_s=0))
    assert len(frames) == 7  # 0.5 s, the last one padded
    assert [frame.index for frame in frames] == list(range(7))
    assert {len(frame.pcm) for frame in frames} == {FRAME_BYTES}
    heard = samples_of(frames)
    times = np.arange(round(SECONDS * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    meant = 0.5 * np.sin(2 * np.pi * PITCH_HZ * times)
    inside = slice(800, len(meant) - 800)
    assert np.abs(heard[: len(meant)][inside] - meant[inside]).max() < 0.02
    assert not heard[len(meant) :].any()


def test_16_khz_mono_16_bit_passes_unchanged(tmp_path: Path) -> None:
    pcm = np.random.default_rng(1).integers(-32768, 32768, 12_800).astype("<i2").tobytes()
    head = header(size=len(pcm))
    (tmp_path / "a.wav").write_bytes(head + pcm)
    frames = read(Recording(tmp_path / "a.wav", real_time=False, silence_after_s=0))
    assert b"".join(frame.pcm for frame in frames) == pcm


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF])
def test_length_that_the_writer_did_not_know(tmp_path: Path, size: int) -> None:
    pcm = b"\1\0" * 2560
    head = header(size=size)
    (tmp_path / "a.wav").write_bytes(head + pcm)
    frames = read(Recording(tmp_path / "a.wav", real_time=False, silence_after_s=0))
    assert b"".join(frame.pcm for frame in frames) == pcm


def test_sound_that_is_cut_off_is_heard_up_to_there(tmp_path: Path) -> None:
    path = write_tone(tmp_path / "a.wav", channels=2)
    path.write_bytes(path.read_bytes()[:-8_003])
    assert len(read(Recording(path, real_time=False, silence_after_s=0))) == 5


def test_silence_follows_the_end(tmp_path: Path) -> None:
    path = write_tone(tmp_path / "a.wav")
    frames = read(Recording(path, real_time=False, silence_after_s=0.8))
    assert len(frames) == 7 + 10
    assert not any(samples_of(frames[7:]))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"RIFF", "not a WAV"),
        (b"ID3\4 this is music" * 9, "not a WAV"),
        (header(size=9)[:30], "within its header"),
        (header(size=9)[:40], "within its header"),
        (header(Kind(bits=4), size=9), "compressed"),
        (header(channels=0, size=9), "0 channels"),
        (header(rate_hz=1_000, size=9), "1000 Hz"),
        (b"RIFF\0\0\0\0WAVEdata\4\0\0\0abcd", "within its header"),
    ],
)
def test_what_is_no_recording_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "bad.wav"
    path.write_bytes(content)
    with pytest.raises(AudioError, match=said) as error:
        Recording(path, real_time=False)
    assert str(path) in str(error.value)


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pipe.wav"
    os.mkfifo(path)
    with pytest.raises(AudioError, match="is a pipe"):
        Recording(path, real_time=False)


def test_a_missing_recording_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="cannot be opened"):
        Recording(tmp_path / "none.wav", real_time=False)


def test_hours_of_sound_are_streamed(tmp_path: Path) -> None:
    size = 3 * 3600 * SAMPLE_RATE_HZ * 2
    path = tmp_path / "long.wav"
    with path.open("wb") as file:
        file.write(header(size=size))
        file.truncate(file.tell() + size)

    async def peak_bytes() -> int:
        tracemalloc.start()
        frames = Recording(path, real_time=False).frames()
        for _ in range(100):
            await anext(frames)
        await frames.aclose()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert asyncio.run(peak_bytes()) < 2_000_000


def test_real_time_keeps_to_the_clock_without_drift(tmp_path: Path) -> None:
    async def run() -> list[tuple[float, float]]:
        source = Recording(write_tone(tmp_path / "a.wav"), real_time=True, silence_after_s=0)
        seen = []
        async for frame in source.frames():
            seen.append((frame.started_at, time.monotonic()))
            await asyncio.sleep(0.03)  # a listener that takes its time
        return seen

    seen = asyncio.run(run())
    begun_at = seen[0][0]
    for index, (started_at, handed_at) in enumerate(seen):
        assert started_at == pytest.approx(begun_at + index * FRAME_S)
        assert handed_at >= started_at + FRAME_S


def test_fast_frames_are_captured_just_now(tmp_path: Path) -> None:
    async def run() -> None:
        source = Recording(write_tone(tmp_path / "a.wav"), real_time=False)
        before = time.monotonic()
        async for frame in source.frames():
            assert before <= frame.started_at + FRAME_S <= time.monotonic()
            before = time.monotonic()

    asyncio.run(run())
