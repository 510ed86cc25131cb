"""What is heard here, as bids."""

from collections.abc import Callable, Sequence
from secrets import token_hex
from typing import Final

from edge_agent.satellites.bid import PIECE_S, Bid, Standing
from edge_agent.satellites.room_levels import RoomLevels

RENEW_S: Final = 0.32
_LONGEST_S: Final = 15.0
"""A speech that goes on for longer was lost from sight, as when decoding ends over it."""

StandingAt = Callable[[float], tuple[Standing, float]]
"""What ties somebody to the agent who speaks at a time, and since when; monotonic seconds."""


class Ear:
    """Follows the sound and the one speech that is going on.

    Args:
        satellite: the agent's id.
        gain_db: is added to how well anything is heard.
        standing_at: tells the agent's standing.
    """

    def __init__(self, satellite: str, *, gain_db: float, standing_at: StandingAt) -> None:
        self._satellite = satellite
        self._gain_db = gain_db
        self._standing_at = standing_at
        self._room = RoomLevels()
        self._next_index: int | None = None
        self._speech = ""
        self._began_at = 0.0
        self._renewed_at = 0.0

    def accept(self, index: int, levels_db: Sequence[float], heard_at: float) -> Bid | None:
        """Take the loudness of a frame; a bid where the one before is to be renewed.

        Args:
            index: counts frames.
            levels_db: of its pieces, dB below full scale.
            heard_at: when it ended, monotonic seconds.
        """
        if self._next_index not in (None, index):
            self._room.break_off()
            self.stop()
        self._next_index = index + 1
        self._room.accept(levels_db, heard_at)
        if heard_at - self._began_at > _LONGEST_S:
            self.stop()
        if not self._speech or heard_at - self._renewed_at < RENEW_S - PIECE_S / 2:
            return None
        return self._bid(heard_at)

    def begin(self, at: float) -> Bid:
        """Somebody began to speak."""
        self._speech = token_hex(4)
        self._began_at = at
        return self._bid(self._room.heard_at)

    def end(self, began_at: float, ended_at: float) -> Bid:
        """The speech is over; `began_at` counts only where it was not followed from there on."""
        if not self._speech:
            self._speech, self._began_at = token_hex(4), began_at
        bid = self._bid(ended_at)
        self.stop()
        return bid

    def stop(self) -> None:
        """Nobody speaks any more, or it cannot be heard to its end."""
        self._speech = ""

    def _bid(self, voiced_at: float) -> Bid:
        room = self._room
        self._renewed_at = room.heard_at
        standing, since = self._standing_at(self._began_at)
        return Bid(
            satellite=self._satellite,
            speech=self._speech,
            began_at=self._began_at,
            voiced_at=voiced_at,
            heard_at=room.heard_at,
            snr_db=room.snr_db(self._began_at, voiced_at, self._gain_db),
            curve=room.curve(self._began_at),
            standing=standing,
            since=since,
        )
