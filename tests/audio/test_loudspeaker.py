"""The loudspeaker on a real PortAudio, while a microphone is open in the same process."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fixtures.virtual_microphone import VirtualMicrophone

PROGRAM = Path(__file__).with_name("play_sounds.py")
ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0

Line = dict[str, Any]


@contextmanager
def playing(environment: dict[str, str], scene: str, output: str = "default") -> Iterator[Any]:
    child = subprocess.Popen(
        [sys.executable, str(PROGRAM), output, scene],
        env=os.environ | environment | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


def lines_of(environment: dict[str, str], scene: str, output: str = "default") -> list[Line]:
    with playing(environment, scene, output) as child:
        told, _ = child.communicate(timeout=PATIENCE_S)
        assert child.returncode == 0
    return [json.loads(line) for line in told.splitlines()]


def test_all_of_a_sound_is_heard_whatever_its_rate(microphone: VirtualMicrophone) -> None:
    for line in lines_of(microphone.environment, "whole"):
        assert line["whole"], line
        assert 0.85 <= line["heard_s"] <= 1.15, line  # in steps of 80 ms
        assert line["took_s"] < 2.0, line


def test_a_stop_is_heard_at_once(microphone: VirtualMicrophone) -> None:
    (line,) = lines_of(microphone.environment, "stopped")
    assert not line["whole"]
    assert line["ended_after_s"] < 0.1
    assert line["last_heard_after_s"] < 0.2, "of which 80 ms are the length of a frame"


def test_the_newest_sound_takes_the_place_of_the_one_before(microphone: VirtualMicrophone) -> None:
    assert lines_of(microphone.environment, "newest") == [{"whole": [False, True]}]


def test_what_is_ducked_is_softer_until_it_no_longer_is(microphone: VirtualMicrophone) -> None:
    (line,) = lines_of(microphone.environment, "ducked")
    loud, soft, again = line["peaks"]
    assert soft / loud == pytest.approx(0.2, rel=0.1)
    assert again / loud == pytest.approx(1.0, rel=0.1)


def test_a_sound_server_that_ends_costs_a_sentence_and_neither_ear_nor_mouth(
    microphone: VirtualMicrophone,
) -> None:
    lines: list[Line] = []
    with playing(microphone.environment, "lost") as child:
        for text in child.stdout:
            lines.append(json.loads(text))
            if "playing" in lines[-1]:
                time.sleep(1.0)
                microphone.stop()
            if "lost" in lines[-1]:
                time.sleep(0.5)
                microphone.start()
        assert child.wait(PATIENCE_S) == 0
    events = [line.get("event") for line in lines if line.get("level") == "warning"]
    assert sorted(events) == ["microphone_lost", "nothing can be played"]
    assert lines[-1] == {"back": True, "hears": True}


def test_a_plain_device_gets_all_samples(tmp_path: Path) -> None:
    heard = tmp_path / "heard.raw"
    lines = lines_of(file_device(tmp_path, heard), "deaf", "room")
    assert [line["whole"] for line in lines if "whole" in line] == [True, True]
    samples = np.frombuffer(heard.read_bytes(), "<i2")
    sounding = np.convolve(np.abs(samples.astype(float)), np.ones(40) / 40, "same") > 200
    assert np.count_nonzero(sounding) == pytest.approx(0.2 * 22_050, rel=0.05)


def test_without_a_device_there_is_one_sentence(tmp_path: Path) -> None:
    lines = lines_of(
        {"ALSA_CONFIG_PATH": "/usr/share/alsa/alsa.conf", "HOME": str(tmp_path)}, "deaf"
    )
    warnings = [line for line in lines if line.get("level") == "warning"]
    assert [line["event"] for line in warnings] == ["nothing can be played"]
    assert "loudspeaker" in warnings[0]["reason"]
    assert [line["whole"] for line in lines if "whole" in line] == [False, False]


def file_device(directory: Path, into: Path) -> dict[str, str]:
    """An ALSA device that writes what is played into a file, anew each time."""
    alsa = directory / "asound.conf"
    alsa.write_text(f"pcm.room {{ type file slave.pcm null file {into} format raw }}\n")
    return {"ALSA_CONFIG_PATH": f"/usr/share/alsa/alsa.conf:{alsa}", "HOME": str(directory)}
