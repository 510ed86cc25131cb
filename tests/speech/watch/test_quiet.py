"""What breaks the quiet of a night, and what does not."""

from collections.abc import Iterable
from datetime import time
from itertools import pairwise

import numpy as np
import pytest
from fixtures.hearing import KITCHEN, frames_of

from edge_agent.config.watch import QuietSettings
from edge_agent.domain.alert import Alert, AlertKind
from edge_agent.domain.audio import FRAME_BYTES, FRAME_S, FRAME_SAMPLES, AudioFrame
from edge_agent.speech.voice_activity import VoiceActivity
from edge_agent.speech.watch.quiet import QuietHours
from edge_agent.speech.watch.watch import Watch

NIGHT, DAY = time(3), time(12)
SETTINGS = QuietSettings(hours="22:00-06:00", speech_s=0.4, louder_db=20, sound_s=0.4)
ROOM_DB = -65.0
VOICE, NO_VOICE = 0.9, 0.1


class Clock:
    """Tells the time of day that it was set to."""

    def __init__(self, now: time = NIGHT) -> None:
        self.now = now

    def __call__(self) -> time:
        return self.now


class Room:
    """Sounds go on in it, one after the other."""

    def __init__(self, now: time = NIGHT) -> None:
        self.clock = Clock(now)
        self._quiet = QuietHours(SETTINGS, 0.5, self.clock)
        self._index = 0

    def hear(self, seconds: float, level_db: float = ROOM_DB, voice: float = NO_VOICE) -> list[str]:
        """What is told while noise goes on."""
        pieces = (noise(level_db) for _ in range(round(seconds / FRAME_S)))
        return [alert.kind.value for alert in self.alerts(pieces, voice)]

    def alerts(self, pieces: Iterable[bytes], voice: float) -> list[Alert]:
        """What is told of pieces of sound."""
        told = []
        for pcm in pieces:
            frame = AudioFrame(pcm=pcm, index=self._index, started_at=self._index * FRAME_S)
            self._index += 1
            told.append(self._quiet.hear(frame, voice))
        return [alert for alert in told if alert is not None]


def noise(level_db: float) -> bytes:
    samples = np.random.default_rng(7).standard_normal(FRAME_SAMPLES) * 10 ** (level_db / 20)
    return (np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes()


def test_a_voice_breaks_the_quiet() -> None:
    room = Room()
    assert room.hear(5) == []
    assert room.hear(0.32, -50, VOICE) == []
    assert room.hear(0.16, -50, VOICE) == ["speech"]


def test_moments_of_a_voice_count_within_two_seconds() -> None:
    room = Room()
    for _ in range(2):
        assert room.hear(0.24, -50, VOICE) == []
        assert room.hear(2.0) == []
    assert room.hear(0.24, -50, VOICE) == []
    assert room.hear(0.8) == []
    assert room.hear(0.24, -50, VOICE) == ["speech"]


def test_a_loud_sound_breaks_it_but_no_bang() -> None:
    room = Room()
    assert room.hear(5) == []
    assert room.hear(0.16, -20) == []
    assert room.hear(3) == []
    (alert,) = room.alerts((noise(-40) for _ in range(5)), NO_VOICE)
    assert alert.kind is AlertKind.SOUND
    assert alert.level_db == pytest.approx(-40, abs=1)


def test_how_loud_is_measured_by_the_room() -> None:
    room = Room()
    assert room.hear(20, -40) == []
    assert room.hear(5, -30) == []
    assert room.hear(0.56, -10) == ["sound"]


def test_soft_sounds_in_a_very_quiet_room_are_not_loud() -> None:
    room = Room()
    assert room.hear(5, -80) == []
    assert room.hear(5, -55) == []


def test_nothing_is_known_of_a_room_at_once() -> None:
    room = Room()
    assert room.hear(1.0, -20) == []


def test_the_agents_own_voice_is_silence_and_tells_nothing_of_the_room() -> None:
    room = Room()
    assert room.hear(5) == []
    assert room.alerts([bytes(FRAME_BYTES)] * 500, VOICE) == []
    assert room.hear(5, -60) == [], "still louder than the room by 5 dB only"


def test_only_the_hours_count() -> None:
    room = Room(DAY)
    assert room.hear(3, -20, VOICE) == []
    room.clock.now = time(21, 59)
    assert room.hear(0.32, -20, VOICE) == []
    room.clock.now = time(22)
    assert room.hear(0.32, -20, VOICE) == [], "what was before does not count"
    assert room.hear(0.16, -20, VOICE) == ["speech"]


def test_real_speech_breaks_it(voice_activity: VoiceActivity) -> None:
    quiet = QuietHours(SETTINGS, 0.5, Clock())
    told = [quiet.hear(frame, voice_activity.accept(frame)) for frame in frames_of(KITCHEN)]
    kinds = {alert.kind for alert in told if alert is not None}
    assert kinds == {AlertKind.SPEECH}


def test_the_same_is_not_told_again_at_once() -> None:
    watch = Watch(quiet=QuietHours(SETTINGS, 0.5, Clock()), refractory_s=10.0)
    told = [
        alert.at
        for index in range(round(25 / FRAME_S))
        for alert in watch.hear(
            AudioFrame(pcm=noise(-50), index=index, started_at=index * FRAME_S), VOICE
        )
    ]
    assert told[0] == pytest.approx(0.4)
    assert len(told) == 3
    assert all(later - earlier > 9.99 for earlier, later in pairwise(told))
