"""What others tell the ear by MQTT: to listen, to be deaf, to hear again."""

import asyncio
from typing import Final, assert_never

import structlog

from edge_agent.app.hearing import Hearing
from edge_agent.app.publication import Publication
from edge_agent.app.satellites import Satellites
from edge_agent.app.turn_taking import TurnTaking
from edge_agent.domain.agent_state import AgentState
from edge_agent.domain.earcon import Earcon
from edge_agent.domain.intent import Intent
from edge_agent.domain.turn import Turn
from edge_agent.mqtt.inbound import Listen, Mute, Muter
from edge_agent.store.mute import MuteStore

_WAITING: Final = 32
_LISTEN_WITHIN_S: Final = 8.0

_log = structlog.get_logger(__name__)


class EarOrders:
    """Follows orders one after the other; without an ear they are of no use."""

    def __init__(
        self,
        hearing: Hearing | None,
        turns: TurnTaking,
        publication: Publication,
        satellites: Satellites | None = None,
        mute_store: MuteStore | None = None,
    ) -> None:
        """Take whom to order; `mute_store` keeps over a restart that the owner has muted."""
        self._hearing = hearing
        self._turns = turns
        self._publication = publication
        self._satellites = satellites
        self._waiting = asyncio.Queue[Listen | Mute](_WAITING)
        self._muters = set[Muter]()
        self._mute_store = mute_store
        if hearing is not None and mute_store is not None and mute_store.is_muted:
            self._muters.add(Muter.OWNER)
            hearing.mute(is_muted=True)
            _log.info("muted, as before the start")

    def enqueue(self, order: Listen | Mute) -> None:
        """Follow an order soon.

        Raises:
            asyncio.QueueFull: too many are waiting.
        """
        self._waiting.put_nowait(order)

    async def run(self) -> None:
        """Follow orders until cancelled."""
        while True:
            order = await self._waiting.get()
            if self._hearing is not None:
                await self._follow(order, self._hearing)

    async def listen(self, within_s: float, *, to_any_words: bool = False) -> None:
        """Expect somebody to speak, unless there is no ear or it is muted.

        Args:
            within_s: how soon, in seconds.
            to_any_words: not only to sentences about the home.
        """
        if self._hearing is None or self._hearing.is_muted:
            return
        if to_any_words:
            await self._hearing.listen_freely(is_free=True)
        if self._satellites is not None:
            self._satellites.address()
        await self._hearing.worker.listen(within_s)
        await self._publication.state(AgentState.LISTENING)

    async def rest(self) -> None:
        """Expect nobody any more."""
        if self._hearing is not None:
            await self._hearing.listen_freely(is_free=False)
        await self._turns.rest()

    def note(self, turn: Turn) -> None:
        """Close the microphone at once if that was asked for, before the answer is spoken."""
        is_asked = any(one.command.intent is Intent.STOP_LISTENING for one in turn.outcomes)
        if is_asked and turn.escalated is None and self._hearing is not None:
            self._mute(Mute(is_muted=True), self._hearing)

    async def _follow(self, order: Listen | Mute, hearing: Hearing) -> None:
        match order:
            case Listen() if hearing.is_muted:
                _log.warning("message ignored", reason="The agent is muted; unmute it first.")
            case Listen():
                self._turns.give_way()
                self._turns.chime(Earcon.LISTENING)
                if order.is_question:
                    await self._turns.expect_question()
                await self.listen(_LISTEN_WITHIN_S)
            case Mute():
                self._mute(order, hearing)
                await self._turns.rest()
            case _:
                assert_never(order)

    def _mute(self, order: Mute, hearing: Hearing) -> None:
        was_muted = hearing.is_muted
        hearing.mute(is_muted=self._is_muted_after(order))
        if hearing.is_muted is not was_muted:
            self._turns.chime(Earcon.MUTED if hearing.is_muted else Earcon.UNMUTED)
        if self._mute_store is None or order.by is not Muter.OWNER:
            return
        try:
            self._mute_store.keep(is_muted=order.is_muted)
        except OSError as error:
            _log.warning(
                "muting holds until the next start only",
                file=str(self._mute_store.path),
                reason=error.strerror,
            )

    def _is_muted_after(self, order: Mute) -> bool:
        """The owner's word opens whoever has muted; anybody else's only what is their own."""
        if order.is_muted:
            self._muters.add(order.by)
        elif order.by is Muter.OWNER:
            self._muters.clear()
        else:
            self._muters.discard(order.by)
        return bool(self._muters)
