"""When the sun rises and sets at a place, after the astral library (NOAA's equations)."""

from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal

SunEvent = Literal["sunrise", "sunset"]
EVENTS: Final[tuple[SunEvent, ...]] = ("sunrise", "sunset")
_DAYS_AHEAD: Final = 8


class Sun:
    """The sun over one place.

    Args:
        latitude: degrees, north positive.
        longitude: degrees, east positive.
    """

    def __init__(self, latitude: float, longitude: float) -> None:
        self._place = (latitude, longitude)

    def times(self, event: SunEvent, after: float) -> list[datetime]:
        """When it rises or sets in the next days after a moment (Unix seconds), in local time.

        Near the poles there are days on which it does neither.
        """
        today = datetime.fromtimestamp(after, UTC).date()
        days = (today + timedelta(days=ahead) for ahead in range(-1, _DAYS_AHEAD))
        found = (self._on(event, day) for day in days)
        return [at for at in found if at is not None and at.timestamp() > after]

    def _on(self, event: SunEvent, day: date) -> datetime | None:
        from astral import Observer  # noqa: PLC0415 - most homes never ask
        from astral.sun import sunrise, sunset  # noqa: PLC0415

        function = {"sunrise": sunrise, "sunset": sunset}[event]
        try:
            at = function(Observer(*self._place), date=day, tzinfo=UTC)
        except ValueError:
            return None
        return at.astimezone().replace(tzinfo=None, microsecond=0)
