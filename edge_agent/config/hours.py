"""Hours of the day as they are written: `22:00-06:00`, also over midnight."""

import re
from datetime import time
from typing import Final

_HOURS: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d) *- *([01]?\d|2[0-3]):([0-5]\d)")


def span_of(hours: str) -> tuple[time, time] | None:
    """When hours begin and end; None where it is no such text, or both are the same."""
    found = _HOURS.fullmatch(hours.strip())
    if found is None:
        return None
    hour, minute, end_hour, end_minute = map(int, found.groups())
    begin, end = time(hour, minute), time(end_hour, end_minute)
    return None if begin == end else (begin, end)


def is_within(span: tuple[time, time], now: time) -> bool:
    """Whether a time is from the first minute to before the last."""
    begin, end = span
    return begin <= now < end if begin < end else now >= begin or now < end
