"""What the ear tells while it listens: published, and taken for turns."""

from dataclasses import replace
from typing import assert_never

import structlog

from edge_agent.app.hearing import utterance_of
from edge_agent.app.publication import Publication
from edge_agent.app.satellites import Satellites
from edge_agent.app.turn_taking import TurnTaking
from edge_agent.domain.agent_state import AgentState
from edge_agent.domain.alert import Alert
from edge_agent.domain.earcon import Earcon
from edge_agent.domain.speech import (
    CommandExpected,
    DecodingLost,
    ListenerEvent,
    Partial,
    SpeechStarted,
    TimedOut,
    Transcript,
    WakeDetected,
)

_log = structlog.get_logger(__name__)


class EarEvents:
    """Follows the events of one ear.

    Args:
        turns: takes what was said.
        publication: tells others.
        area: where the ear is.
        satellites: compare what is heard.
    """

    def __init__(
        self,
        turns: TurnTaking,
        publication: Publication,
        area: str | None,
        satellites: Satellites | None = None,
    ) -> None:
        self._turns = turns
        self._publication = publication
        self._area = area
        self._satellites = satellites

    async def follow(self, event: ListenerEvent) -> None:
        """Tell others of an event, and have done what was said."""
        if self._turns.overhears(event):
            return
        if self._satellites is not None:
            self._satellites.note(event)
        await self._pass_on(event)

    async def _pass_on(self, event: ListenerEvent) -> None:
        match event:
            case WakeDetected():
                _log.info("wake word", word=event.word, area=event.area)
                self._turns.give_way()
                await self._publication.state(AgentState.LISTENING)
                await self._publication.wake(replace(event, area=event.area or self._area))
            case CommandExpected():
                self._turns.chime(Earcon.LISTENING)
            case SpeechStarted():
                await self._publication.state(AgentState.LISTENING)
            case Partial():
                await self._publication.transcript(event.text, is_final=False)
            case Transcript():
                _log.debug("heard", lead=event.lead, level_db=event.level_db)
                await self._publication.transcript(event.text, is_final=True)
                self._turns.enqueue(utterance_of(event, self._area))
            case Alert():
                _log.warning("alert", kind=event.kind.value, phrase=event.phrase)
                await self._publication.alert(event)
            case TimedOut():
                await self._turns.nobody_spoke()
            case DecodingLost():
                _log.warning("what was said is lost; listening again", reason=event.reason)
                await self._turns.rest()
            case _:
                assert_never(event)
