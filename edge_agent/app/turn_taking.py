"""One turn at a time: utterances wait in a short line, are handled, published and answered."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import Final

import structlog

from edge_agent.app.escalations import Escalations
from edge_agent.app.hearing import Hearing
from edge_agent.app.last_answers import LastAnswers
from edge_agent.app.publication import Publication
from edge_agent.app.satellites import Satellites
from edge_agent.app.short_answers import earcon_of, is_for_ears
from edge_agent.app.speaking import Speaking
from edge_agent.app.staying_awake import StayingAwake
from edge_agent.app.turn_handler import TurnHandler
from edge_agent.app.turn_notes import TurnNotes
from edge_agent.domain.agent_state import AgentState
from edge_agent.domain.earcon import Earcon
from edge_agent.domain.response import Act, Response
from edge_agent.domain.speech import ListenerEvent
from edge_agent.domain.turn import Source, Turn, Utterance
from edge_agent.nlu.talking import STOP, only_stops_speaking
from edge_agent.pipeline.outcomes import without_commands

_WAITING_TURNS: Final = 4
_WAITING_TEXTS: Final = 32
"""Texts come in bursts, are handled in milliseconds, and each waits for its answer."""
_STOPPED: Final = Response(act=Act.CANCELLED, text="")

_ANY_WORDS_S: Final = 30.0
"""How long any words are listened for at most, if nobody says any."""

_log = structlog.get_logger(__name__)


class TurnTaking:
    """Takes utterances and gives answers."""

    def __init__(  # noqa: PLR0913 - what it stands between
        self,
        *,
        pipeline: TurnHandler,
        publication: Publication,
        speaking: Speaking,
        hearing: Hearing | None,
        notes: TurnNotes,
        last_answers: LastAnswers,
        escalations: Escalations | None = None,
        satellites: Satellites | None = None,
        confirms_shortly: bool = False,
        awake: StayingAwake | None = None,
    ) -> None:
        self._awake = awake
        self._confirms_shortly = confirms_shortly
        self._last_answers = last_answers
        self._pipeline = pipeline
        self._escalations = escalations
        self._satellites = satellites
        self._publication = publication
        self._speaking = speaking
        self._hearing = hearing
        self._notes = notes
        self._stops = set[Utterance]()
        self._was_called = False
        self._waiting = asyncio.Queue[Utterance](_WAITING_TEXTS)

    def enqueue(self, utterance: Utterance) -> None:
        """Handle an utterance soon; the newest is dropped when too many wait: late is worse."""
        if utterance.source is Source.VOICE and self._speaking.ends_ringing():
            utterance = replace(utterance, alternatives=(STOP,))
        bound = _WAITING_TURNS if utterance.source is Source.VOICE else _WAITING_TEXTS
        rings = self._speaking.rings
        if self._speaking.is_stopped_by(_words(utterance)) and not rings:
            self._stops.add(utterance)
        if self.waiting < bound:
            self._waiting.put_nowait(utterance)
        else:
            self._stops.discard(utterance)
            self._speaking.chime(Earcon.ERROR)
            self._notes.metrics.note_dropped()
            _log.warning("utterance dropped, too many are waiting", waiting=self.waiting)

    @property
    def waiting(self) -> int:
        """How many utterances wait to be handled."""
        return self._waiting.qsize()

    def reset(self) -> None:
        """Forget the conversation."""
        self._pipeline.reset()
        self._last_answers.forget()
        if self._escalations is not None:
            self._escalations.reset()

    async def expect_question(self) -> None:
        """Listen for any words, and take what is said next for a question, if that may go."""
        if self._escalations is not None:
            self._escalations.questions.expect()
        await self._listen_on()

    async def nobody_spoke(self) -> None:
        """Expect nothing any longer."""
        if self._escalations is not None:
            self._escalations.questions.reset()
        self._was_called = False
        await self._listen_on()
        await self.rest()

    async def run(self) -> None:
        """Handle utterances until cancelled."""
        while True:
            utterance = await self._next()
            try:
                await self._handle(utterance)
            except Exception:  # noqa: BLE001 - one odd utterance must not end the agent
                _log.exception("turn failed", source=utterance.source.value)
                await self._publication.turn(self._pipeline.broken(utterance))
                self._speaking.chime(Earcon.ERROR)
                await self.rest()
            finally:
                self._waiting.task_done()

    async def all_answered(self) -> None:
        """Wait until no utterance is left."""
        await self._waiting.join()
        if self._escalations is not None:
            await self._escalations.all_answered()

    def overhears(self, event: ListenerEvent) -> bool:
        """As `Speaking.overhears`."""
        return self._speaking.overhears(event)

    def give_way(self) -> None:
        """Fall silent: somebody wants to say something, and it is for the agent."""
        self._was_called = True
        self._speaking.give_way()

    def chime(self, earcon: Earcon) -> None:
        """As `Speaking.chime`."""
        self._speaking.chime(earcon)

    async def announce(self, text: str) -> None:
        """Say what nobody has asked for."""
        self._last_answers.note_saying(text)
        await self.speak(text)

    async def speak(
        self,
        text: str,
        *,
        is_question: bool = False,
        rings: bool = False,
        after: Earcon | None = None,
    ) -> None:
        """As `Speaking.say`, and tell others."""
        await self._publication.state(AgentState.SPEAKING)
        await self._speaking.say(text, is_question=is_question, rings=rings, after=after)
        await self.rest()

    async def ring(self, text: str) -> None:
        """Say what rings; it can be stopped without a wake word."""
        await self.speak(text, rings=True, after=Earcon.TIMER)
        if self._awake is not None:
            await self._awake.after_ringing()

    async def rest(self) -> None:
        """Publish that nothing is going on."""
        if self._hearing is not None and self._hearing.is_muted:
            await self._publication.state(AgentState.MUTED)
        elif self._escalations is not None and self._escalations.is_waiting:
            await self._publication.state(AgentState.PROCESSING)
        else:
            await self._publication.state(AgentState.IDLE)

    async def _next(self) -> Utterance:
        """The next utterance; if none comes, only sentences about the home are heard again."""
        while self._hearing is not None and self._hearing.is_free:
            with suppress(TimeoutError):
                async with asyncio.timeout(_ANY_WORDS_S):
                    return await self._waiting.get()
            await self._hearing.listen_freely(is_free=False)
        return await self._waiting.get()

    async def _handle(self, utterance: Utterance) -> None:
        if utterance in self._stops:
            self._stops.discard(utterance)
            await self._notes.note(without_commands(utterance, _STOPPED, text=_words(utterance)))
            return
        if self._satellites is not None and not await self._satellites.wins(utterance):
            self._notes.metrics.note_left()
            self._pipeline.leave(utterance)
            await self.rest()
            return
        if self._is_said_to_others(utterance):
            await self.rest()
            return
        await self._publication.state(AgentState.PROCESSING)
        repeated = self._last_answers.repeated(utterance)
        if repeated is not None and not self._pipeline.awaits_any_words:
            await self._finish(repeated)
            return
        if self._escalations is None:
            await self._finish(await self._pipeline.handle(utterance))
            return
        async with self._escalations.floor:
            turn = await self._pipeline.handle(utterance)
            if _is_for_us(turn):
                self._escalations.leave()
        if turn.is_open and self._escalations.begin(utterance, turn, self._finish):
            await self._listen_on()
        else:
            await self._finish(replace(turn, is_open=False))

    async def _finish(self, turn: Turn) -> None:
        """Tell everybody what came of a turn."""
        await self._notes.note(turn)
        await self._listen_on()
        if self._is_spoken(turn):
            await self.speak(turn.response.text, is_question=turn.response.act.is_question)
        elif turn.source is Source.VOICE:
            was_called = self._was_called or turn.wake is not None
            earcon = earcon_of(turn, was_called=was_called)
            if earcon is not None:
                self._speaking.chime(earcon)
        if turn.source is Source.VOICE:
            self._was_called = False
        await self.rest()
        if self._awake is not None:
            await self._awake.after_turn(turn, is_asked=self._pipeline.awaits_any_words)

    def _is_said_to_others(self, utterance: Utterance) -> bool:
        """Whether somebody is told to be quiet who is not the agent: it says nothing."""
        is_called = self._was_called or utterance.wake is not None
        is_heard = utterance.source is Source.VOICE and not is_called
        return is_heard and only_stops_speaking(_words(utterance))

    def _is_spoken(self, turn: Turn) -> bool:
        """Whether an answer is said aloud: what was done may be told by a short sound alone."""
        is_told_shortly = self._confirms_shortly and turn.response.act is Act.DONE
        return self._speaking.speaks and is_for_ears(turn) and not is_told_shortly

    async def _listen_on(self) -> None:
        """Listen for what may be said next."""
        if self._hearing is not None:
            await self._hearing.listen_freely(is_free=self._pipeline.awaits_any_words)


def _is_for_us(turn: Turn) -> bool:
    """Whether it was surely said to the agent, so that it takes the place of what went before."""
    is_talk = turn.response.act is Act.SMALL_TALK
    return turn.is_open or (turn.rejection is None and not is_talk)


def _words(utterance: Utterance) -> str:
    return next(iter(utterance.alternatives), "")
