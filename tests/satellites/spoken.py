"""Speech as loudness alone: what several ears would measure of the same words."""

import random
from math import log10

from edge_agent.satellites.bid import PIECE_S, Bid, Standing
from edge_agent.satellites.room_levels import RoomLevels

BEFORE_S = 4.0
AFTER_S = 1.0
LOUD_DB = -25.0
ROOM_DB = -60.0


def rhythm(seed: int, seconds: float) -> list[float]:
    """Levels above the softest, dB, piece by piece: syllables with gaps, as in speech."""
    chance = random.Random(seed)
    levels: list[float] = []
    while len(levels) * PIECE_S < seconds:
        height, length = chance.uniform(18, 35), chance.randint(3, 8)
        levels += [height - 12 * abs(i / length - 0.4) for i in range(length)]
        levels += [chance.uniform(0, 15)] * chance.choice([0, 0, 1, 1, 3])
    return levels[: round(seconds / PIECE_S)]


def heard(
    spoken: list[float],
    *,
    satellite: str,
    at: float = 100.0,
    softer_db: float = 0.0,
    late_s: float = 0.0,
    seed: int = 0,
    standing: Standing = Standing.NONE,
    since: float = 0.0,
) -> Bid:
    """The bid of a satellite that heard it, `softer_db` above the same noise.

    Args:
        spoken: as `rhythm` makes it.
        satellite: its id.
        at: when the speech began.
        softer_db: than with the mouth at the microphone.
        late_s: by which the ear's clock is wrong.
        seed: of the noise.
        standing: as in the bid.
        since: as in the bid.
    """
    room = RoomLevels()
    chance = random.Random(f"{seed}{satellite}")
    silence = [-100.0] * round(BEFORE_S / PIECE_S)
    levels = [
        *silence,
        *(LOUD_DB - 35 + level - softer_db for level in spoken),
        *silence[: round(AFTER_S / PIECE_S)],
    ]
    room.accept(
        [_sum_db(level, ROOM_DB + chance.gauss(0, 1)) for level in levels],
        at + len(spoken) * PIECE_S + AFTER_S + late_s,
    )
    began_at, voiced_at = at + late_s, at + late_s + len(spoken) * PIECE_S
    return Bid(
        satellite=satellite,
        speech=f"{chance.getrandbits(32):08x}",
        began_at=began_at,
        voiced_at=voiced_at,
        heard_at=room.heard_at,
        snr_db=room.snr_db(began_at, voiced_at),
        curve=room.curve(began_at),
        standing=standing,
        since=since,
    )


def _sum_db(one: float, other: float) -> float:
    return 10 * log10(10 ** (one / 10) + 10 ** (other / 10))
