"""A system service has no desktop session: how it hears through the sound servers nevertheless."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.mosquitto import free_port
from fixtures.pipewire_microphone import (
    PipeWireMicrophone,
    missing_packages,
    pipewire_microphone,
)
from fixtures.recorder import is_event, is_frame, recorder
from fixtures.virtual_microphone import VirtualMicrophone
from fixtures.wave_likeness import likeness, samples_of

NOBODY = {
    "HOME": "/nonexistent",
    "XDG_RUNTIME_DIR": "",
    "XDG_CONFIG_HOME": "",
    "PULSE_RUNTIME_PATH": "",
}
"""The environment of a service without a session."""
SPOKEN = Path(__file__).parents[1] / "speech" / "recordings" / "turn on the kitchen light.wav"


@pytest.fixture(params=["pulse", "pipewire"])
def pipewire(request) -> Iterator[PipeWireMicrophone]:
    if missing := missing_packages(request.param):
        pytest.skip(f"PipeWire needs the Debian packages {', '.join(missing)}")
    with (
        tempfile.TemporaryDirectory(prefix="pipewire-") as directory,
        pipewire_microphone(Path(directory), request.param) as running,
    ):
        yield running


def hears_what_is_played(microphone: VirtualMicrophone, path: Path, **environment: str) -> bool:
    with recorder(microphone.environment | environment, path) as recording:
        first = recording.wait_for(is_frame)
        microphone.play(SPOKEN)
        recording.wait_for(lambda line: line.get("frame", 0) > first["frame"] + 40)
    return likeness(samples_of(SPOKEN), path) > 0.9


def test_pipewire_is_heard_through_its_alsa_plugin_and_as_pulseaudio(pipewire, tmp_path) -> None:
    assert hears_what_is_played(pipewire, tmp_path / "raw")


def test_pipewire_that_ends_and_comes_back_is_heard_again(pipewire, tmp_path) -> None:
    with recorder(pipewire.environment, tmp_path / "raw") as recording:
        recording.wait_for(is_frame)
        pipewire.stop()
        recording.wait_for(is_event("microphone_lost"))
        pipewire.start()
        back_at = time.monotonic()
        recording.wait_for(is_event("microphone_back"))
        assert time.monotonic() - back_at < 3.0


def test_a_service_hears_through_pulseaudio_of_a_user_by_tcp(microphone, tmp_path) -> None:
    address = f"tcp:127.0.0.1:{microphone.listen_on_loopback()}"
    assert hears_what_is_played(microphone, tmp_path / "raw", **NOBODY, PULSE_SERVER=address)


def test_a_service_hears_through_pipewire_of_a_user_by_tcp(tmp_path) -> None:
    if missing := missing_packages("pulse"):
        pytest.skip(f"PipeWire needs the Debian packages {', '.join(missing)}")
    with tempfile.TemporaryDirectory(prefix="pipewire-") as name:
        address = f"tcp:127.0.0.1:{free_port()}"
        settings = Path(name, "pipewire/pipewire-pulse.conf.d/50-edge-agent.conf")
        settings.parent.mkdir(parents=True)
        settings.write_text(
            f'pulse.properties = {{ server.address = [ "unix:native" "{address}" ] }}\n'
        )
        with pipewire_microphone(Path(name), "pulse") as running:
            assert hears_what_is_played(running, tmp_path / "raw", **NOBODY, PULSE_SERVER=address)
