"""A group of satellites around a broker, in virtual time."""

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from edge_agent.satellites.arbitration import (
    Arbitration,
    Claim,
    Contest,
    Left,
    Unconfirmed,
    Wait,
    Won,
    Yield,
)
from edge_agent.satellites.bid import PIECE_S, Bid, Told, Word
from edge_agent.satellites.messages import decoded, encoded

WAIT_S = 0.8
RENEW_S = 0.32


@dataclass
class Member:
    """One satellite, and what its way to the broker is like."""

    heard: Bid
    """What it hears of the speech, whole."""
    endpoint_s: float = 0.6
    """Silence after which it takes the speech to be over."""
    to_broker_s: Callable[[], float] = lambda: 0.001
    from_broker_s: Callable[[], float] = lambda: 0.001
    loses_bid: Callable[[], bool] = lambda: False
    dies_at: float | None = None
    """Monotonic seconds at which it vanishes without a word."""
    passes: bool = False
    leans: bool = False
    contest: Contest | None = None
    outcome: str = ""
    settled_at: float = 0.0
    to_broker_at: float = 0.0
    from_broker_at: float = 0.0
    arbitration: Arbitration = field(init=False)

    def __post_init__(self) -> None:
        self.arbitration = Arbitration(self.name)

    @property
    def name(self) -> str:
        return self.heard.satellite


class Group:
    """Lets everything happen, in order of time."""

    def __init__(self, *members: Member) -> None:
        self.members = members
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._count = itertools.count()
        self.now = 0.0

    def run(self) -> list[str]:
        """Who has acted, in order."""
        for member in self.members:
            self._hear(member)
        while self._events:
            self.now, _, happen = heapq.heappop(self._events)
            happen()
        done = [member for member in self.members if member.outcome == "acted"]
        return [member.name for member in sorted(done, key=lambda one: one.settled_at)]

    def _at(self, when: float, happen: Callable[[], None]) -> None:
        heapq.heappush(self._events, (max(when, self.now), next(self._count), happen))

    def _hear(self, member: Member) -> None:
        heard = member.heard
        at = heard.began_at + 0.25
        over_at = heard.voiced_at + member.endpoint_s
        while at < over_at:
            self._at(at, lambda: self._bid(member))
            at += RENEW_S
        self._at(over_at, lambda: self._end(member))

    def _lives(self, member: Member) -> bool:
        return member.dies_at is None or self.now < member.dies_at

    def _bid(self, member: Member) -> None:
        if self._lives(member) and not member.loses_bid():
            voiced_at = min(self.now, member.heard.voiced_at)
            self._tell(member, Word.BID, _until(member.heard, self.now, voiced_at))

    def _end(self, member: Member) -> None:
        if not self._lives(member):
            return
        own = _until(member.heard, self.now, member.heard.voiced_at)
        if member.passes:
            self._tell(member, Word.PASS, own)
            return
        member.contest = Contest(
            member.arbitration, own, now=self.now, wait_s=WAIT_S, leans=member.leans
        )
        self._step(member)

    def _step(self, member: Member) -> None:
        if member.contest is None or member.outcome or not self._lives(member):
            return
        match member.contest.step(self.now):
            case Claim():
                own = _until(member.heard, self.now, member.heard.voiced_at)
                self._tell(member, Word.CLAIM, own)
                self._step(member)
            case Yield(to=holder):
                self._tell(
                    member,
                    Word.PASS,
                    _until(member.heard, self.now, member.heard.voiced_at),
                    holder,
                )
                self._step(member)
            case Wait(until=until):
                self._at(until, lambda: self._step(member))
            case Won():
                member.outcome = "acted"
            case Left(to=other):
                member.outcome = f"left to {other}"
            case Unconfirmed():
                member.outcome = "unconfirmed"
        member.settled_at = self.now

    def _tell(self, member: Member, word: Word, bid: Bid, to: str = "") -> None:
        payload = encoded(Told(word=word, bid=bid, to=to), self.now).encode()
        member.to_broker_at = max(member.to_broker_at, self.now + member.to_broker_s())
        self._at(member.to_broker_at, lambda: self._hand_out(member, payload))

    def _hand_out(self, sender: Member, payload: bytes) -> None:
        for member in self.members:
            member.from_broker_at = max(member.from_broker_at, self.now + member.from_broker_s())
            self._at(member.from_broker_at, lambda m=member: self._arrive(m, sender, payload))

    def _arrive(self, member: Member, sender: Member, payload: bytes) -> None:
        told = decoded(payload, sender.name, self.now)
        assert told is not None
        if self._lives(member) and member.arbitration.take(told, self.now):
            self._step(member)


def _until(heard: Bid, now: float, voiced_at: float) -> Bid:
    """As much of a bid as there is at a time."""
    unheard = max(0, round((heard.heard_at - now) / PIECE_S))
    curve = heard.curve[: len(heard.curve) - unheard]
    return replace(
        heard,
        curve=curve,
        heard_at=heard.heard_at - unheard * PIECE_S,
        voiced_at=voiced_at,
    )
