"""The agents of one home on the broker: what is heard here is told, and who answers is settled."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from time import monotonic
from typing import Final, Protocol, assert_never

import structlog

from edge_agent.config.schema import SatelliteSettings
from edge_agent.domain.action import MqttMessage, OutcomeKind
from edge_agent.domain.audio import FRAME_S, AudioFrame
from edge_agent.domain.speech import (
    DecodingLost,
    ListenerEvent,
    SpeechStarted,
    TimedOut,
    Transcript,
)
from edge_agent.domain.turn import Source, Utterance
from edge_agent.domain.understanding import Understanding
from edge_agent.mqtt.session import ONLINE
from edge_agent.mqtt.topics import ANY_AGENT, Topics, agent_of
from edge_agent.satellites.arbitration import (
    CONFIRM_S,
    MOST_SATELLITES,
    Arbitration,
    Claim,
    Contest,
    Left,
    Unconfirmed,
    Wait,
    Won,
    Yield,
)
from edge_agent.satellites.bid import PIECE_S, Bid, Standing, Told, Word
from edge_agent.satellites.ear import Ear
from edge_agent.satellites.leaning import leans_on_conversation
from edge_agent.satellites.messages import decoded, encoded
from edge_agent.speech.plausibility import level_db

_WAITING_BIDS: Final = 8
_WAITING_SPEECHES: Final = 8
_ADDRESSED_S: Final = 10.0
"""Who was told to listen is meant by what is said within this time."""
_PIECES: Final = round(FRAME_S / PIECE_S)

_log = structlog.get_logger(__name__)


class Line(Protocol):
    """Where to tell something: `mqtt.session.Session`."""

    @property
    def is_connected(self) -> bool:
        """Whether anything can be told now."""
        ...

    async def publish(self, messages: Sequence[MqttMessage], *, timeout_s: float) -> OutcomeKind:
        """Tell it; nothing is kept for later."""
        ...


class Satellites:
    """Stands before the turns: `wins` tells which of them are this agent's.

    Args:
        settings: the group, which has to be given, and how long is waited for others of it.
        topics: the agent's own.
        line: to the broker.
        understand: from alternatives to what they mean; asked only where it matters.
        standing_at: whether a conversation is going on here, as `satellites.ear.StandingAt`.
    """

    def __init__(
        self,
        settings: SatelliteSettings,
        topics: Topics,
        line: Line,
        *,
        understand: Callable[[Sequence[str]], Awaitable[Understanding]],
        standing_at: Callable[[float], tuple[Standing, float]],
    ) -> None:
        self._group = settings.group or ""
        self._wait_s = settings.wait_s
        self._topics = topics
        self._line = line
        self._understand = understand
        self._conversation_at = standing_at
        own = topics.agent_id
        self._ear = Ear(own, gain_db=settings.gain_db, standing_at=self._standing_at)
        self._arbitration = Arbitration(own)
        self._online = set[str]()
        self._is_proven = False
        self._addressed_at: float | None = None
        self._ended = deque[Bid](maxlen=_WAITING_SPEECHES)
        self._bids = asyncio.Queue[Bid](_WAITING_BIDS)
        self._has_news = asyncio.Event()

    @property
    def has_company(self) -> bool:
        """Whether other agents are there, and what is told can reach them."""
        return bool(self._online) and self._line.is_connected

    def address(self) -> None:
        """Take what is said next as meant for this agent: it was told to listen."""
        self._addressed_at = monotonic()

    def receive(self, topic: str, payload: bytes, *, is_retained: bool) -> None:
        """Take a message of the broker; most are about something else."""
        sender = agent_of(topic)
        if sender is None:
            return
        others = Topics(agent_id=sender)
        if topic == others.status:
            self._note_status(sender, is_online=payload == ONLINE.encode())
        elif topic == others.satellite(self._group) and not is_retained:
            self._note_told(sender, payload)

    def hear(self, frame: AudioFrame) -> None:
        """Take the sound as it comes in."""
        if not self.has_company:
            return
        size = len(frame.pcm) // _PIECES
        pieces = (frame.pcm[i * size : (i + 1) * size] for i in range(_PIECES))
        levels_db = [level_db(piece) for piece in pieces]
        self._offer(self._ear.accept(frame.index, levels_db, frame.started_at + FRAME_S))

    def note(self, event: ListenerEvent) -> None:
        """Take what the listener says."""
        if not self.has_company:
            return
        if isinstance(event, SpeechStarted):
            self._offer(self._ear.begin(event.at))
        elif isinstance(event, Transcript):
            self._ended.append(self._ear.end(event.speech_started_at, event.speech_ended_at))
            self._addressed_at = None
        elif isinstance(event, TimedOut | DecodingLost):
            self._ear.stop()

    async def run(self) -> None:
        """Tell the others what is heard, until cancelled."""
        while True:
            await self._tell(Word.BID, await self._bids.get())

    async def wins(self, utterance: Utterance) -> bool:
        """Whether an utterance is to be answered here; takes no time where no others are there."""
        own = self._heard(utterance)
        if own is None or not self.has_company or not self._is_proven:
            return True
        begun_at = monotonic()
        if utterance.has_gap or not any(utterance.alternatives):
            return await self._pass(own)
        if utterance.is_other_speech and self._arbitration.is_outdone(own, begun_at):
            return await self._pass(own)
        is_won = await self._settle(own, leans=await self._leans(own, utterance))
        _log.debug("speech compared", is_won=is_won, took_ms=_ms(monotonic() - begun_at))
        return is_won

    async def _pass(self, own: Bid) -> bool:
        """Leave to the others what cannot be acted on; what they do not hear stays one's own."""
        now = monotonic()
        is_alone = not self._arbitration.rivals(own, now)
        is_unclaimed = self._arbitration.first_claim(own, now) is None
        await self._tell(Word.PASS, own)
        return is_alone and is_unclaimed

    async def _settle(self, own: Bid, *, leans: bool) -> bool:
        contest = Contest(self._arbitration, own, now=monotonic(), wait_s=self._wait_s, leans=leans)
        while self._line.is_connected:
            self._has_news.clear()
            match contest.step(monotonic()):
                case Claim():
                    await self._tell(Word.CLAIM, own)
                case Yield(to=holder):
                    await self._tell(Word.PASS, own, holder)
                case Wait(until=until):
                    await self._wait(until)
                case Won():
                    return True
                case Left(to=winner):
                    _log.info("left to another agent", agent=winner, snr_db=round(own.snr_db, 1))
                    return False
                case Unconfirmed():
                    _log.warning("not acted on, the broker is too slow to tell who is to")
                    return False
                case other:
                    assert_never(other)
        return True

    async def _wait(self, until: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(until - monotonic()):
                await self._has_news.wait()

    async def _leans(self, own: Bid, utterance: Utterance) -> bool:
        if self._arbitration.holder(own, monotonic()) is None:
            return False
        with suppress(TimeoutError):
            async with asyncio.timeout(self._wait_s):
                # The best reading does: all of them may take longer than is waited for.
                return leans_on_conversation(await self._understand(utterance.alternatives[:1]))
        return False

    async def _tell(self, word: Word, bid: Bid, to: str = "") -> None:
        message = MqttMessage(
            topic=self._topics.satellite(self._group),
            payload=encoded(Told(word=word, bid=bid, to=to), monotonic()),
            qos=0,
        )
        await self._line.publish((message,), timeout_s=CONFIRM_S)

    def _offer(self, bid: Bid | None) -> None:
        """Have a bid told soon; one that has to wait behind many is of no use."""
        if bid is not None and not self._bids.full():
            self._bids.put_nowait(bid)

    def _heard(self, utterance: Utterance) -> Bid | None:
        if utterance.source is not Source.VOICE:
            return None
        return next((bid for bid in self._ended if bid.voiced_at == utterance.ended_at), None)

    def _standing_at(self, began_at: float) -> tuple[Standing, float]:
        if self._addressed_at is not None and began_at - self._addressed_at <= _ADDRESSED_S:
            return Standing.ADDRESSED, self._addressed_at
        return self._conversation_at(began_at)

    def _note_status(self, sender: str, *, is_online: bool) -> None:
        if sender == self._topics.agent_id:
            return
        if not is_online:
            self._online.discard(sender)
            self._arbitration.forget(sender)
            self._has_news.set()
        elif len(self._online) < MOST_SATELLITES:
            self._online.add(sender)

    def _note_told(self, sender: str, payload: bytes) -> None:
        now = monotonic()
        told = decoded(payload, sender, now)
        if told is None:
            _log.debug("message ignored, no satellite tells that", agent=sender)
            return
        self._is_proven |= sender == self._topics.agent_id
        if self._arbitration.take(told, now):
            self._has_news.set()


def satellite_topics(settings: SatelliteSettings) -> frozenset[str]:
    """What has to be subscribed to."""
    if settings.group is None:
        return frozenset()
    anybody = Topics(agent_id=ANY_AGENT)
    return frozenset({anybody.status, anybody.satellite(settings.group)})


def _ms(seconds: float) -> int:
    return round(1000 * seconds)
