"""Which satellite acts on a speech: a state machine over what was told, and in which order."""

from collections import deque
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.satellites.bid import Bid, Standing, Told, Word
from edge_agent.satellites.likeness import is_same

CONFIRM_S: Final = 1.0
"""How long a claim may be on its way to the broker and back."""
FRESH_S: Final = 0.8
"""Who has not renewed a bid for so long hears the speech no more, or has died."""
_LOOK_AGAIN_S: Final = 0.1
"""How soon it is noticed that nothing came of one that is better placed."""
MOST_SATELLITES: Final = 32
_CLAIM_S: Final = 20.0
"""For so long a claim may be on a speech that goes on elsewhere."""
_MOST_CLAIMS: Final = 8
"""Of one satellite; nobody says more in that time."""
_BURST: Final = 30
_PER_S: Final = 15.0
"""More messages than that no satellite sends."""
_STANDINGS: Final = tuple(Standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """It is to be claimed now, with `Word.CLAIM`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """It is for one that hears it less: tell so, with `Word.PASS`."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Look again when something was told, at the latest at a time."""

    until: float
    """Monotonic seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Won:
    """It is to be acted on here, and nowhere else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """It is acted on by another one."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """The claim did not come back; whether it stands is not known."""


Step = Claim | Yield | Wait | Won | Left | Unconfirmed


@dataclass(slots=True)
class _Other:
    """What is known of one satellite."""

    told_at: float
    bid: Bid | None = None
    speech: str = ""
    began_at: float = 0.0
    allowance: float = _BURST

    def timed(self, told: Told) -> Told:
        """The message with times as those that came quickest had them: the rest was delay."""
        bid = told.bid
        if bid.speech != self.speech or bid.began_at < self.began_at:
            self.speech, self.began_at = bid.speech, bid.began_at
        late_s = bid.began_at - self.began_at
        times = {
            name: getattr(bid, name) - late_s
            for name in ("began_at", "voiced_at", "heard_at", "since")
        }
        return replace(told, bid=replace(bid, **times))


class Arbitration:
    """What the satellites of one group have told, in the order in which the broker had it.

    Args:
        own: the id of the satellite at which this is.
    """

    def __init__(self, own: str) -> None:
        self._own = own
        self._others: dict[str, _Other] = {}
        self._claims: list[tuple[float, Bid]] = []
        self._yielded = deque[tuple[float, Told]](maxlen=_MOST_CLAIMS)

    def take(self, told: Told, now: float) -> bool:
        """Take a message; whether it counts: too many, and from too many, do not."""
        if told.bid.satellite == self._own:
            self._note_claim(told, now)
            return True
        other = self._known(told.bid.satellite, now)
        if other is None or not _is_allowed(other, now):
            return False
        told = other.timed(told)
        other.bid = told.bid if told.word is Word.BID else None
        if told.word is Word.CLAIM:
            self._note_claim(told, now)
        if told.to:
            self._yielded.append((now, told))
        return True

    def forget(self, satellite: str) -> None:
        """It has left: it is not waited for; what it has claimed stays claimed."""
        if satellite in self._others:
            self._others[satellite].bid = None

    def rivals(self, own: Bid, now: float) -> tuple[Bid, ...]:
        """Who else hears the same speech, and has neither claimed it nor passed."""
        bids = (one.bid for one in self._others.values() if now - one.told_at <= FRESH_S)
        return tuple(bid for bid in bids if bid is not None and is_same(own, bid))

    def is_outdone(self, own: Bid, now: float) -> bool:
        """Whether somebody else is better placed, or it was left to somebody else."""
        meant = self._meant(own, now)
        rank = _rank(own, meant)
        return any(_rank(rival, meant) > rank for rival in self.rivals(own, now))

    def holder(self, own: Bid, now: float) -> Bid | None:
        """Who holds a conversation that words could lean on, rather than this satellite."""
        rivals = [bid for bid in self.rivals(own, now) if _hold(bid) > _hold(own)]
        return max(rivals, key=_hold, default=None)

    def _meant(self, own: Bid, now: float) -> frozenset[str]:
        """The satellites to which others have left the same speech."""
        recent = (told for at, told in self._yielded if now - at <= FRESH_S)
        return frozenset(told.to for told in recent if is_same(own, told.bid))

    def first_claim(self, own: Bid, now: float) -> Bid | None:
        """The first claim on a speech, one's own included."""
        self._claims = [(at, bid) for at, bid in self._claims if now - at <= _CLAIM_S]
        for _, bid in self._claims:
            if bid.satellite == self._own:
                if bid.speech == own.speech:
                    return bid
            elif is_same(own, bid):
                return bid
        return None

    def _note_claim(self, told: Told, now: float) -> None:
        if told.word is not Word.CLAIM:
            return
        sender = told.bid.satellite
        mine = [one for one in self._claims if one[1].satellite == sender]
        if len(mine) >= _MOST_CLAIMS:
            self._claims.remove(mine[0])
        self._claims.append((now, told.bid))

    def _known(self, satellite: str, now: float) -> _Other | None:
        if satellite not in self._others and len(self._others) >= MOST_SATELLITES:
            stalest = min(self._others, key=lambda name: self._others[name].told_at)
            if now - self._others[stalest].told_at <= _CLAIM_S:
                return None
            del self._others[stalest]
        return self._others.setdefault(satellite, _Other(told_at=now))


class Contest:
    """One speech that is over, until it is known who acts on it.

    Args:
        arbitration: what the others tell.
        own: the speech as it was heard here.
        now: monotonic seconds.
        wait_s: how long somebody who is better placed is waited for.
        leans: the words, as heard here, lean on a conversation, as an answer does.
    """

    def __init__(
        self, arbitration: Arbitration, own: Bid, *, now: float, wait_s: float, leans: bool = False
    ) -> None:
        self._arbitration = arbitration
        self._own = own
        self._until = now + wait_s
        self._leans = leans
        self._has_yielded = False
        self._claimed_at: float | None = None

    def step(self, now: float) -> Step:
        """What is to be done next; `Claim` and `Yield` are told once."""
        claim = self._arbitration.first_claim(self._own, now)
        if claim is not None:
            is_own = claim.satellite == self._own.satellite
            return Won() if is_own else Left(to=claim.satellite)
        if self._claimed_at is not None:
            until = self._claimed_at + CONFIRM_S
            return Wait(until=until) if now < until else Unconfirmed()
        if now < self._until:
            if self._has_yielded or self._arbitration.is_outdone(self._own, now):
                return Wait(until=min(self._until, now + _LOOK_AGAIN_S))
            holder = self._arbitration.holder(self._own, now)
            if self._leans and holder is not None:
                self._has_yielded = True
                return Yield(to=holder.satellite)
        self._claimed_at = now
        return Claim()


def _rank(bid: Bid, meant: frozenset[str]) -> tuple[bool, bool, float, str]:
    """Better placed ones are higher."""
    is_addressed = bid.standing is Standing.ADDRESSED
    return is_addressed, bid.satellite in meant, bid.snr_db, bid.satellite


def _hold(bid: Bid) -> tuple[int, float]:
    """The stronger and newer conversations are higher; all that there is not, are the same."""
    place = _STANDINGS.index(bid.standing)
    return (place, bid.since) if place else (0, 0.0)


def _is_allowed(other: _Other, now: float) -> bool:
    """Whether a satellite tells no more than a satellite does."""
    earned = (now - other.told_at) * _PER_S
    other.allowance = min(_BURST, other.allowance + earned)
    other.told_at = now
    if other.allowance < 1:
        return False
    other.allowance -= 1
    return True
