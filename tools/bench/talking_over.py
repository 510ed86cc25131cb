"""Somebody talks over the agent, simulated: its voice in its own microphone, and theirs.

The loudspeaker's sound comes back late and with the ring of a room; what is ducked or stopped is
softer from then on. The echo gate and the listener are those of the agent. Whoever speaks is a
voice of espeak-ng other than the agent's.
"""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import soxr
from numpy.typing import NDArray

from edge_agent.app.home_grammar import HomeGrammar
from edge_agent.app.speech_models import load_voice_activity, speech_model_directory
from edge_agent.audio.loudspeaker import DUCKED
from edge_agent.config.schema import Config
from edge_agent.demo.announcements import ANNOUNCEMENTS
from edge_agent.domain.audio import FRAME_S, FRAME_SAMPLES, SAMPLE_RATE_HZ, AudioFrame
from edge_agent.domain.speech import Partial, Transcript
from edge_agent.home.registry import HomeModel
from edge_agent.nlu.talking import wants_silence
from edge_agent.speech.echo_gate import EchoGate
from edge_agent.speech.listener import Listener
from edge_agent.speech.plausibility import SILENT_DB, level_db

ANSWERS: Final = (
    "Turn on the kitchen light. What time is it? Turn off the reading lamp, and lock the door.",
    "It is twenty one degrees in the living room, and the bedroom window is open. Good night.",
)
WORDS: Final = ("stop", "quiet", "that's enough")
VOICES: Final = ("en-us+f2", "en-gb+m4", "en-us+m7", "en-gb+f4")
DELAY_S: Final = 0.05
DEVICE_S: Final = 0.12
RING_S: Final = 0.3
NOISE_DB: Final = -65.0
BLOCK: Final = 320
SPOKEN_AT_S: Final = 2.0
Samples = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where loudspeaker and microphone stand."""

    name: str
    echo_db: float
    """The agent's voice in its microphone, dB below full scale."""
    louder_db: float
    """By how much those who stop it are louder there."""


PLACES: Final = (
    Place(name="across the room", echo_db=-45, louder_db=24),
    Place(name="beside the microphone", echo_db=-37, louder_db=18),
    Place(name="beside the microphone", echo_db=-37, louder_db=12),
    Place(name="beside the microphone, loud", echo_db=-28, louder_db=12),
    Place(name="beside the microphone, loud", echo_db=-28, louder_db=6),
)


@dataclass(slots=True)
class Outcome:
    """What came of one answer."""

    has_stopped: bool = False
    words: tuple[str, ...] = ()
    """Transcripts that hold anything."""


class Room:
    """One answer in one place, frame by frame."""

    def __init__(self, place: Place, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._place = place
        self._gain = 1.0
        self._gains: list[tuple[float, float]] = [(0.0, 1.0)]
        self._levels: list[tuple[float, float]] = []
        self.gate = EchoGate(self._loudest)
        self.gate.on_speech = self._duck
        self._now = 0.0

    def run(self, listener: Listener, own: Samples, other: Samples | None) -> Outcome:
        """Let the agent speak, and somebody over it."""
        outcome, found = Outcome(), list[str]()
        listener.discard()
        self._levels = [
            (start / SAMPLE_RATE_HZ + DEVICE_S, _level_db(own[start : start + BLOCK]))
            for start in range(0, len(own), BLOCK)
        ]
        for frame in self._frames(np.zeros(20 * FRAME_SAMPLES), begun_at=-20 * FRAME_S):
            self.gate.passed(frame)
        self.gate.guard()
        self._gains = [(0.0, 1.0)]
        for frame in self._frames(self._in_microphone(own, other), begun_at=0.0, is_own=True):
            self._now = frame.started_at + FRAME_S
            for heard in self.gate.passed(frame):
                for event in listener.accept(heard):
                    if isinstance(event, Partial | Transcript) and event.text:
                        outcome.has_stopped |= wants_silence(event.text)
                        found += [event.text] if isinstance(event, Transcript) else []
            if outcome.has_stopped:
                break
        self.gate.release()
        outcome.words = tuple(found)
        return outcome

    def _in_microphone(self, own: Samples, other: Samples | None) -> Samples:
        """The echo in the first row, what is said in the second."""
        size = round(RING_S * SAMPLE_RATE_HZ)
        reflections = self._random.standard_normal(size) * 10 ** (-3 * np.arange(size) / size)
        reflections[0] = 6.0
        late = round((DELAY_S + DEVICE_S) * SAMPLE_RATE_HZ)
        echo = np.pad(_leveled(np.convolve(own, reflections), self._place.echo_db), (late, 0))
        both = np.zeros((2, len(echo) + SAMPLE_RATE_HZ))
        both[0, : len(echo)] = echo
        if other is not None:
            start = round(SPOKEN_AT_S * SAMPLE_RATE_HZ)
            level = self._place.echo_db + self._place.louder_db
            both[1, start : start + len(other)] = _leveled(other, level)
        return both

    def _frames(
        self, sound: Samples, *, begun_at: float, is_own: bool = False
    ) -> Iterator[AudioFrame]:
        length = sound.shape[-1]
        for index in range(length // FRAME_SAMPLES):
            part = sound[..., index * FRAME_SAMPLES : (index + 1) * FRAME_SAMPLES]
            at = begun_at + index * FRAME_S
            heard = part[0] * self._gain_at(at - DELAY_S) + part[1] if is_own else part
            noise = self._random.standard_normal(FRAME_SAMPLES) * 10 ** (NOISE_DB / 20)
            yield AudioFrame(pcm=_pcm(heard + noise), index=index, started_at=at)

    def _duck(self, is_speech: bool) -> None:  # noqa: FBT001 - the gate's callback
        self._gains.append((self._now + DEVICE_S, DUCKED if is_speech else 1.0))

    def _gain_at(self, at: float) -> float:
        return next(gain for since, gain in reversed(self._gains) if since <= max(at, 0.0))

    def _loudest(self, since: float, until: float) -> float:
        found = (
            db + 20 * np.log10(self._gain_at(at)) for at, db in self._levels if since <= at <= until
        )
        return float(max(found, default=SILENT_DB))


def trial(place: Place) -> dict[str, Any]:
    """How many of those who talk over the agent stop it; and how often it stops itself."""
    listener, rooms = _listener(), 0
    own, stopped, of = 0, 0, 0
    room = Room(place, seed=rooms)
    for answer in ANSWERS * 3:
        own += room.run(listener, _spoken(answer, "en-us"), None).has_stopped
    for number, (word, voice) in enumerate((w, v) for w in WORDS for v in VOICES):
        said = _spoken(word, voice)
        answer = ANSWERS[number % len(ANSWERS)]
        stopped += room.run(listener, _spoken(answer, "en-us"), said).has_stopped
        of += 1
    return {
        "place": place.name,
        "echo_db": place.echo_db,
        "louder_db": place.louder_db,
        "stopped": stopped,
        "of": of,
        "own": own,
    }


@lru_cache(maxsize=1)
def _listener() -> Listener:
    """The agent's, in the demo's home."""
    model = HomeModel("homeassistant")
    for name, payload in ANNOUNCEMENTS.items():
        model.accept(f"homeassistant/{name}/config", json.dumps(payload).encode())
    settings = Config().speech
    listener = Listener(load_voice_activity(), settings)
    listener.set_grammar(
        HomeGrammar(speech_model_directory(settings), settings).grammar(model.home)
    )
    return listener


@lru_cache(maxsize=64)
def _spoken(text: str, voice: str) -> Samples:
    done = subprocess.run(
        ["espeak-ng", "-v", voice, "--stdout", text], capture_output=True, check=True
    )
    samples = np.frombuffer(done.stdout[44:], "<i2").astype(np.float64) / 2**15
    sound: Samples = soxr.resample(samples, 22_050, SAMPLE_RATE_HZ)
    loud = np.flatnonzero(np.abs(sound) > 0.02)  # noqa: PLR2004 - what is surely speech
    return 0.7 * sound[loud[0] : loud[-1]]


def _leveled(sound: Samples, db: float) -> Samples:
    leveled: Samples = sound / np.sqrt(np.mean(sound**2)) * 10 ** (db / 20)
    return leveled


def _level_db(sound: Samples) -> float:
    return level_db(_pcm(sound))


def _pcm(sound: Samples) -> bytes:
    return np.rint(np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes()
