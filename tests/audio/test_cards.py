from pathlib import Path

import pytest

from edge_agent.audio.cards import obstacle

CARDS = """\
 0 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones
                      bcm2835 Headphones
 2 [ArrayUAC10     ]: USB-Audio - ReSpeaker 4 Mic Array (UAC1.0)
                      SEEED ReSpeaker 4 Mic Array (UAC1.0) at usb-0000:01:00.0-1.2, high speed
"""
DEVICES = """\
00-00: bcm2835 Headphones : bcm2835 Headphones : playback 8
02-00: USB Audio : USB Audio : playback 1 : capture 1
"""
NAME = "ReSpeaker 4 Mic Array (UAC1.0)"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A machine with a microphone that nobody uses, as the kernel tells of it."""
    for path, text in {
        "proc/asound/cards": CARDS,
        "proc/asound/pcm": DEVICES,
        "proc/asound/card2/pcm0c/sub0/status": "closed\n",
        "proc/812/comm": "pulseaudio\n",
        "proc/815/status": "Name:\talsa-source\nTgid:\t812\n",
        "dev/snd/pcmC0D0p": "",
        "dev/snd/pcmC2D0c": "",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def hold(root: Path, owner: int) -> None:
    text = f"state: RUNNING\nowner_pid   : {owner}\ntrigger_time: 1.0\n"
    (root / "proc/asound/card2/pcm0c/sub0/status").write_text(text)


@pytest.mark.parametrize("wanted", ["default", "respeaker", "usb mic"])
def test_of_a_free_microphone_nothing_is_said(root: Path, wanted: str) -> None:
    assert obstacle(wanted, root=root) is None


def test_a_machine_without_sound_cards_has_no_obstacle(tmp_path: Path) -> None:
    assert obstacle("default", root=tmp_path) is None


@pytest.mark.parametrize("wanted", ["default", "respeaker", "UAC1.0"])
def test_who_holds_a_microphone_is_named_by_the_thread_that_opened_it(
    root: Path, wanted: str
) -> None:
    hold(root, 815)
    reason = obstacle(wanted, root=root)
    assert reason is not None
    assert reason.startswith(f"Microphone '{NAME}' is in use by pulseaudio (process 812): ")


def test_who_holds_a_microphone_may_be_out_of_sight(root: Path) -> None:
    hold(root, 4711)
    assert "is in use by process 4711: " in (obstacle("default", root=root) or "")


def test_another_microphone_that_is_held_is_no_obstacle(root: Path) -> None:
    hold(root, 815)
    assert obstacle("Jabra", root=root) is None


def test_a_user_without_the_right_is_told_the_group(root: Path) -> None:
    reason = obstacle("default", root=root, may_use=lambda _: False)
    assert reason is not None
    assert reason.startswith(f"Microphone '{NAME}' may not be used by this user")
    assert "`audio`" in reason


def test_a_card_whose_device_is_not_in_the_container_is_told(root: Path) -> None:
    (root / "dev/snd/pcmC2D0c").unlink()
    reason = obstacle("default", root=root)
    assert reason is not None
    assert "/dev/snd/pcmC2D0c is missing" in reason
    assert "--device /dev/snd" in reason
