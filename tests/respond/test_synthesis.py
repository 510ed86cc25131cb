"""Voices as sources of sound: what they give, what becomes of them when they break."""

import asyncio
import json
import shutil
import stat
import sys
from contextlib import aclosing
from pathlib import Path

import pytest

from edge_agent.domain.sound import Sound
from edge_agent.errors import AudioError
from edge_agent.respond.espeak import Espeak
from edge_agent.respond.piper import Piper
from edge_agent.respond.remembering import RememberingVoice
from edge_agent.respond.synthesis import Synthesiser

needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng here")
PIPER = '''#!{python}
"""Speaks piper's protocol: lines in, for each its letters as samples out, some time after."""
import sys, time
print("start", sys.argv[1:], file=open("{log}", "a"))
for line in sys.stdin:
    line = line.strip()
    if not line:
        continue
    print(line, file=open("{log}", "a"))
    if line == "Die.":
        sys.exit(1)
    if line == "Hang.":
        time.sleep(60)
    for word in line.split():
        time.sleep(0.05)
        sys.stdout.buffer.write(word.ljust(8).encode()[:8])
        sys.stdout.buffer.flush()
'''


def program(directory: Path, text: str) -> str:
    file = directory / "program"
    file.write_text(text)
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


async def said(voice: Synthesiser, text: str) -> list[Sound]:
    async with aclosing(voice.sounds(text)) as sounds:
        return [sound async for sound in sounds]


def espeak(directory: Path, body: str, **more: float) -> Espeak:
    path = program(directory, f"#!/bin/sh\n{body}\n")
    return Espeak(program=path, words_per_minute=165, **more)


@pytest.mark.parametrize(
    "text", ["it's 'done'", "-w /tmp/x", "$(touch hacked); `id` | & \n two", "Grüß Gott \U0001f600"]
)
def test_the_text_arrives_as_it_is_and_never_as_an_option(tmp_path: Path, text: str) -> None:
    voice = espeak(tmp_path, f'echo "$@" > {tmp_path}/options; cat > {tmp_path}/said')
    with pytest.raises(AudioError, match="gives no sound"):
        asyncio.run(said(voice, text))
    assert (tmp_path / "said").read_text() == text
    assert (tmp_path / "options").read_text() == "-s 165 -b 1 --stdin --stdout\n"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("cat >/dev/null; echo 'no such voice' >&2; exit 1", r"gives no sound \(no such voice\)"),
        ("exec true", r"gives no sound"),
        ("exec sleep 60", "says nothing for 0.3 seconds"),
        ("echo this is no sound but a text of more than 44 letters", "gives no sound"),
    ],
)
def test_a_broken_espeak_ng_gives_a_sentence(tmp_path: Path, body: str, sentence: str) -> None:
    with pytest.raises(AudioError, match=sentence):
        asyncio.run(said(espeak(tmp_path, body, step_s=0.3), "hello"))


def test_a_program_that_is_not_there_gives_a_sentence() -> None:
    with pytest.raises(AudioError, match="cannot be started"):
        asyncio.run(said(Espeak(program="/nowhere/x", words_per_minute=165), "hello"))


@needs_espeak
def test_espeak_ng_gives_sound() -> None:
    voice = Espeak(program="espeak-ng", words_per_minute=165)
    sounds = asyncio.run(said(voice, "The kitchen light is on."))
    assert {sound.sample_rate_hz for sound in sounds} == {22_050}
    assert 1.0 < sum(sound.duration_s for sound in sounds) < 4.0


@needs_espeak
def test_espeak_ng_ends_with_whoever_no_longer_listens() -> None:
    async def scene() -> None:
        voice = Espeak(program="espeak-ng", words_per_minute=165)
        async with asyncio.timeout(5), aclosing(voice.sounds("a long story " * 500)) as sounds:
            await anext(sounds)

    asyncio.run(scene())


class Piping:
    """A stand-in for piper, with what it was told."""

    def __init__(self, directory: Path, **more: float) -> None:
        self._log = directory / "log"
        path = program(directory, PIPER.format(python=sys.executable, log=self._log))
        voice = directory / "joe.onnx"
        voice.touch()
        voice.with_name("joe.onnx.json").write_text(json.dumps({"audio": {"sample_rate": 16_000}}))
        self.voice = Piper(program=path, voice=voice, words_per_minute=165, **more)

    @property
    def told(self) -> list[str]:
        return self._log.read_text().splitlines()

    @property
    def starts(self) -> int:
        return sum(line.startswith("start") for line in self.told)


async def words_of(voice: Piper, text: str) -> list[str]:
    pcm = b"".join(sound.pcm for sound in await said(voice, text)).replace(b"\0", b"")
    return pcm.decode().split()


def test_piper_is_started_once_and_speaks_sentence_by_sentence(tmp_path: Path) -> None:
    piping = Piping(tmp_path)

    async def scene() -> None:
        await piping.voice.prepare()
        assert await words_of(piping.voice, "It is on. The fan,\ntoo!") == [
            "It",
            "is",
            "on.",
            "The",
            "fan,",
            "too!",
        ]
        assert await words_of(piping.voice, "Okay.") == ["Okay."]
        await piping.voice.close()

    asyncio.run(scene())
    start, *lines = piping.told
    assert lines == ["It is on.", "The fan, too!", "Okay."]
    assert "'--output-raw', '--length-scale', '1.00'" in start


def test_what_is_not_listened_to_any_more_is_not_heard_later(tmp_path: Path) -> None:
    piping = Piping(tmp_path)

    async def scene() -> list[str]:
        async with aclosing(piping.voice.sounds("one two three four five six")) as sounds:
            await anext(sounds)
        words = await words_of(piping.voice, "Okay.")
        await piping.voice.close()
        return words

    assert asyncio.run(scene()) == ["Okay."]
    assert piping.starts == 1


def test_a_piper_that_was_killed_is_started_again(tmp_path: Path) -> None:
    piping = Piping(tmp_path)

    async def scene() -> list[list[str]]:
        found = [await words_of(piping.voice, "one")]
        with pytest.raises(AudioError, match="has ended or hangs"):
            await said(piping.voice, "Die.")
        found.append(await words_of(piping.voice, "two"))
        await piping.voice.close()
        return found

    assert asyncio.run(scene()) == [["one"], ["two"]]
    assert piping.starts == 3, "at first, again for what kills it, and after that"


def test_a_piper_that_hangs_is_given_up(tmp_path: Path) -> None:
    piping = Piping(tmp_path, step_s=0.5)

    async def scene() -> list[str]:
        with pytest.raises(AudioError, match="has ended or hangs"):
            await said(piping.voice, "Hang.")
        words = await words_of(piping.voice, "Okay.")
        await piping.voice.close()
        return words

    assert asyncio.run(scene()) == ["Okay."]


class Counting:
    """A voice that counts what it is asked for."""

    def __init__(self, seconds: float = 1.0) -> None:
        self.asked: list[str] = []
        self._pcm = bytes(round(seconds * 16_000) * 2)

    async def prepare(self) -> None:
        pass

    async def sounds(self, text: str):
        self.asked.append(text)
        yield Sound(pcm=self._pcm, sample_rate_hz=16_000)
        yield Sound(pcm=self._pcm, sample_rate_hz=16_000)

    async def close(self) -> None:
        pass


def test_what_was_said_before_is_remembered() -> None:
    voice = Counting()
    remembering = RememberingVoice(voice)
    first, second = (asyncio.run(said(remembering, "Okay.")) for _ in range(2))
    assert first == second
    assert voice.asked == ["Okay."]


def test_memory_is_bounded_and_loses_what_was_not_said_for_longest() -> None:
    voice = Counting()
    remembering = RememberingVoice(voice, max_bytes=6 * 64_000)
    for text in ("a", "b", "c", "d", "e", "f", "a", "g", "a", "b"):
        asyncio.run(said(remembering, text))
        assert remembering.kept_bytes <= 6 * 64_000
    assert voice.asked == [*"abcdefgb"]


def test_a_long_text_does_not_push_all_others_out() -> None:
    voice = Counting(seconds=10)
    remembering = RememberingVoice(voice, max_bytes=64_000 * 20)
    for _ in range(2):
        asyncio.run(said(remembering, "a long story"))
    assert voice.asked == ["a long story"] * 2
    assert remembering.kept_bytes == 0


def test_what_was_cut_off_is_not_remembered() -> None:
    voice = Counting()
    remembering = RememberingVoice(voice)

    async def scene() -> None:
        async with aclosing(remembering.sounds("Okay.")) as sounds:
            await anext(sounds)
        assert len(await said(remembering, "Okay.")) == 2

    asyncio.run(scene())
    assert voice.asked == ["Okay."] * 2
