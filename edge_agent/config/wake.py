"""Wake words and buttons, as types: the shape of `wake:`.

Limits of what stands in a union are checked by hand, as in `needs.py`.
"""

import re
from typing import Annotated, Final

import msgspec

from edge_agent.config.section import Section, Share
from edge_agent.domain.audio import FRAME_S

WindowSeconds = Annotated[float, msgspec.Meta(ge=0, le=60)]
_WORD: Final = re.compile(r"[^\W\d_]+(['-]?[^\W_]+)*( [^\W_]+(['-]?[^\W_]+)*){0,4}")
_LONGEST: Final = 50
_MOST_WORDS: Final = 10


def refuse_unspeakable(phrase: str, *, key: str) -> None:
    """Refuse what is not one to five words of letters and digits.

    Raises:
        ValueError: as msgspec expects it of a check.
    """
    if len(phrase) > _LONGEST or not _WORD.fullmatch(phrase):
        raise ValueError(f"one to five words under '{key}', not '{phrase[:_LONGEST]}'")


class WakeWordSettings(Section, frozen=True):
    """One wake word."""

    word: str
    """What is said: one to five words, letters and digits."""
    area: str | None = None
    """The room that whoever says it stands in; by default the agent's."""
    sensitivity: float | None = None
    """How readily it is heard, 0 to 1; by default as `wake.sensitivity` says."""
    model: bool = True
    """Whether to use the model that there is for it; else it is the recogniser's alone."""

    def __post_init__(self) -> None:
        """Refuse what nobody can say.

        Raises:
            ValueError: as msgspec expects it of a check.
        """
        refuse_unspeakable(self.word, key="word")
        if self.sensitivity is not None and not 0 <= self.sensitivity <= 1:
            raise ValueError("a 'sensitivity' from 0 to 1")


class KeySettings(Section, frozen=True):
    """A key that makes the agent listen."""

    device: str
    """File of the keyboard, `/dev/input/by-id/...-event-kbd`, or `/dev/input/event0`."""
    code: Annotated[int, msgspec.Meta(ge=1, le=0x2FF)]
    """The key's number, as `evtest` shows it."""


class ButtonSettings(Section, frozen=True):
    """A button at a GPIO pin that makes the agent listen."""

    pin: Annotated[int, msgspec.Meta(ge=0, le=53)]
    """Number of the pin, as Broadcom counts (GPIO17 is 17)."""
    pull_up: bool = True
    """Whether the button connects the pin with ground; else with 3.3 V."""


class WakeSettings(Section, frozen=True):
    """What makes the agent listen; without this section it always does."""

    words: tuple[str | WakeWordSettings, ...] = ("okay nabu",)
    """Words and phrases; without any, only keys, buttons and MQTT do."""
    sensitivity: Share = 0.5
    """How readily they are heard, 0 to 1."""
    verify: bool = True
    """Whether the recogniser must confirm what a model has heard."""
    listen_s: Annotated[float, msgspec.Meta(ge=1, le=60)] = 8.0
    """How soon somebody must begin to speak after a wake word alone."""
    follow_up_s: WindowSeconds = 4.0
    """How long after an answer no wake word is needed; 0 for not at all."""
    refractory_s: Annotated[float, msgspec.Meta(ge=FRAME_S, le=10)] = 1.0
    """How long after a wake word was heard no other is."""
    key: KeySettings | None = None
    """A key of a keyboard."""
    button: ButtonSettings | None = None
    """A button at a GPIO pin."""

    def __post_init__(self) -> None:
        """Refuse words that nobody can say, or that are there twice.

        Raises:
            ValueError: as msgspec expects it of a check.
        """
        words = [one.word.casefold() for one in self.each]
        if len(words) > _MOST_WORDS:
            raise ValueError(f"at most {_MOST_WORDS} words")
        if len(set(words)) < len(words):
            raise ValueError("each word once under 'words'")

    @property
    def each(self) -> tuple[WakeWordSettings, ...]:
        """All words with their settings."""
        return tuple(
            WakeWordSettings(word=one) if isinstance(one, str) else one for one in self.words
        )
