"""The filters of templates from strangers, and the budget that all of them share.

Every value that could grow is measured before it is used.
"""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final

import msgspec
from jinja2.utils import Namespace

MAX_VALUE_SIZE: Final = 65_536
"""Characters and items of any one value."""
MAX_WORK: Final = 500_000
"""Characters and items that all loops, filters and calls of one rendering may go through."""
MAX_RANGE: Final = 1000
MAX_DIGITS: Final = 15
MAX_INTEGER: Final = 2**64


class LimitError(ValueError):
    """A template wants more than it may have."""


class OverrunError(LimitError):
    """A rendering has spent its budget."""


class Budget:
    """What one rendering may still do."""

    __slots__ = ("turn_cost", "work")

    def __init__(self, source: str) -> None:
        self.work = MAX_WORK
        self.turn_cost = 1 + len(source)

    def spend(self, amount: int) -> None:
        """Take from the budget; raises `OverrunError` when nothing is left."""
        self.work -= amount
        if self.work < 0:
            raise OverrunError("it takes too long")


budget: ContextVar[Budget] = ContextVar("budget")
"""Of the rendering that is going on."""


def _size(value: object, room: int) -> int:
    """Characters and items within the value; raises when there are more than the room."""
    if isinstance(value, str | bytes):
        room -= len(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            room = _size(key, _size(item, room - 2))
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            room = _size(item, room - 1)
    elif isinstance(value, int) and abs(value) > MAX_INTEGER:
        raise LimitError("a number is too large")
    if room < 0:
        raise LimitError("a value is too large")
    return room


def measured(value: Any) -> Any:  # noqa: ANN401  passes through whatever the template holds
    """The value itself; raises `LimitError` where it is too large or the budget is spent."""
    room = _size(value, MAX_VALUE_SIZE)
    left = budget.get(None)
    if left is not None:
        left.spend(1 + MAX_VALUE_SIZE - room)
    return value


def _counted(value: Iterable[object]) -> Iterator[object]:
    left = budget.get()
    for item in value:
        left.spend(left.turn_cost)
        yield item


def _joined(items: list[object]) -> str:
    return "".join(str(item) for item in measured(items))


def _range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > MAX_RANGE:
        raise LimitError(f"range has more than {MAX_RANGE} numbers")
    return numbers


def replaced(text: object, old: str, new: str, count: int = -1) -> str:
    """As `str.replace`, for a result of bounded size."""
    text = str(measured(text))
    found = text.count(old) if count < 0 else min(count, text.count(old))
    if len(text) + found * max(0, len(new) - len(old)) > MAX_VALUE_SIZE:
        raise LimitError("a value is too large")
    return text.replace(old, new, count)


def _title(text: object) -> str:
    return str(measured(text)).title()


def _from_json(text: object) -> object:
    try:
        return msgspec.json.decode(str(measured(text)))
    except msgspec.DecodeError as error:
        raise ValueError("from_json got no JSON") from error


def _to_json(value: object) -> str:
    return json.dumps(measured(value), ensure_ascii=False, default=str)


def _join(items: Iterable[object], separator: str = "") -> str:
    texts = [str(item) for item in measured(list(items))]
    if len(texts) * len(separator) > MAX_VALUE_SIZE:
        raise LimitError("a value is too large")
    return separator.join(texts)


def _round(value: float, precision: int = 0, method: str = "common") -> float:
    if abs(precision) > MAX_DIGITS:
        raise LimitError(f"round keeps at most {MAX_DIGITS} digits")
    factor = 10.0**precision
    match method:
        case "ceil":
            return math.ceil(value * factor) / factor
        case "floor":
            return math.floor(value * factor) / factor
        case _:
            return round(value, precision)


def _as_float(value: object, default: object = 0.0) -> object:
    try:
        return float(str(value))
    except ValueError:
        return default


def _as_int(value: object, default: object = 0, base: int = 10) -> object:
    try:
        return int(str(value), base) if base != 10 else int(float(str(value)))  # noqa: PLR2004
    except (ValueError, OverflowError):
        return default


def _iif(value: object, if_true: object = True, if_false: object = False) -> object:  # noqa: FBT002  Home Assistant's signature
    return if_true if value else if_false


def guarded(built_in: Callable[..., object]) -> Callable[..., object]:
    """One of Jinja2's own filters, which measures what it is given."""

    @wraps(built_in)  # copies Jinja2's mark for filters that take the environment first
    def bounded(*args: object, **kwargs: object) -> object:
        for arg in args:
            measured(arg)
        return built_in(*args, **kwargs)

    return bounded


FILTERS: Final[Mapping[str, Callable[..., object]]] = {
    "float": _as_float,
    "int": _as_int,
    "tojson": _to_json,
    "to_json": _to_json,
    "from_json": _from_json,
    "replace": replaced,
    "title": _title,
    "round": _round,
    "join": _join,
    "iif": _iif,
    "_counted": _counted,
    "_joined": _joined,
    "_measured": measured,
}
"""The project's own filters; those with an underscore are put in by `TemplateGuard`."""
GLOBALS: Final[Mapping[str, object]] = {
    "range": _range,
    "float": _as_float,
    "int": _as_int,
    "iif": _iif,
    "namespace": Namespace,
    "true": True,
    "false": False,
}
"""What templates find besides their variables."""
