"""Where flows are served by Hermes: their orders are followed, their sessions go on."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Final, assert_never

import structlog

from edge_agent.app.ear_orders import EarOrders
from edge_agent.app.turn_taking import TurnTaking
from edge_agent.domain.action import MqttMessage
from edge_agent.hermes import messages
from edge_agent.hermes.flow_session import Effect, Effects, ListenFor, Rest, Speak
from edge_agent.hermes.heard import Heard
from edge_agent.hermes.inbound import parse
from edge_agent.hermes.orders import (
    ContinueSession,
    EndSession,
    HermesOrder,
    Part,
    Query,
    Saying,
    StartSession,
    Toggle,
    Unusable,
)
from edge_agent.hermes.sessions import Answer, Commands, Sessions
from edge_agent.hermes.toggles import Toggles
from edge_agent.mqtt.inbound import Mute, Muter
from edge_agent.pipeline.execution import Publisher
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.turns import Understand

_WAITING_ORDERS: Final = 32
_WAITING_SPEECHES: Final = 8
_PUBLISH_S: Final = 5.0

_log = structlog.get_logger(__name__)


class FlowDesk:
    """Follows orders one after the other; `run` is what it lives by.

    Args:
        site_id: the site that the agent is.
        timeout_s: as in `Sessions`.
        publisher: where messages go.
        understand: what a text means.
        home: whose names are said.
        tells_words: whether words that are no command may be told.
    """

    def __init__(  # noqa: PLR0913 - what it stands between
        self,
        site_id: str,
        *,
        timeout_s: float,
        publisher: Publisher,
        understand: Understand,
        home: LiveHome,
        tells_words: bool,
    ) -> None:
        self.site_id = site_id
        self.tells_words = tells_words
        self._publisher = publisher
        self._understand = understand
        self._home = home
        self._sessions = Sessions(site_id, timeout_s=timeout_s)
        self._toggles = Toggles()
        self._orders = asyncio.Queue[HermesOrder](_WAITING_ORDERS)
        self._speeches = asyncio.Queue[Saying | Speak](_WAITING_SPEECHES)
        self._one_at_a_time = asyncio.Lock()
        self._has_changed = asyncio.Event()
        self._turns: TurnTaking | None = None
        self._ear: EarOrders | None = None

    @property
    def listens_freely(self) -> bool:
        """Whether words that are no command answer a session, and may be told."""
        session = self._sessions.listens_to(monotonic())
        return session is not None and session.tells_unrecognized and self.tells_words

    def receive(self, topic: str, payload: bytes, *, is_retained: bool) -> None:
        """Take a message; what is not for this site is left alone.

        Raises:
            asyncio.QueueFull: too many are waiting.
        """
        order = parse(self.site_id, topic, payload, is_retained=is_retained)
        if order is not None:
            self._orders.put_nowait(order)

    async def run(self, turns: TurnTaking, ear: EarOrders) -> None:
        """Serve flows until cancelled.

        Args:
            turns: what speaks.
            ear: what listens.
        """
        self._turns, self._ear = turns, ear
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow(), name="flows: orders")
            tasks.create_task(self._speak(turns), name="flows: speech")
            tasks.create_task(self._keep_time(), name="flows: time")

    async def publish(self, *told: MqttMessage) -> None:
        """Tell flows something, in order."""
        await self._publisher.publish(told, timeout_s=_PUBLISH_S)

    async def heard(self, alternatives: tuple[str, ...], *, is_spoken: bool) -> Heard:
        """What words mean, as flows are told."""
        understanding = await self._understand(alternatives)
        return Heard(
            text=understanding.text,
            commands=understanding.commands,
            home=self._home.now,
            is_spoken=is_spoken,
            is_private=is_spoken and not self.tells_words,
        )

    def session_listening(self, said_at: float) -> str | None:
        """The id of the session that takes what was said then for its answer."""
        session = self._sessions.listens_to(said_at)
        return session.id if session is not None else None

    async def answer(self, heard: Heard, said_at: float) -> tuple[Answer, Commands] | None:
        """Give words to the session that listens.

        Args:
            heard: the words and what they mean.
            said_at: monotonic seconds.

        Returns:
            What became of them, and the commands that count; None where no session listens.
        """
        async with self._one_at_a_time:
            now = monotonic()
            if self._sessions.listens_to(said_at) is None:
                return None
            answer, commands, effects = self._sessions.answer(heard, now)
            await self._perform(effects)
        return answer, commands

    async def wake(self, session_id: str, heard: Heard) -> None:
        """Begin a session with commands that were said out of the blue."""
        await self._change(lambda now: self._sessions.wake(session_id, heard, now))

    async def _change(self, change: Callable[[float], Effects]) -> None:
        async with self._one_at_a_time:
            await self._perform(change(monotonic()))

    async def _perform(self, effects: Effects) -> None:
        for effect in effects:
            await self._do(effect)
        self._has_changed.set()

    async def _do(self, effect: Effect) -> None:
        match effect:
            case MqttMessage():
                await self.publish(effect)
            case Speak():
                await self._say_soon(effect)
            case ListenFor() if self._turns is not None and self._ear is not None:
                self._turns.reset()  # a yes to a flow must not open a door that was asked about
                is_free = effect.is_free and self.tells_words
                await self._ear.listen(effect.within_s, to_any_words=is_free)
            case Rest() if self._ear is not None:
                await self._ear.rest()

    async def _say_soon(self, speech: Speak) -> None:
        try:
            self._speeches.put_nowait(speech)
        except asyncio.QueueFull:
            await self._perform(self._sessions.unspeakable(speech, monotonic()))

    async def _keep_time(self) -> None:
        while True:
            session = self._sessions.current
            left_s = None if session is None else max(0.0, session.due_at - monotonic())
            with suppress(TimeoutError):
                async with asyncio.timeout(left_s):
                    await self._has_changed.wait()
            self._has_changed.clear()
            async with self._one_at_a_time:
                effects = self._sessions.tick(monotonic())
                if effects:
                    await self._perform(effects)

    async def _speak(self, turns: TurnTaking) -> None:
        while True:
            speech = await self._speeches.get()
            if isinstance(speech, Saying):
                await turns.speak(speech.text)
                await self.publish(messages.say_finished(self.site_id, speech))
            elif self._sessions.awaits(speech):
                await turns.speak(speech.text)
                await self._spoken(speech)

    async def _spoken(self, speech: Speak) -> None:
        await self._change(lambda now: self._sessions.spoken(speech, now))

    async def _follow(self) -> None:
        while True:
            order = await self._orders.get()
            try:
                await self._obey(order)
            except Exception:  # noqa: BLE001 - one odd order must not end the agent
                _log.exception("order of a flow failed", kind=type(order).__name__)

    async def _obey(self, order: HermesOrder) -> None:
        match order:
            case Query():
                await self._answer_query(order)
            case Saying():
                await self._take_saying(order)
            case StartSession():
                await self._change(lambda now: self._sessions.start(order, now))
            case ContinueSession():
                await self._change(lambda now: self._sessions.go_on(order, now))
            case EndSession():
                await self._change(lambda now: self._sessions.end(order, now))
            case Toggle():
                self._toggle(order)
            case Unusable():
                await self._refuse(order)
            case _:
                assert_never(order)

    async def _answer_query(self, query: Query) -> None:
        heard = await self.heard((query.text,), is_spoken=False)
        passing = heard.passing(query.intent_filter)
        found = [messages.intent_parsed(self.site_id, query, heard, c) for c in passing]
        await self.publish(*(found or [messages.not_parsed(self.site_id, query)]))

    async def _take_saying(self, saying: Saying) -> None:
        try:
            self._speeches.put_nowait(saying)
        except asyncio.QueueFull:
            reason = f"{_WAITING_SPEECHES} texts are waiting to be spoken already; try later."
            await self._tell_error(Part.TTS, reason, saying.session_id)

    def _toggle(self, toggle: Toggle) -> None:
        is_muted = self._toggles.note(toggle)
        if self._ear is None:
            return
        try:
            self._ear.enqueue(Mute(is_muted=is_muted, by=Muter.FLOW))
        except asyncio.QueueFull:
            _log.warning("toggle ignored, too many orders to the ear are waiting")

    async def _refuse(self, unusable: Unusable) -> None:
        _log.warning("message ignored", reason=unusable.reason)
        session_id = unusable.session_id
        is_of_another = session_id is not None and not self._sessions.knows(session_id)
        if unusable.part is None or (unusable.part is Part.DIALOGUE and is_of_another):
            return
        await self._tell_error(unusable.part, unusable.reason, session_id)

    async def _tell_error(self, part: Part, reason: str, session_id: str | None) -> None:
        await self.publish(messages.error(self.site_id, part, reason, session_id))
