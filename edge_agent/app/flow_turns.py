"""Turns where flows are served by Hermes: theirs, or the agent's own, which they are told of."""

from dataclasses import replace
from secrets import token_hex
from time import monotonic
from typing import Final

from edge_agent.app.flow_desk import FlowDesk
from edge_agent.domain.action import CommandOutcome, MqttMessage, OutcomeKind
from edge_agent.domain.response import Act, Response
from edge_agent.domain.turn import Latency, Place, Source, Turn, Utterance
from edge_agent.domain.understanding import Reason, Rejection
from edge_agent.hermes import messages
from edge_agent.hermes.heard import Heard
from edge_agent.hermes.messages import Address
from edge_agent.hermes.sessions import Answer
from edge_agent.pipeline.agenda import Agenda
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.outcomes import without_commands
from edge_agent.pipeline.turns import Pipeline
from edge_agent.satellites.bid import Standing

_DONE: Final = frozenset(
    {
        OutcomeKind.ACKED,
        OutcomeKind.CONFIRMED,
        OutcomeKind.ALREADY,
        OutcomeKind.ANSWERED,
        OutcomeKind.KEPT,
    }
)
"""Only of these are flows told: what waits for a yes or was refused is none of theirs to do."""
_NOT_FOR_US: Final = frozenset({Reason.NOISE, Reason.GAP, Reason.OTHER_SPEECH})


class FlowTurns:
    """Stands before the pipeline; what a session of a flow listens for does not reach it.

    Args:
        pipeline: handles everything else.
        desk: the sessions.
        home: whose names are said.
        agenda: what rings is stopped first, whatever a session asks.
        acts: whether the agent itself does what is said outside of sessions.
    """

    def __init__(
        self, pipeline: Pipeline, desk: FlowDesk, home: LiveHome, agenda: Agenda, *, acts: bool
    ) -> None:
        self._pipeline = pipeline
        self._desk = desk
        self._home = home
        self._agenda = agenda
        self._acts = acts

    @property
    def awaits_any_words(self) -> bool:
        """As `Pipeline.awaits_any_words`."""
        return self._pipeline.awaits_any_words or self._desk.listens_freely

    def reset(self) -> None:
        """Forget the conversation with the agent; sessions go on."""
        self._pipeline.reset()

    def standing(self, said_at: float, place: Place) -> tuple[Standing, float]:
        """As `Pipeline.standing`; a session that listens waits for an answer, too."""
        if self._desk.session_listening(said_at) is not None:
            return Standing.QUESTION, said_at
        return self._pipeline.standing(said_at, place)

    def leave(self, utterance: Utterance) -> None:
        """As `Pipeline.leave`."""
        self._pipeline.leave(utterance)

    def broken(self, utterance: Utterance) -> Turn:
        """As `Pipeline.broken`."""
        return self._pipeline.broken(utterance)

    async def handle(self, utterance: Utterance) -> Turn:
        """Give an utterance to the session that listens, else do what it asks for."""
        utterance = replace(utterance, id=utterance.id or token_hex(8))
        if not _is_sound(utterance) or self._agenda.ringing:
            return await self._pipeline.handle(utterance)
        discreet = self._pipeline.discreet(utterance)
        turn = await self._answered(discreet)
        if turn is not None:
            return turn
        if not self._acts:
            return await self._woken(discreet)
        turn = await self._pipeline.handle(utterance)
        await self._desk.publish(*self._told(turn, utterance))
        return turn

    async def _answered(self, utterance: Utterance) -> Turn | None:
        """The turn in a session; None where none listens."""
        session_id = self._desk.session_listening(utterance.ended_at)
        if session_id is None:
            return None
        begun_at = monotonic()
        heard = await self._heard(utterance)
        await self._desk.publish(*self._captured(utterance, heard.text, session_id))
        found = await self._desk.answer(heard, utterance.ended_at)
        if found is None:
            return None
        answer, commands = found
        return _turn(utterance, replace(heard, commands=commands), answer, begun_at)

    async def _woken(self, utterance: Utterance) -> Turn:
        """The turn where everything is left to flows."""
        begun_at = monotonic()
        heard = await self._heard(utterance)
        await self._desk.publish(*self._captured(utterance, heard.text, utterance.id))
        if heard.commands:
            await self._desk.wake(utterance.id, heard)
            return _turn(utterance, heard, Answer.HANDED_OVER, begun_at)
        await self._desk.publish(messages.intent_not_recognized(self._address(utterance.id), heard))
        return _turn(utterance, heard, Answer.NOT_RECOGNIZED, begun_at)

    async def _heard(self, utterance: Utterance) -> Heard:
        is_spoken = utterance.source is Source.VOICE
        return await self._desk.heard(utterance.alternatives, is_spoken=is_spoken)

    def _told(self, turn: Turn, utterance: Utterance) -> tuple[MqttMessage, ...]:
        """What flows are told of a turn of the agent's own."""
        address = self._address(turn.id)
        is_spoken = turn.source is Source.VOICE
        heard = Heard(
            text=turn.utterance,
            commands=tuple(outcome.command for outcome in turn.outcomes),
            home=self._home.now,
            is_spoken=is_spoken,
            is_private=is_spoken and not self._desk.tells_words,
        )
        told = [*self._captured(utterance, turn.utterance, turn.id)]
        told += [
            messages.intent(address, heard, outcome.command)
            for outcome in turn.outcomes
            if outcome.kind in _DONE
        ]
        if turn.rejection is not None and turn.rejection.reason not in _NOT_FOR_US:
            told.append(messages.intent_not_recognized(address, heard))
        return tuple(told)

    def _captured(
        self, utterance: Utterance, text: str, session_id: str
    ) -> tuple[MqttMessage, ...]:
        if utterance.source is not Source.VOICE or not self._desk.tells_words or not text:
            return ()
        seconds = utterance.decode_ms / 1000
        return (messages.text_captured(self._address(session_id), text, seconds),)

    def _address(self, session_id: str) -> Address:
        return Address(site_id=self._desk.site_id, session_id=session_id)


def _is_sound(utterance: Utterance) -> bool:
    """Whether there are words that somebody can have meant."""
    has_words = any(utterance.alternatives[:1])
    return has_words and not utterance.has_gap and not utterance.is_other_speech


_ACTS: Final = {
    Answer.HANDED_OVER: Act.HANDED_OVER,
    Answer.ABORTED: Act.CANCELLED,
    Answer.NOT_RECOGNIZED: Act.NOT_UNDERSTOOD,
}


def _turn(utterance: Utterance, taken: Heard, answer: Answer, begun_at: float) -> Turn:
    """The record of what a flow answers, or nobody."""
    kind = OutcomeKind.HANDED_OVER if answer is Answer.HANDED_OVER else OutcomeKind.ANSWERED
    is_rejected = answer is Answer.NOT_RECOGNIZED
    now = monotonic()
    latency = Latency(
        endpoint=utterance.endpoint_ms,
        decode=utterance.decode_ms,
        understand=round(1000 * (now - begun_at)),
        total=round(1000 * (now - utterance.ended_at)),
    )
    return replace(
        without_commands(utterance, Response(act=_ACTS[answer], text=""), text=taken.text),
        outcomes=tuple(CommandOutcome(command=c, kind=kind) for c in taken.commands),
        rejection=Rejection(reason=Reason.NOT_A_COMMAND) if is_rejected else None,
        latency=latency,
    )
