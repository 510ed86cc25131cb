import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from fixtures.recorder import is_event, is_frame, recorder
from fixtures.virtual_microphone import VirtualMicrophone
from fixtures.wave_likeness import likeness, samples_of

from edge_agent.audio.buffer import Block
from edge_agent.audio.framing import to_mono
from edge_agent.audio.microphone import Framing
from edge_agent.audio.opening import InputFormat
from edge_agent.domain.audio import FRAME_S

SPOKEN = Path(__file__).parents[1] / "speech" / "recordings" / "turn on the kitchen light.wav"
ROOT = Path(__file__).parents[2]
PATIENCE_S = 20.0


def test_what_is_played_is_what_is_heard(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    path = tmp_path / "heard.raw"
    with recorder(microphone.environment, path) as recording:
        first = recording.wait_for(is_frame)
        microphone.play(SPOKEN)
        seconds = recording.wait_for(lambda line: line.get("frame", 0) > first["frame"] + 40)
    assert FRAME_S <= seconds["age_s"] < 2.0
    assert likeness(samples_of(SPOKEN), path) > 0.9


def test_an_unplugged_microphone_is_heard_again_when_it_is_back(
    microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    with recorder(microphone.environment, tmp_path / "raw") as recording:
        before = recording.wait_for(is_frame)
        microphone.stop()
        assert recording.wait_for(is_event("microphone_lost"))["level"] == "warning"
        time.sleep(1.0)
        microphone.start()
        back_at = time.monotonic()
        assert recording.wait_for(is_event("microphone_back"))["level"] == "info"
        after = recording.wait_for(is_frame)
        assert time.monotonic() - back_at < 10.0
    missed_frames = after["frame"] - before["frame"] - 1
    assert missed_frames * FRAME_S >= 1.0


def test_a_sound_server_that_hangs_does_not_hold_up_the_end(
    microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    with recorder(microphone.environment, tmp_path / "raw") as recording:
        recording.wait_for(is_frame)
        microphone.freeze()
        recording.child.send_signal(signal.SIGINT)
        assert recording.child.wait(PATIENCE_S) == 130


def test_closing_releases_the_device(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    with recorder(microphone.environment, tmp_path / "raw", input="pulse", count=2) as recording:
        assert recording.child.wait(PATIENCE_S) == 0
    assert (tmp_path / "raw").stat().st_size == 2 * 2560


def test_an_unknown_device_is_refused_with_the_names_of_those_that_exist(
    microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    with recorder(microphone.environment, tmp_path / "raw", input="ReSpeaker") as recording:
        error = recording.error()
    assert "'ReSpeaker'" in error
    assert "'pulse'" in error


@pytest.mark.skipif(Path("/dev/snd").exists(), reason="this machine has a sound card")
def test_a_machine_without_microphone_is_told_so(tmp_path: Path) -> None:
    environment = {"ALSA_CONFIG_PATH": "/usr/share/alsa/alsa.conf", "HOME": str(tmp_path)}
    with recorder(environment, tmp_path / "raw") as recording:
        error = recording.error()
    assert error.startswith("There is no microphone")
    assert error.count(".") == 2  # one sentence, and audio.input


def test_portaudio_missing_names_its_package(tmp_path: Path) -> None:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n")
    code = "from edge_agent.audio.devices import sound_library; sound_library()"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": f"{tmp_path}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "AudioError" in ended.stderr
    assert "apt install libportaudio2" in ended.stderr


@pytest.mark.parametrize(
    ("rate_hz", "channels"), [(44_100, 2), (48_000, 1), (8_000, 2), (16_000, 6)]
)
def test_a_device_of_any_rate_gives_frames(rate_hz: int, channels: int) -> None:
    times = np.arange(rate_hz) / rate_hz
    tone = np.rint(8_000 * np.sin(2 * np.pi * 300 * times)).astype("<i2")
    interleaved = np.repeat(tone, channels).tobytes()
    size = round(rate_hz * FRAME_S) * channels * 2
    framing = Framing(InputFormat(sample_rate_hz=rate_hz, channels=channels), 0)
    frames = [
        frame
        for index in range(12)
        for frame in framing.accept(
            Block(pcm=interleaved[index * size : (index + 1) * size], index=index, started_at=1.0)
        )
    ]
    assert 11 <= len(frames) <= 12  # of 8 kHz the resampler keeps more back than the lag
    heard = np.frombuffer(b"".join(frame.pcm for frame in frames), "<i2").astype(float)
    ideal = 8_000 * np.sin(2 * np.pi * 300 * np.arange(len(heard)) / 16_000)
    assert likeness(ideal, heard) > 0.97  # it begins with the silence of the lag


@pytest.mark.parametrize("rate_hz", [44_100, 48_000])
def test_each_block_of_a_usual_card_gives_a_frame_at_once(rate_hz: int) -> None:
    framing = Framing(InputFormat(sample_rate_hz=rate_hz, channels=1), 0)
    block = bytes(2 * round(rate_hz * FRAME_S))
    for index in range(500):
        given = framing.accept(Block(pcm=block, index=index, started_at=1.0))
        assert [(frame.index, frame.started_at) for frame in given] == [(index, 0.96)]


def test_lost_blocks_show_in_the_indexes_of_frames() -> None:
    framing = Framing(InputFormat(sample_rate_hz=16_000, channels=1), 100)
    frames = [
        frame
        for index in (0, 1, 5, 6)
        for frame in framing.accept(Block(pcm=bytes(2560), index=index, started_at=0.0))
    ]
    assert [frame.index for frame in frames] == [100, 101, 105, 106]


def test_of_many_channels_the_first_is_heard() -> None:
    samples = np.zeros((4, 6), np.float32)
    samples[:, 0] = 0.5
    assert to_mono(samples).tolist() == [0.5] * 4
