"""Answers aloud: a voice and short sounds, through a player."""

import shutil
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path
from typing import Final, Protocol

from edge_agent.config.response import ResponseSettings
from edge_agent.domain.earcon import Earcon
from edge_agent.domain.sound import Sound
from edge_agent.errors import ConfigError
from edge_agent.respond.earcons import earcon_sound
from edge_agent.respond.espeak import PROGRAM, Espeak
from edge_agent.respond.piper import Piper
from edge_agent.respond.remembering import RememberingVoice
from edge_agent.respond.synthesis import Synthesiser

_PERCENT: Final = 100.0


class Player(Protocol):
    """What plays sound, one thing at a time."""

    async def play(self, pieces: AsyncGenerator[Sound, None], *, gain: float) -> object:
        """Play what comes, in place of what is being played; `gain` is its amplitude, 0 to 1.

        Returns when it has been played, stopped or found impossible. Raises nothing.
        """
        ...

    def stop(self) -> None:
        """Fall silent at once."""
        ...

    def duck(self, *, is_ducked: bool) -> None:
        """Play softer what is being played, or as loud as before."""
        ...


class Voice(Protocol):
    """Says things aloud, one at a time: what comes last, wins."""

    @property
    def speaks(self) -> bool:
        """Whether texts are spoken at all."""
        ...

    def plays(self, earcon: Earcon) -> bool:
        """Whether a short sound is played at all."""
        ...

    async def prepare(self) -> None:
        """Load what takes time."""
        ...

    async def speak(self, text: str, *, after: Earcon | None = None) -> None:
        """Say it; return when it has been said, stopped, or found impossible. Never raises."""
        ...

    async def chime(self, earcon: Earcon) -> None:
        """Play a short sound in the same way."""
        ...

    def stop(self) -> None:
        """Fall silent at once."""
        ...

    def duck(self, *, is_ducked: bool) -> None:
        """Speak softer, or as loud as before."""
        ...

    async def close(self) -> None:
        """Let go of programs."""
        ...


class SilentVoice:
    """Says nothing."""

    speaks = False

    def plays(self, earcon: Earcon) -> bool:  # noqa: ARG002 - none of them
        """No sound is played."""
        return False

    async def prepare(self) -> None:
        """There is nothing to load."""

    async def speak(self, text: str, *, after: Earcon | None = None) -> None:
        """Say nothing."""

    async def chime(self, earcon: Earcon) -> None:
        """Play nothing."""

    def stop(self) -> None:
        """There is nothing to stop."""

    def duck(self, *, is_ducked: bool) -> None:
        """There is nothing to soften."""

    async def close(self) -> None:
        """There is nothing to let go of."""


class AudibleVoice:
    """Speaks and chimes through a player.

    Args:
        player: plays.
        synthesiser: speaks; without one only short sounds are played.
        volume: percent, asked for each time.
        earcons: the short sounds that are played.
    """

    def __init__(
        self,
        player: Player,
        synthesiser: Synthesiser | None,
        *,
        volume: Callable[[], int],
        earcons: frozenset[Earcon],
    ) -> None:
        self._player = player
        self._synthesiser = synthesiser
        self._volume = volume
        self._earcons = earcons

    @property
    def speaks(self) -> bool:
        """As `Voice.speaks`."""
        return self._synthesiser is not None

    def plays(self, earcon: Earcon) -> bool:
        """As `Voice.plays`."""
        return earcon in self._earcons

    async def prepare(self) -> None:
        """As `Voice.prepare`."""
        if self._synthesiser is not None:
            await self._synthesiser.prepare()

    async def speak(self, text: str, *, after: Earcon | None = None) -> None:
        """As `Voice.speak`."""
        said = text if self.speaks and text.strip() else ""
        first = after if after is not None and self.plays(after) else None
        if said or first:
            await self._player.play(self._sounds(said, first), gain=self._volume() / _PERCENT)

    async def chime(self, earcon: Earcon) -> None:
        """As `Voice.chime`."""
        await self.speak("", after=earcon)

    def stop(self) -> None:
        """As `Voice.stop`."""
        self._player.stop()

    def duck(self, *, is_ducked: bool) -> None:
        """As `Voice.duck`."""
        self._player.duck(is_ducked=is_ducked)

    async def close(self) -> None:
        """As `Voice.close`."""
        if self._synthesiser is not None:
            await self._synthesiser.close()

    async def _sounds(self, text: str, first: Earcon | None) -> AsyncGenerator[Sound, None]:
        if first is not None:
            yield earcon_sound(first)
        if text and self._synthesiser is not None:
            async with aclosing(self._synthesiser.sounds(text)) as sounds:
                async for sound in sounds:
                    yield sound


def find_voice(
    settings: ResponseSettings, player_of: Callable[[str], Player], volume: Callable[[], int]
) -> Voice:
    """The voice that the configuration asks for; `auto` falls back to silence.

    Args:
        settings: the configuration.
        player_of: makes the player for an output.
        volume: percent, asked for each time.

    Raises:
        ConfigError: its program is not installed, or there is no such voice.
    """
    synthesiser = _synthesiser(settings)
    if synthesiser is None and not settings.has_earcons:
        return SilentVoice()
    return AudibleVoice(
        player_of(settings.output),
        None if synthesiser is None else RememberingVoice(synthesiser),
        volume=volume,
        earcons=settings.has_earcons,
    )


def _synthesiser(settings: ResponseSettings) -> Synthesiser | None:
    match settings.voice:
        case "none":
            return None
        case "piper":
            return _piper(settings)
        case "auto" if settings.piper_voice is not None:
            return _piper(settings)
        case wanted:
            return _espeak(settings, is_needed=wanted != "auto")


def _espeak(settings: ResponseSettings, *, is_needed: bool) -> Espeak | None:
    program = shutil.which(PROGRAM)
    if program is not None:
        return Espeak(program=program, words_per_minute=settings.words_per_minute)
    if is_needed:
        raise ConfigError(
            "response.voice: espeak-ng is not installed;"
            " install it (apt install espeak-ng) or write 'voice: none'."
        )
    return None


def _piper(settings: ResponseSettings) -> Piper:
    program = shutil.which(settings.piper_program)
    if program is None:
        raise ConfigError(
            f"response.piper_program: there is no program {settings.piper_program};"
            " install piper-tts as docs/aloud.md tells, or write 'voice: espeak-ng'."
        )
    if settings.piper_voice is None:
        raise ConfigError(
            "response.piper_voice: piper needs a voice; name the file that ends with .onnx."
        )
    return Piper(
        program=program,
        voice=Path(settings.piper_voice),
        words_per_minute=settings.words_per_minute,
    )
