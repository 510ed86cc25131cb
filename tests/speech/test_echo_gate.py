"""The agent's own voice never gets through, and who is louder does."""

import numpy as np
import pytest
from fixtures.hearing import KITCHEN, TIME, frames_of

from edge_agent.domain.audio import FRAME_BYTES, FRAME_S, FRAME_SAMPLES, AudioFrame
from edge_agent.speech.echo_gate import EchoGate
from edge_agent.speech.plausibility import SILENT_DB, level_db

RATE_HZ = 16_000
SILENCE = bytes(FRAME_BYTES)


def samples_of(path) -> np.ndarray:
    pcm = b"".join(frame.pcm for frame in frames_of(path, silence_after_s=0))
    return np.frombuffer(pcm, "<i2").astype(float) / 32_768


def leveled(samples: np.ndarray, db: float) -> np.ndarray:
    return samples / np.sqrt(np.mean(samples**2)) * 10 ** (db / 20)


class Room:
    """What a loudspeaker plays from second 0 on, and what a microphone hears of it."""

    def __init__(self, *, echo_db: float, delay_s: float = 0.05, rings_s: float = 0.3) -> None:
        self._random = np.random.default_rng(7)
        self.echo_db, self._delay_s, self._rings_s = echo_db, delay_s, rings_s
        self._played: list[tuple[float, float]] = []
        self.gate = EchoGate(self._loudest)
        self.told: list[bool] = []
        self.gate.on_speech = self.told.append
        self._now = 0.0

    def hear(self, own: np.ndarray, other: np.ndarray | None = None, at: float = 0.0) -> list[bool]:
        """Which frames get through."""
        begun_at = self._now = self._now + 10.0
        self._quiet(begun_at)
        for start in range(0, len(own), 320):
            block = np.rint(own[start : start + 320] * 32_767).astype("<i2")
            self._played.append((begun_at + start / RATE_HZ, level_db(block.tobytes())))
        heard = self._heard(own)
        if other is not None:
            start = round(at * RATE_HZ)
            heard = np.pad(heard, (0, max(0, start + len(other) - len(heard))))
            heard[start : start + len(other)] += other
        self.gate.guard()
        passed = [one for frame in self._frames(heard, begun_at) for one in self.gate.passed(frame)]
        self.gate.release()
        return [frame.pcm != SILENCE for frame in passed]

    def _heard(self, own: np.ndarray) -> np.ndarray:
        size = round(self._rings_s * RATE_HZ)
        reflections = self._random.standard_normal(size) * 10 ** (-3 * np.arange(size) / size)
        reflections[0] = 6.0
        reflections *= 10 ** (self.echo_db / 20) / np.sqrt(np.sum(reflections**2))
        return np.pad(np.convolve(own, reflections), (round(self._delay_s * RATE_HZ), 8_000))

    def _quiet(self, until: float) -> None:
        for frame in self._frames(np.zeros(20 * FRAME_SAMPLES), until - 20 * FRAME_S):
            assert [one.pcm for one in self.gate.passed(frame)][-1] == frame.pcm

    def _frames(self, samples: np.ndarray, begun_at: float):
        noisy = samples + self._random.standard_normal(len(samples)) * 10 ** (-65 / 20)
        pcm = np.rint(np.clip(noisy, -1, 1) * 32_767).astype("<i2").tobytes()
        for index in range(len(pcm) // FRAME_BYTES):
            yield AudioFrame(
                pcm=pcm[index * FRAME_BYTES : (index + 1) * FRAME_BYTES],
                index=index,
                started_at=begun_at + index * FRAME_S,
            )

    def _loudest(self, since: float, until: float) -> float:
        return max((db for at, db in self._played if since <= at <= until), default=SILENT_DB)


@pytest.mark.parametrize("echo_db", [-60, -40, -25, -10, 0, 6])
@pytest.mark.parametrize(("delay_s", "rings_s"), [(0.0, 0.2), (0.05, 0.5), (0.15, 0.3)])
def test_the_own_voice_is_silence(echo_db: float, delay_s: float, rings_s: float) -> None:
    room = Room(echo_db=echo_db, delay_s=delay_s, rings_s=rings_s)
    for path in (KITCHEN, TIME, KITCHEN, TIME):
        assert not any(room.hear(leveled(samples_of(path), -23)))
    assert room.told == []


@pytest.mark.parametrize("echo_db", [-60, -40, -20])
def test_who_is_louder_gets_through_and_is_told_of(echo_db: float) -> None:
    room = Room(echo_db=echo_db)
    own, other = leveled(samples_of(KITCHEN), -23), leveled(samples_of(TIME), -18)
    long = np.concatenate([own] * 4)
    room.hear(own)
    passed = room.hear(long, other, at=2.0)
    begin, end = round(2.0 / FRAME_S), round((2.0 + len(other) / RATE_HZ) / FRAME_S)
    assert sum(passed[begin:end]) > 0.6 * (end - begin)
    assert not any(passed[: begin - 3])
    assert room.told == [True, False]


def test_who_is_softer_than_the_echo_does_not() -> None:
    room = Room(echo_db=0)
    own, other = leveled(samples_of(KITCHEN), -20), leveled(samples_of(TIME), -30)
    room.hear(own)
    assert not any(room.hear(np.concatenate([own] * 3), other, at=2.0))


def test_nobody_is_heard_before_the_echo_is_known() -> None:
    room = Room(echo_db=-10)
    assert not any(room.hear(leveled(samples_of(KITCHEN), -23), leveled(samples_of(TIME), -12)))


def test_a_louder_amplifier_is_found_out() -> None:
    room = Room(echo_db=-30)
    own = leveled(samples_of(KITCHEN), -23)
    for _ in range(3):
        room.hear(own)
    room.echo_db = -15
    for _ in range(8):
        room.hear(own)
    assert not any(room.hear(own))


def test_frames_keep_their_order_and_none_is_lost() -> None:
    gate = EchoGate(lambda *_: -20.0)
    passed = []
    for index in range(12):
        if index == 4:
            gate.guard()
        if index == 8:
            gate.release()
        frame = AudioFrame(pcm=SILENCE, index=index, started_at=index * FRAME_S)
        passed += [one.index for one in gate.passed(frame)]
    assert passed == list(range(12))
