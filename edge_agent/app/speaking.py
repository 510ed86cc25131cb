"""What the agent says aloud, and who speaks while it does."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog

from edge_agent.app.hearing import Hearing
from edge_agent.domain.earcon import Earcon
from edge_agent.domain.speech import (
    DecodingLost,
    ListenerEvent,
    Partial,
    SpeechStarted,
    TimedOut,
    Transcript,
)
from edge_agent.nlu.talking import holds_stop, stops_speaking, wants_silence
from edge_agent.respond.voice import Voice
from edge_agent.speech.echo_gate import EchoGate, PlayedDb

_AFTER_SPEAKING_S: Final = 0.2
"""How long a room still rings after the agent has spoken."""
_TAIL_S: Final = 0.3
"""The last of what is played is silence: who begins then, has heard all."""
_WAITING_CHIMES: Final = 4

_log = structlog.get_logger(__name__)


@dataclass(slots=True, eq=False)
class _Speech:
    is_question: bool
    """It is not softened: whoever begins to answer has not heard it yet."""
    rings: bool
    """What ends it, also ends what rings."""
    can_be_stopped: bool
    """The ear may be open meanwhile, to whoever is louder than the loudspeaker."""


class Speaking:
    """Speaks and chimes; the agent never hears itself.

    While it speaks, only words that stop it count, and only from who is louder in the microphone
    than its own voice; where that is not wished, it is deaf. The newest speech takes the place of
    the one before.

    Args:
        voice: says it.
        hearing: the ear; None where there is none.
        played_db: how loud the voice is; without it, the ear is deaf meanwhile.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        voice: Voice,
        hearing: Hearing | None,
        played_db: PlayedDb | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._voice = voice
        self._hearing = hearing
        self._clock = clock
        self._speeches: list[_Speech] = []
        self._silent_since: float | None = 0.0
        self._is_over_speech = self._is_over_ringing = self._is_called = False
        self._has_stopped = self._ends_ringing = False
        self._chimes = asyncio.Queue[Earcon](_WAITING_CHIMES)
        self._gate: EchoGate | None = None
        if hearing is not None and played_db is not None:
            self._gate = hearing.worker.gate = EchoGate(played_db)
            self._gate.on_speech = self._somebody_speaks

    @property
    def is_speaking(self) -> bool:
        """Whether something is being said."""
        return self._silent_since is None

    @property
    def rings(self) -> bool:
        """Whether what is being said is said by what rings."""
        return self.is_speaking and self._speeches[-1].rings

    @property
    def speaks(self) -> bool:
        """Whether texts are spoken at all."""
        return self._voice.speaks

    async def say(
        self,
        text: str,
        *,
        is_question: bool = False,
        rings: bool = False,
        after: Earcon | None = None,
    ) -> None:
        """Say something, after a short sound or not; return when it is over or was stopped.

        Args:
            text: what.
            is_question: an answer to it is awaited.
            rings: it is said by a timer or an alarm.
            after: comes first.
        """
        if not self._voice.speaks:
            await self._voice.speak(text, after=after)
            return
        speech = _Speech(
            is_question=is_question,
            rings=rings,
            can_be_stopped=self._gate is not None and not holds_stop(text),
        )
        self._begin(speech)
        try:
            await self._voice.speak(text, after=after)
            self._fall_silent(speech)
            await asyncio.sleep(_AFTER_SPEAKING_S)
        finally:
            self._fall_silent(speech)
            self._speeches.remove(speech)
            self._set_ear()

    def give_way(self) -> None:
        """Fall silent at once: somebody was called upon, or has called, to speak."""
        self._is_called = True
        self._voice.stop()

    def chime(self, earcon: Earcon) -> None:
        """Play a short sound soon, unless something is being said, which is worth more."""
        if self._voice.plays(earcon) and not self._chimes.full():
            self._chimes.put_nowait(earcon)

    async def run(self) -> None:
        """Keep the voice ready, and play short sounds, until cancelled."""
        try:
            await self._voice.prepare()
            while True:
                earcon = await self._chimes.get()
                if not self.is_speaking or earcon is Earcon.LISTENING:
                    await self._voice.chime(earcon)
        finally:
            await self._voice.close()

    def is_stopped_by(self, text: str) -> bool:
        """Whether words end what is being said; if they do, they have."""
        if not (self.is_speaking and stops_speaking(text)):
            return False
        self._fall_silent_at_once()
        return True

    def ends_ringing(self) -> bool:
        """Whether what was heard just now stopped what rings; tells it once."""
        ends_ringing, self._ends_ringing = self._ends_ringing, False
        return ends_ringing

    def overhears(self, event: ListenerEvent) -> bool:
        """Whether something was begun to be said while the agent spoke, so that it is no command.

        Words that stop it do so here; those that stop what rings are a command as well, of which
        `ends_ringing` tells. So is what only goes on with what was said before it spoke.
        """
        match event:
            case SpeechStarted():
                self._is_over_speech = not self._is_called and self._is_said_before(event.at)
                self._is_over_ringing = self._is_over_speech and self.rings
                self._has_stopped = False
            case Partial():
                if self._is_over_speech and wants_silence(event.text):
                    self._fall_silent_at_once()
            case Transcript():
                return self._overhears_words(event)
            case TimedOut():
                was_over_speech, self._is_over_speech = self._is_over_speech, False
                self._is_called = False
                return was_over_speech
            case DecodingLost():
                self._is_over_speech = False
                return False
            case _:
                return False
        return self._is_over_speech

    def _overhears_words(self, said: Transcript) -> bool:
        was_over_speech, self._is_over_speech = self._is_over_speech, False
        self._is_called = False
        if said.continues is not None and self.is_speaking:
            self._voice.stop()  # it answers only the beginning
        if said.continues is not None or said.wake is not None or not was_over_speech:
            return False
        if wants_silence(said.text):
            self._fall_silent_at_once()
        self._ends_ringing = self._has_stopped and self._is_over_ringing
        return not self._ends_ringing

    def _fall_silent_at_once(self) -> None:
        self._has_stopped = True
        if self.is_speaking:
            self._voice.stop()
            _log.info("stopped speaking")

    def _somebody_speaks(self, is_speech: bool) -> None:  # noqa: FBT001 - the gate's callback
        """Speak softer as soon as somebody begins to."""
        if self.is_speaking and not self._speeches[-1].is_question:
            self._voice.duck(is_ducked=is_speech)

    def _is_said_before(self, at: float) -> bool:
        return self._silent_since is None or at < self._silent_since - _TAIL_S

    def _begin(self, speech: _Speech) -> None:
        self._speeches.append(speech)
        self._silent_since = None
        self._set_ear()

    def _fall_silent(self, speech: _Speech) -> None:
        if self._silent_since is None and self._speeches[-1] is speech:
            self._silent_since = self._clock()

    def _set_ear(self) -> None:
        """Listen as far as all that is being said allows."""
        if self._hearing is None:
            return
        is_deaf = not all(speech.can_be_stopped for speech in self._speeches)
        self._hearing.worker.is_deaf = is_deaf
        if self._gate is not None and self._speeches:
            self._gate.guard()
        elif self._gate is not None:
            self._gate.release()
