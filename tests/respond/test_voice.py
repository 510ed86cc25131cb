"""Which voice it is, and what it has played."""

import asyncio
import shutil
from collections.abc import AsyncGenerator, Callable

import pytest

from edge_agent.config.response import ResponseSettings
from edge_agent.domain.earcon import Earcon
from edge_agent.domain.sound import Sound
from edge_agent.errors import ConfigError
from edge_agent.respond.earcons import earcon_sound
from edge_agent.respond.voice import AudibleVoice, SilentVoice, Voice, find_voice

needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng here")


class Recorder:
    """A player that plays into a list."""

    def __init__(self) -> None:
        self.played: list[tuple[float, list[Sound]]] = []

    async def play(self, pieces: AsyncGenerator[Sound, None], *, gain: float) -> None:
        self.played.append((gain, [piece async for piece in pieces]))

    def stop(self) -> None:
        pass

    def duck(self, *, is_ducked: bool) -> None:
        pass


class Spelling:
    """A synthesiser whose sound is the text."""

    async def prepare(self) -> None:
        pass

    async def sounds(self, text: str) -> AsyncGenerator[Sound, None]:
        for word in text.split():
            yield Sound(pcm=word.encode(), sample_rate_hz=16_000)

    async def close(self) -> None:
        pass


def voice_of(settings: ResponseSettings, volume: Callable[[], int] = lambda: 70) -> Voice:
    return find_voice(settings, lambda _: Recorder(), volume)


def played(text: str, *, after: Earcon | None = None, **more) -> list[tuple[float, list[Sound]]]:
    player = Recorder()
    more = {"volume": lambda: 40, "earcons": frozenset(Earcon)} | more
    synthesiser = more.pop("synthesiser", Spelling())
    asyncio.run(AudibleVoice(player, synthesiser, **more).speak(text, after=after))
    return player.played


def test_a_text_is_played_as_it_is_made_and_as_loud_as_is_set():
    ((gain, pieces),) = played("it's done")
    assert [piece.pcm for piece in pieces] == [b"it's", b"done"]
    assert gain == 0.4


def test_a_short_sound_comes_first():
    ((_, pieces),) = played("time is up", after=Earcon.TIMER)
    assert pieces[0] == earcon_sound(Earcon.TIMER)
    assert len(pieces) == 4


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_is_played_where_there_is_nothing_to_say(text: str):
    assert played(text) == []
    assert played(text, after=Earcon.DONE, earcons=frozenset({Earcon.TIMER})) == []


def test_without_a_voice_only_the_short_sound_is_played():
    ((_, pieces),) = played("time is up", after=Earcon.TIMER, synthesiser=None)
    assert pieces == [earcon_sound(Earcon.TIMER)]


@pytest.mark.parametrize("earcon", Earcon)
def test_every_short_sound_is_short_and_neither_silent_nor_clipped(earcon: Earcon):
    sound = earcon_sound(earcon)
    samples = memoryview(sound.pcm).cast("h")
    assert 0.15 < sound.duration_s < 0.8
    assert 10_000 < max(map(abs, samples)) < 20_000
    assert abs(samples[0]) < 200 > abs(samples[-1]), "no click"


def test_silence_where_it_is_asked_for():
    assert isinstance(voice_of(ResponseSettings(voice="none")), SilentVoice)


def test_short_sounds_alone():
    voice = voice_of(ResponseSettings(voice="none", earcons=(Earcon.TIMER,)))
    assert not voice.speaks
    assert voice.plays(Earcon.TIMER)
    assert not voice.plays(Earcon.DONE)


def test_without_espeak_ng_auto_only_chimes_and_the_rest_is_refused(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert not voice_of(ResponseSettings(voice="auto")).speaks
    assert isinstance(voice_of(ResponseSettings(voice="auto", earcons=False)), SilentVoice)
    with pytest.raises(ConfigError, match="espeak-ng is not installed"):
        voice_of(ResponseSettings(voice="espeak-ng"))
    with pytest.raises(ConfigError, match=r"there is no program piper.*piper-tts"):
        voice_of(ResponseSettings(voice="piper"))


@needs_espeak
@pytest.mark.parametrize("name", ["auto", "espeak-ng"])
def test_espeak_ng_where_it_is_installed(name: str):
    voice = voice_of(ResponseSettings(voice=name))
    assert voice.speaks
    assert all(map(voice.plays, Earcon))


def test_piper_needs_a_voice_that_is_there(monkeypatch, tmp_path):
    program = tmp_path / "piper"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match="piper needs a voice"):
        voice_of(ResponseSettings(voice="piper"))
    file = tmp_path / "joe.onnx"
    with pytest.raises(ConfigError, match=r"there is no file .*joe\.onnx"):
        voice_of(ResponseSettings(piper_voice=str(file)))
    file.write_bytes(b"")
    card = tmp_path / "joe.onnx.json"
    for text in ("", "{}", '{"audio": {"sample_rate": "x"}}', '{"audio": {"sample_rate": 1}}'):
        card.write_text(text)
        with pytest.raises(ConfigError, match="tells no sample rate"):
            voice_of(ResponseSettings(piper_voice=str(file)))
    card.write_text('{"audio": {"sample_rate": 22050}}')
    assert voice_of(ResponseSettings(piper_voice=str(file))).speaks, "auto takes piper"
