import array
import asyncio
import shutil
import stat
import subprocess
import time
from pathlib import Path

import pytest
import structlog
from fixtures.virtual_microphone import VirtualMicrophone

from edge_agent.config.schema import ResponseSettings
from edge_agent.errors import ConfigError
from edge_agent.respond.voice import EspeakVoice, SilentVoice, find_voice

needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng here")


def program(directory: Path, body: str) -> str:
    """A stand-in for espeak-ng that leaves a trace instead of a sound."""
    file = directory / "speaker"
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


def voice(directory: Path, body: str, **more: float) -> EspeakVoice:
    return EspeakVoice(ResponseSettings(), program=program(directory, body), **more)


@pytest.mark.parametrize(
    "text", ["it's 'done'", "-w /tmp/x", "$(touch hacked); `id` | & \n two", "Grüß Gott \U0001f600"]
)
def test_the_text_arrives_as_it_is_and_never_as_an_option(tmp_path: Path, text: str) -> None:
    speaker = voice(tmp_path, f'echo "$@" > {tmp_path}/options; cat > {tmp_path}/said')
    asyncio.run(speaker.speak(text))
    assert (tmp_path / "said").read_text() == text
    assert (tmp_path / "options").read_text() == "-a 140 -s 165 -b 1 --stdin\n"


def test_nothing_is_started_for_an_empty_text(tmp_path: Path) -> None:
    asyncio.run(voice(tmp_path, f"touch {tmp_path}/started").speak("  "))
    assert not (tmp_path / "started").exists()


def test_the_newest_text_wins(tmp_path: Path) -> None:
    body = f'read line; echo "$line" >> {tmp_path}/said; test "$line" = last || exec sleep 60'
    speaker = voice(tmp_path, body)

    async def scenario() -> None:
        async with asyncio.timeout(20):
            await asyncio.gather(*(speaker.speak(f"{text}\n") for text in ("one", "two", "last")))

    with structlog.testing.capture_logs() as logs:
        asyncio.run(scenario())
    assert (tmp_path / "said").read_text().splitlines()[-1] == "last"
    assert logs == []


def test_stop_falls_silent_at_once(tmp_path: Path) -> None:
    speaker = voice(tmp_path, f"touch {tmp_path}/started; exec sleep 60")

    async def scenario() -> None:
        speaking = asyncio.create_task(speaker.speak("long story"))
        while not (tmp_path / "started").exists():  # noqa: ASYNC110 - a trace to wait for
            await asyncio.sleep(0.01)
        await speaker.stop()
        await speaking

    started = time.monotonic()
    asyncio.run(scenario())
    assert time.monotonic() - started < 20


def test_a_speech_that_does_not_end_is_cut_off(tmp_path: Path) -> None:
    speaker = voice(tmp_path, "exec sleep 60", longest_s=0.2)
    with structlog.testing.capture_logs() as logs:
        asyncio.run(speaker.speak("hello"))
    assert [(log["log_level"], log["reason"]) for log in logs] == [
        ("warning", "cut off after 0.2 s")
    ]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("echo broken >&2; exit 3", "broken"),
        ("echo 'error: No such device' >&2", "error: No such device"),
        ("exit 1", "no reason given"),
    ],
)
def test_a_failure_is_a_warning_once(tmp_path: Path, body: str, reason: str) -> None:
    speaker = voice(tmp_path, body)

    async def scenario() -> None:
        await speaker.speak("hello")
        await speaker.speak("hello")

    with structlog.testing.capture_logs() as logs:
        asyncio.run(scenario())
    assert [log["log_level"] for log in logs] == ["warning", "debug"]
    assert logs[0]["reason"] == reason


def test_a_program_that_is_gone_is_a_warning() -> None:
    with structlog.testing.capture_logs() as logs:
        asyncio.run(EspeakVoice(ResponseSettings(), program="/nowhere/espeak-ng").speak("hello"))
    assert [log["log_level"] for log in logs] == ["warning"]


def test_which_voice_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert isinstance(find_voice(ResponseSettings(voice="auto")), SilentVoice)
    with pytest.raises(ConfigError, match="not installed; install it"):
        find_voice(ResponseSettings(voice="espeak-ng"))
    Path(program(tmp_path, "exit 0")).rename(tmp_path / "espeak-ng")
    assert isinstance(find_voice(ResponseSettings(voice="auto")), EspeakVoice)
    assert isinstance(find_voice(ResponseSettings(voice="espeak-ng")), EspeakVoice)
    assert isinstance(find_voice(ResponseSettings(voice="none")), SilentVoice)
    with pytest.raises(ConfigError, match="'piper' is none of auto, espeak-ng, none"):
        find_voice(ResponseSettings(voice="piper"))


@needs_espeak
def test_espeak_is_heard(
    microphone: VirtualMicrophone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in microphone.environment.items():
        monkeypatch.setenv(name, value)
    with (tmp_path / "heard").open("wb") as heard:
        recorder = subprocess.Popen(
            ["parec", "--device=room.monitor", "--format=s16le", "--channels=1"], stdout=heard
        )
        try:
            asyncio.run(find_voice(ResponseSettings()).speak("The kitchen light is on."))
        finally:
            recorder.terminate()
            recorder.wait()
    samples = array.array("h", (tmp_path / "heard").read_bytes())
    assert max(samples, default=0) > 1000


@needs_espeak
def test_espeak_without_a_sound_device_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "asound.conf").write_text("pcm.!default { type hw card 31 }\n")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "asound.conf"))
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    with structlog.testing.capture_logs() as logs:
        asyncio.run(find_voice(ResponseSettings()).speak("hello"))
    assert [log["log_level"] for log in logs] == ["warning"]
