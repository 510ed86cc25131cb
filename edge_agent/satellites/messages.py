"""How it is told on the broker; times go as ages, and count from their arrival."""

from typing import Annotated, Final

import msgspec

from edge_agent.satellites.bid import Bid, Standing, Told, Word
from edge_agent.satellites.room_levels import SNR_DB

MAX_BYTES: Final = 1024
TOLD_PIECES: Final = 96
"""Of a curve; older ones are not told."""
_MOST_MS: Final = 30_000
_LONG_AGO_MS: Final = 3_600_000
_STEPS: Final = "0123456789abcdef"

_Age = Annotated[int, msgspec.Meta(ge=0, le=_MOST_MS)]
_Snr = Annotated[float, msgspec.Meta(ge=SNR_DB[0], le=SNR_DB[1])]


class _Payload(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    word: Word
    speech: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{8}$")]
    began_ms: _Age
    voiced_ms: _Age
    heard_ms: _Age
    snr_db: _Snr
    curve: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]*$", max_length=TOLD_PIECES)]
    standing: Standing = Standing.NONE
    since_ms: Annotated[int, msgspec.Meta(ge=0, le=_LONG_AGO_MS)] = 0
    to: Annotated[str, msgspec.Meta(pattern="^[a-zA-Z0-9_-]{0,64}$")] = ""


def encoded(told: Told, now: float) -> str:
    """The payload of a message that is sent at `now` (monotonic seconds)."""
    bid = told.bid
    payload = _Payload(
        word=told.word,
        speech=bid.speech,
        began_ms=_age_ms(bid.began_at, now),
        voiced_ms=_age_ms(bid.voiced_at, now),
        heard_ms=_age_ms(bid.heard_at, now),
        snr_db=round(bid.snr_db, 1),
        curve="".join(_STEPS[step] for step in bid.curve[-TOLD_PIECES:]),
        standing=bid.standing,
        since_ms=_age_ms(bid.since, now, _LONG_AGO_MS) if bid.standing is not Standing.NONE else 0,
        to=told.to,
    )
    return msgspec.json.encode(payload).decode()


def decoded(payload: bytes, satellite: str, now: float) -> Told | None:
    """What a satellite has told; None where that is nothing that one can tell.

    Args:
        payload: as it came.
        satellite: who sent it, by its topic.
        now: monotonic seconds of its arrival.
    """
    if len(payload) > MAX_BYTES:
        return None
    try:
        found = msgspec.json.decode(payload, type=_Payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if found.began_ms < found.voiced_ms:
        return None
    bid = Bid(
        satellite=satellite,
        speech=found.speech,
        began_at=now - found.began_ms / 1000,
        voiced_at=now - found.voiced_ms / 1000,
        heard_at=now - found.heard_ms / 1000,
        snr_db=found.snr_db,
        curve=tuple(map(_STEPS.index, found.curve)),
        standing=found.standing,
        since=now - found.since_ms / 1000,
    )
    return Told(word=found.word, bid=bid, to=found.to)


def _age_ms(at: float, now: float, most_ms: int = _MOST_MS) -> int:
    return min(max(0, round(1000 * (now - at))), most_ms)
