"""Whether two satellites hear the same speech, told by how it rises and falls."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge_agent.satellites.bid import PIECE_S, Bid
from edge_agent.satellites.room_levels import LEAD_IN_S

LEAST_LIKENESS: Final = (0.3, 0.7)
"""Correlation that makes one speech of two where one of them is heard badly, and where both are
heard well; docs/satellites.md tells how far from it both kinds of pairs are."""
_BADLY_HEARD_DB: Final = 0.0
_WELL_HEARD_DB: Final = 15.0
_SLACK_S: Final = 0.2
"""By so much ages may be wrong: the way through the broker, the buffers of sound cards."""
_LEAST_PIECES: Final = 12
"""With less in sight nothing can be told."""
_TAIL_S: Final = 0.2


def is_same(one: Bid, other: Bid) -> bool:
    """Whether both hear the same speech; where they overlap but too little is in sight, they do."""
    if not _overlap(one, other):
        return False
    found = likeness(one, other)
    return found is None or found >= _least(min(one.snr_db, other.snr_db))


def _least(snr_db: float) -> float:
    """The less stands out from the noise, the less alike are two ears of the same."""
    share = (snr_db - _BADLY_HEARD_DB) / (_WELL_HEARD_DB - _BADLY_HEARD_DB)
    return float(np.interp(share, (0.0, 1.0), LEAST_LIKENESS))


def likeness(one: Bid, other: Bid) -> float | None:
    """How alike the curves are while either speech lasts, -1 to 1; None with too little in sight.

    The highest Pearson correlation over the shifts that `_SLACK_S` allows.
    """
    from_s = min(one.began_at, other.began_at) - LEAD_IN_S
    until_s = max(one.voiced_at, other.voiced_at) + _TAIL_S
    begun_at = _begun_at(one)
    first = max(0, round((from_s - begun_at) / PIECE_S))
    last = max(0, round((until_s - begun_at) / PIECE_S))
    offset = round((_begun_at(other) - begun_at) / PIECE_S)
    slack = round(_SLACK_S / PIECE_S)
    a, b = np.array(one.curve[:last], float), np.array(other.curve, float)
    found = (
        _correlation(a, b, first, shift) for shift in range(offset - slack, offset + slack + 1)
    )
    return max((r for r in found if r is not None), default=None)


def _correlation(
    one: NDArray[np.float64], other: NDArray[np.float64], first: int, shift: int
) -> float | None:
    """Of one's pieces from `first` on with those of the other that are `shift` behind."""
    begin = max(first, shift)
    end = min(len(one), len(other) + shift)
    if end - begin < _LEAST_PIECES:
        return None
    a = one[begin:end] - one[begin:end].mean()
    b = other[begin - shift : end - shift] - other[begin - shift : end - shift].mean()
    scale = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / scale if scale > 0 else None


def _begun_at(bid: Bid) -> float:
    return bid.heard_at - len(bid.curve) * PIECE_S


def _overlap(one: Bid, other: Bid) -> bool:
    return one.began_at <= other.voiced_at + _SLACK_S and other.began_at <= one.voiced_at + _SLACK_S
