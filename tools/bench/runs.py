"""Running trials, each in a process of its own, and the recordings that they hear."""

import json
import os
import subprocess
import sys
import wave
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np
from judge import SAMPLE_RATE_HZ, Samples, mixed
from speech_trial import Measurement, Trial, pcm_of, read_measurement

TRIAL: Final = Path(__file__).parent / "speech_trial.py"
FULL_SCALE: Final = 32_768


@dataclass(frozen=True, slots=True, kw_only=True)
class Python:
    """What runs a trial."""

    command: tuple[str, ...] = (sys.executable,)
    """The interpreter."""
    program: str = ""
    """The same as one program, where it is not its own `sys.executable`."""
    variables: dict[str, str] = field(default_factory=dict)
    """Set in its environment."""


def run(trial: Trial, python: Python = Python()) -> Measurement:
    """Do what a trial says.

    Raises:
        RuntimeError: the trial failed.
    """
    done = subprocess.run(
        [*python.command, str(TRIAL)],
        input=json.dumps(asdict(replace(trial, python=python.program))),
        capture_output=True,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1", **python.variables},
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{trial.way} with {trial.model} failed: {done.stderr.strip()[-800:]}")
    return read_measurement(done.stdout)


def with_noise(
    recordings: Sequence[Path], noise: Path, levels_db: Sequence[int], folder: Path
) -> list[Path]:
    """The recordings at each level of noise, as files; the same each time."""
    background = _samples(noise)
    files = []
    for level_db in levels_db:
        for number, recording in enumerate(recordings):
            draw = np.random.default_rng([level_db, number])
            mixture = mixed(_samples(recording), background, level_db, draw)
            files.append(folder / f"{level_db}-{recording.name}")
            _write(files[-1], mixture)
    return files


def spoken_files(sentences: Sequence[str], folder: Path) -> list[Path]:
    """Sentences as flite says them.

    Raises:
        FileNotFoundError: flite is not installed.
    """
    files = [folder / f"sentence-{at}.wav" for at in range(len(sentences))]
    for sentence, file in zip(sentences, files, strict=True):
        subprocess.run(
            ["flite", "-voice", "rms", "-t", sentence, "-o", str(file)], check=True, timeout=60
        )
    return files


def _samples(path: Path) -> Samples:
    return np.frombuffer(pcm_of(str(path)), "<i2").astype(np.float32) / np.float32(FULL_SCALE)


def _write(path: Path, samples: Samples) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, SAMPLE_RATE_HZ, 0, "NONE", ""))
        file.writeframes((samples * (FULL_SCALE - 1)).astype("<i2").tobytes())
