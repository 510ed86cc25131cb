"""One measurement in a process of its own: load, make a grammar, hear recordings; prints JSON.

python tools/bench/speech_trial.py < TRIAL.json

What is measured imports no more than it needs: each way of hearing has its own module.
"""

import json
import os
import resource
import sys
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, Protocol

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from edge_agent.usage import family, peak_bytes, processor_s, resident_bytes  # noqa: E402 - after the path is set

MIB: Final = 1 << 20
SAMPLE_RATE_HZ: Final = 16_000
POCKETSPHINX: Final = "pocketsphinx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is to be measured."""

    way: str
    """`strict`, `strict alone` (not compared with free speech), `phrases` or `pocketsphinx`."""
    model: str
    """Directory of a Vosk model; pocketsphinx's dictionary."""
    speaks: str
    """`coffee`, a file of MQTT Discovery messages, or how many names a generated home has; for
    pocketsphinx the file of its grammar."""
    recordings: tuple[str, ...]
    """WAV files, 16 kHz mono."""
    alternatives: int = 30
    """How many readings are asked for."""
    python: str = ""
    """What starts further processes, where it is not this interpreter itself."""
    listens: bool = False
    """Whether the voice detector finds the utterances; else each recording is one."""
    beam: float | None = None
    """How wide the search is; None: as the model says."""
    rebuilds: bool = False
    """Whether the grammar is made a second time, as when a home changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One utterance."""

    alternatives: tuple[str, ...]
    """Readings that are sentences, if only sentences can be heard; best first."""
    lead: float | None = None
    """As `Transcript.lead`; None where whole recordings are heard."""
    is_other_speech: bool = False
    """As `Transcript.is_other_speech`."""


@dataclass(slots=True, kw_only=True)
class Measurement:
    """What was measured; times are processor seconds, memory is resident, in MiB.

    The memory is that of the process that decodes: Python, the library, the model, what is heard.
    """

    load_s: float = 0.0
    """Until the model was loaded, without imports."""
    build_s: float = 0.0
    """For the grammar."""
    rebuild_s: float | None = None
    """The same a second time."""
    grammar_bytes: int = 0
    """Size of Gr.fst; 0 where there is none."""
    sound_s: float = 0.0
    """Length of all recordings."""
    hearing_s: float = 0.0
    """For hearing all recordings."""
    building_peak_mib: float = 0.0
    """Of the process that writes a grammar."""
    loaded_mib: float = 0.0
    peak_mib: float = 0.0
    heard: list[list[Heard]] = field(default_factory=list)
    """By recording: what was said."""

    @property
    def speed(self) -> float:
        """Seconds of sound heard in one processor second."""
        return self.sound_s / self.hearing_s


class Ear(Protocol):
    """Hears recordings."""

    process_id: int
    """What decodes."""

    def hear(self, path: str) -> list[Heard]:
        """The utterances of a recording."""
        ...


def measure(trial: Trial) -> Measurement:
    """Do what a trial says."""
    if trial.python:
        sys.executable = trial.python
    found = Measurement()
    ear = _prepared(trial, found)
    found.building_peak_mib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    found.loaded_mib = resident_bytes(ear.process_id) / MIB
    with timed() as spent_s:
        found.heard = [ear.hear(path) for path in trial.recordings]
    found.hearing_s = spent_s()
    found.peak_mib = peak_bytes(ear.process_id) / MIB
    found.sound_s = sum(len(pcm_of(path)) for path in trial.recordings) / 2 / SAMPLE_RATE_HZ
    return found


def _prepared(trial: Trial, found: Measurement) -> Ear:
    if trial.way == POCKETSPHINX:
        from sphinx_ear import sphinx_ear  # noqa: PLC0415 - the other way's modules take memory

        return sphinx_ear(trial, found)
    from vosk_ear import vosk_ear  # noqa: PLC0415 - as above

    return vosk_ear(trial, found)


@contextmanager
def timed() -> Iterator[Callable[[], float]]:
    """Gives processor seconds of this process and of those that it started."""
    started = _spent_s()
    ended: list[float] = []
    yield lambda: (ended[0] if ended else _spent_s()) - started
    ended.append(_spent_s())


def _spent_s() -> float:
    return sum(map(processor_s, family(os.getpid())))


def pcm_of(path: str) -> bytes:
    """The sound of a WAV file."""
    with wave.open(path) as sound:
        frames: bytes = sound.readframes(sound.getnframes())
    return frames


def read_trial(text: str) -> Trial:
    """What to measure, from JSON."""
    raw = json.loads(text)
    return Trial(**{**raw, "recordings": tuple(raw["recordings"])})


def read_measurement(text: str) -> Measurement:
    """What was measured, from JSON."""
    raw = json.loads(text)
    heard = [
        [Heard(**{**one, "alternatives": tuple(one["alternatives"])}) for one in recording]
        for recording in raw["heard"]
    ]
    return Measurement(**{**raw, "heard": heard})


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    json.dump(asdict(measure(read_trial(sys.stdin.read()))), sys.stdout)
