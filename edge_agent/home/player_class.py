"""What a media player is, by what it is called: a television, a radio, a loudspeaker."""

from collections.abc import Mapping
from typing import Final

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "tv": ("tv", "television", "telly"),
    "radio": ("radio",),
    "receiver": ("receiver", "stereo", "amplifier", "amp"),
    "speaker": ("speaker", "speakers", "loudspeaker", "loudspeakers", "soundbar"),
}
"""By device class; `radio` is our own, the others are Home Assistant's."""


def class_called(name: str) -> str | None:
    """The device class that a name tells, if it does."""
    words = name.casefold().split()
    found = (kind for kind, telling in _WORDS.items() if not set(telling).isdisjoint(words))
    return next(found, None)
