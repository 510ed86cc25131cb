"""Plays tones while it records, and tells what it heard: for tests of the loudspeaker.

play_sounds.py OUTPUT SCENE
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

import numpy as np
import structlog

from edge_agent.audio.loudspeaker import Loudspeaker
from edge_agent.audio.microphone import Microphone
from edge_agent.config.audio import AudioSettings
from edge_agent.domain.sound import Sound

LOUD = 200


def tell(**facts) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


async def tone(seconds: float, rate_hz: int, pieces: int = 4) -> AsyncGenerator[Sound, None]:
    times = np.arange(round(rate_hz * seconds / pieces)) / rate_hz
    for _ in range(pieces):
        pcm = np.rint(8_000 * np.sin(2 * np.pi * 400 * times)).astype("<i2").tobytes()
        yield Sound(pcm=pcm, sample_rate_hz=rate_hz)


class Ear:
    """Remembers when it was loud, by the end of each frame."""

    def __init__(self) -> None:
        self.loud: list[float] = []
        self.levels: list[tuple[float, float]] = []
        self.has_begun = asyncio.Event()

    async def run(self) -> None:
        async with aclosing(Microphone(AudioSettings()).frames()) as frames:
            async for frame in frames:
                self.has_begun.set()
                peak = float(np.abs(np.frombuffer(frame.pcm, "<i2")).max())
                self.levels.append((time.monotonic(), peak))
                if peak > LOUD:
                    self.loud.append(time.monotonic())

    def heard_s(self, since: float) -> float:
        times = [at for at in self.loud if at >= since]
        return times[-1] - times[0] if times else 0.0

    def peak(self, since: float, until: float) -> float:
        return max((peak for at, peak in self.levels if since <= at <= until), default=0.0)


async def whole(loudspeaker: Loudspeaker, ear: Ear) -> None:
    for rate_hz in (22_050, 16_000, 44_100):
        begun_at = time.monotonic()
        played = await loudspeaker.play(tone(1.0, rate_hz), gain=1.0)
        took_s = time.monotonic() - begun_at
        await asyncio.sleep(0.4)
        tell(rate_hz=rate_hz, whole=played.is_whole, heard_s=ear.heard_s(begun_at), took_s=took_s)


async def stopped(loudspeaker: Loudspeaker, ear: Ear) -> None:
    playing = asyncio.create_task(loudspeaker.play(tone(20.0, 22_050), gain=1.0))
    await asyncio.sleep(1.5)
    stopped_at = time.monotonic()
    loudspeaker.stop()
    played = await playing
    ended_at = time.monotonic()
    await asyncio.sleep(0.6)
    tell(
        whole=played.is_whole,
        ended_after_s=ended_at - stopped_at,
        last_heard_after_s=ear.loud[-1] - stopped_at,
    )


async def newest(loudspeaker: Loudspeaker, ear: Ear) -> None:
    first = asyncio.create_task(loudspeaker.play(tone(20.0, 22_050), gain=1.0))
    await asyncio.sleep(0.5)
    second = await loudspeaker.play(tone(0.5, 22_050), gain=1.0)
    tell(whole=[(await first).is_whole, second.is_whole])


async def ducked(loudspeaker: Loudspeaker, ear: Ear) -> None:
    playing = asyncio.create_task(loudspeaker.play(tone(20.0, 22_050), gain=1.0))
    await asyncio.sleep(2.0)
    times = [time.monotonic()]
    for is_ducked in (True, False):
        loudspeaker.duck(is_ducked=is_ducked)
        await asyncio.sleep(1.6)
        times.append(time.monotonic())
    loudspeaker.stop()
    await playing
    spans = zip([times[0] - 1.0, *times], times, strict=False)
    tell(peaks=[ear.peak(since + 0.9, until) for since, until in spans])


async def lost(loudspeaker: Loudspeaker, ear: Ear) -> None:
    tell(playing=True)
    await loudspeaker.play(tone(20.0, 22_050), gain=1.0)
    tell(lost=True)
    for _ in range(60):
        played = await loudspeaker.play(tone(0.3, 22_050), gain=1.0)
        if played.is_whole:
            break
        await asyncio.sleep(0.2)
    heard_before = len(ear.levels)
    for _ in range(30):  # a microphone that is back is heard within three seconds
        await asyncio.sleep(0.1)
        if len(ear.levels) > heard_before:
            break
    tell(back=played.is_whole, hears=len(ear.levels) > heard_before)


async def deaf(loudspeaker: Loudspeaker, ear: Ear) -> None:
    for _ in range(2):
        played = await loudspeaker.play(tone(0.2, 22_050), gain=1.0)
        tell(whole=played.is_whole)


SCENES = {scene.__name__: scene for scene in (whole, stopped, newest, ducked, lost, deaf)}


async def main(output: str, scene: str) -> None:
    ear = Ear()
    listening = asyncio.create_task(ear.run())
    if scene != "deaf":
        await ear.has_begun.wait()
        await asyncio.sleep(0.5)
    await SCENES[scene](Loudspeaker(output), ear)
    listening.cancel()
    await asyncio.wait({listening})


structlog.configure(
    processors=[structlog.processors.add_log_level, structlog.processors.JSONRenderer()]
)
asyncio.run(main(*sys.argv[1:]))
