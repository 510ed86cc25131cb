"""What raises an alert, as types: the shape of `watch:`."""

from typing import Annotated, Final

import msgspec

from edge_agent.config.hours import span_of
from edge_agent.config.section import Section, Share
from edge_agent.config.wake import refuse_unspeakable

SoundSeconds = Annotated[float, msgspec.Meta(ge=0.1, le=5)]
_MOST_PHRASES: Final = 20


class QuietSettings(Section, frozen=True):
    """Hours in which nobody is expected to be heard."""

    hours: str
    """From when to when, such as `22:00-06:00`."""
    speech_s: SoundSeconds = 0.5
    """How much speech breaks the quiet, within two seconds."""
    louder_db: Annotated[float, msgspec.Meta(ge=3, le=60)] = 20.0
    """By how much any sound must be louder than the room."""
    sound_s: SoundSeconds = 0.6
    """How much of such sound breaks the quiet, within two seconds."""

    def __post_init__(self) -> None:
        """Refuse hours that nobody can read.

        Raises:
            ValueError: as msgspec expects it of a check.
        """
        if span_of(self.hours) is None:
            raise ValueError("'hours' such as \"22:00-06:00\" under 'quiet'")


class WatchSettings(Section, frozen=True):
    """What raises an alert; without this section nothing does."""

    phrases: tuple[str, ...] = ("help", "help me", "call for help", "fire")
    """What is told when somebody says it and nothing else: one to five words each."""
    sensitivity: Share = 0.5
    """How readily they are heard, 0 to 1."""
    quiet: QuietSettings | None = None
    """Hours in which any voice or loud sound is told."""
    refractory_s: Annotated[float, msgspec.Meta(ge=1, le=3600)] = 30.0
    """How long the same is not told again."""

    def __post_init__(self) -> None:
        """Refuse phrases that nobody can say, or that are there twice, and nothing to watch for.

        Raises:
            ValueError: as msgspec expects it of a check.
        """
        for phrase in self.phrases:
            refuse_unspeakable(phrase, key="phrases")
        if len(self.phrases) > _MOST_PHRASES:
            raise ValueError(f"at most {_MOST_PHRASES} phrases")
        if len({phrase.casefold() for phrase in self.phrases}) < len(self.phrases):
            raise ValueError("each phrase once under 'phrases'")
        if not self.phrases and self.quiet is None:
            raise ValueError("given 'phrases' or 'quiet' hours")
