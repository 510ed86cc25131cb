"""What the kernel tells of sound cards: why one that is there cannot be recorded from."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_CARD: Final = re.compile(r"^ *(\d+) \[.*?\]: .*? - (.+)$")
"""` 1 [ArrayUAC10     ]: USB-Audio - ReSpeaker 4 Mic Array (UAC1.0)`"""
_CAPTURE: Final = re.compile(r"^(\d+)-(\d+): .*\bcapture\b")
"""`01-00: USB Audio : USB Audio : playback 1 : capture 1`"""
_OWNER: Final = re.compile(r"^owner_pid\s*: (\d+)", re.MULTILINE)
_GROUP: Final = re.compile(r"^Tgid:\s*(\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureDevice:
    """A part of a sound card that records."""

    card: int
    device: int
    name: str
    """Of the card."""

    @property
    def node(self) -> Path:
        """The file by which programs use it, below the root directory."""
        return Path("dev/snd", f"pcmC{self.card}D{self.device}c")

    @property
    def details(self) -> Path:
        """The directory where the kernel tells of it, below the root directory."""
        return Path("proc/asound", f"card{self.card}", f"pcm{self.device}c")


def obstacle(
    wanted: str,
    *,
    root: Path = Path("/"),
    may_use: Callable[[Path], bool] = lambda node: os.access(node, os.R_OK | os.W_OK),
) -> str | None:
    """Why a sound card that is there cannot be opened, in one sentence.

    Args:
        wanted: `default` or a part of the card's name.
        root: where /proc and /dev are.
        may_use: whether this user has the right to open a device.

    Returns:
        None where no fitting card is there, or none of them is held or out of reach.
    """
    for device in _capture_devices(root):
        if wanted != "default" and wanted.casefold() not in device.name.casefold():
            continue
        node = root / device.node
        if not node.exists():
            return (
                f"Microphone '{device.name}' is out of reach, as /{device.node} is missing: start"
                " the container with `--device /dev/snd`, or the unit without `PrivateDevices=`."
            )
        if not may_use(node):
            return (
                f"Microphone '{device.name}' may not be used by this user: add it to the group"
                " `audio` and log in again (in a systemd unit: `SupplementaryGroups=audio`)."
            )
        if holder := _holder(root, device):
            return (
                f"Microphone '{device.name}' is in use by {holder}: end that program, or hear"
                " through the sound server as docs/microphones.md tells."
            )
    return None


def _capture_devices(root: Path) -> Iterator[CaptureDevice]:
    names = {
        int(found[1]): found[2]
        for line in _read(root / "proc/asound/cards").splitlines()
        if (found := _CARD.match(line))
    }
    for line in _read(root / "proc/asound/pcm").splitlines():
        if found := _CAPTURE.match(line):
            card = int(found[1])
            name = names.get(card, f"card {card}")
            yield CaptureDevice(card=card, device=int(found[2]), name=name)


def _holder(root: Path, device: CaptureDevice) -> str | None:
    """The program that records, as far as this user may know it."""
    for status in sorted((root / device.details).glob("sub*/status")):
        if owner := _OWNER.search(_read(status)):
            # The kernel names the thread that opened it.
            group = _GROUP.search(_read(root / "proc" / owner[1] / "status"))
            process = group[1] if group else owner[1]
            name = _read(root / "proc" / process / "comm").strip()
            return f"{name} (process {process})" if name else f"process {process}"
    return None


def _read(path: Path) -> str:
    with suppress(OSError):
        return path.read_text(errors="replace")
    return ""
