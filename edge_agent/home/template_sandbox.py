"""Jinja2 cut down for templates from strangers: few filters, and a budget for all they do.

Loops, filters and calls share the budget, and every value that could grow is measured before it is
used; `TemplateGuard` puts the measuring where Jinja2 has no hook of its own.
"""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final, cast

import msgspec
from jinja2 import Undefined, nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer

MAX_VALUE_SIZE: Final = 65_536
"""Characters and items of any one value."""
MAX_WORK: Final = 500_000
"""Characters and items that all loops, filters and calls of one rendering may go through."""
MAX_RANGE: Final = 1000
MAX_DIGITS: Final = 15
MAX_DEPTH: Final = 32
MAX_INTEGER: Final = 2**64

_STRING_METHODS: Final = frozenset(
    {
        "capitalize", "count", "endswith", "find", "isalpha", "isdigit", "isnumeric", "lower",
        "lstrip", "removeprefix", "removesuffix", "replace", "rstrip", "split", "startswith",
        "strip", "title", "upper",
    }
)  # fmt: skip
_MAPPING_METHODS: Final = frozenset({"get", "keys", "values", "items"})
_ALLOWED_NODES: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Assign,
    nodes.NSRef, nodes.Name, nodes.Const, nodes.Tuple, nodes.List, nodes.Dict, nodes.Pair,
    nodes.Keyword, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Call, nodes.Getitem,
    nodes.Getattr, nodes.Slice, nodes.Concat, nodes.Compare, nodes.Operand, nodes.BinExpr,
    nodes.UnaryExpr,
)  # fmt: skip


class LimitError(ValueError):
    """A template wants more than it may have."""


class Budget:
    """What one rendering may still do."""

    __slots__ = ("turn_cost", "work")

    def __init__(self, source: str) -> None:
        self.work = MAX_WORK
        self.turn_cost = 1 + len(source)

    def spend(self, amount: int) -> None:
        """Take from the budget; raises `LimitError` when nothing is left."""
        self.work -= amount
        if self.work < 0:
            raise LimitError("it takes too long")


budget: ContextVar[Budget] = ContextVar("budget")
"""Of the rendering that is going on."""


def check(tree: nodes.Template) -> None:
    """Raise `LimitError` for what templates may not use, and for expressions too deep to compile.

    Jinja2 needs time that grows with a power of the depth.
    """
    level: list[nodes.Node] = [tree]
    for _ in range(MAX_DEPTH):
        for node in level:
            _check_node(node)
        level = [child for node in level for child in node.iter_child_nodes()]
    if level:
        raise LimitError(f"it is nested more than {MAX_DEPTH} deep")


def _check_node(node: nodes.Node) -> None:
    if not isinstance(node, _ALLOWED_NODES):
        raise LimitError(f"{type(node).__name__.lower()} is not supported")
    if isinstance(node, nodes.For) and node.recursive:
        raise LimitError("recursive loops are not supported")


class TemplateGuard(NodeTransformer):
    """Puts the measuring filters where Jinja2 has no hook of its own."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802  the name is Jinja2's
        """Count the turns of the loop."""
        node.iter = _filtered(node.iter, "_counted")
        return self.generic_visit(node)

    def visit_Assign(self, node: nodes.Assign) -> nodes.Node:  # noqa: N802  the name is Jinja2's
        """Measure what is assigned."""
        node.node = _filtered(node.node, "_measured")
        return self.generic_visit(node)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802  the name is Jinja2's
        """Measure what is compared: `in` searches all of it."""
        node.expr = _filtered(node.expr, "_measured")
        for operand in node.ops:
            operand.expr = _filtered(operand.expr, "_measured")
        return self.generic_visit(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802  the name is Jinja2's
        """Measure what is strung together."""
        items = nodes.List([self.visit(item) for item in node.nodes], lineno=node.lineno)
        return _filtered(items, "_joined")


def _filtered(node: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(cast("nodes.Expr", node), name, [], [], None, None, lineno=node.lineno)


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


def _measured(value: Any) -> Any:  # noqa: ANN401  passes through whatever the template holds
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
    return "".join(str(item) for item in _measured(items))


def _range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > MAX_RANGE:
        raise LimitError(f"range has more than {MAX_RANGE} numbers")
    return numbers


def _replace(text: object, old: str, new: str, count: int = -1) -> str:
    text = str(_measured(text))
    found = text.count(old) if count < 0 else min(count, text.count(old))
    if len(text) + found * max(0, len(new) - len(old)) > MAX_VALUE_SIZE:
        raise LimitError("a value is too large")
    return text.replace(old, new, count)


def _title(text: object) -> str:
    return str(_measured(text)).title()


def _from_json(text: object) -> object:
    try:
        return msgspec.json.decode(str(_measured(text)))
    except msgspec.DecodeError as error:
        raise ValueError("from_json got no JSON") from error


def _to_json(value: object) -> str:
    return json.dumps(_measured(value), ensure_ascii=False, default=str)


def _join(items: Iterable[object], separator: str = "") -> str:
    texts = [str(item) for item in _measured(list(items))]
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


_BUILT_IN_FILTERS: Final = (
    "abs", "capitalize", "count", "d", "default", "first", "last", "length", "list", "lower",
    "max", "min", "reverse", "sort", "string", "sum", "trim", "unique", "upper", "items",
)  # fmt: skip
_TESTS: Final = (
    "boolean", "defined", "even", "false", "float", "integer", "iterable", "mapping", "none",
    "number", "odd", "sequence", "string", "true", "undefined",
)  # fmt: skip
_OWN_FILTERS: Final[Mapping[str, Callable[..., object]]] = {
    "float": _as_float,
    "int": _as_int,
    "tojson": _to_json,
    "to_json": _to_json,
    "from_json": _from_json,
    "replace": _replace,
    "title": _title,
    "round": _round,
    "join": _join,
    "iif": _iif,
    "_counted": _counted,
    "_joined": _joined,
    "_measured": _measured,
}


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, cut down to what discovery templates use."""

    intercepted_binops = frozenset({"+", "*", "**", "%", "//"})

    def wrap_str_format(self, value: Any) -> None:  # noqa: ANN401, ARG002  Jinja2's signature
        """Leave `str.format` to `is_safe_attribute`, which refuses it: its padding is unbounded."""
        return

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401  Jinja2's signature
        """Only the listed methods of texts and mappings; no internals of anything."""
        if isinstance(obj, str):
            return attr in _STRING_METHODS
        if isinstance(obj, Mapping):
            return attr in _MAPPING_METHODS
        return not attr.startswith("_") and super().is_safe_attribute(obj, attr, value)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  Jinja2's signature
        """Call what a template calls; `replace` is bounded."""
        owner = getattr(obj, "__self__", None)
        _measured(owner)
        if isinstance(owner, str) and getattr(obj, "__name__", "") == "replace":
            return _replace(owner, *args, **kwargs)
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401  Jinja2's signature
        """Calculate; only `+` takes texts and lists, and no result may be huge."""
        _measured(left)
        _measured(right)
        if operator != "+" and not _are_numbers(left, right):
            raise LimitError(f"{operator} takes numbers only")
        if operator == "**" and abs(right) > 64:  # noqa: PLR2004  2**64 is the largest number
            raise LimitError("a number is too large")
        return _measured(super().call_binop(context, operator, left, right))


def _are_numbers(left: object, right: object) -> bool:
    return isinstance(left, int | float) and isinstance(right, int | float)


def _finalize(value: object) -> object:
    return value if isinstance(value, Undefined) else _measured(value)


def _guarded(built_in: Callable[..., object]) -> Callable[..., object]:
    @wraps(built_in)  # copies Jinja2's mark for filters that take the environment first
    def bounded(*args: object, **kwargs: object) -> object:
        for arg in args:
            _measured(arg)
        return built_in(*args, **kwargs)

    return bounded


def _environment() -> _Environment:
    environment = _Environment(finalize=_finalize, autoescape=False, cache_size=0)
    environment.filters = {
        name: _guarded(environment.filters[name]) for name in _BUILT_IN_FILTERS
    } | dict(_OWN_FILTERS)
    environment.tests = {name: environment.tests[name] for name in _TESTS}
    environment.globals.clear()
    environment.globals.update(
        range=_range,
        float=_as_float,
        int=_as_int,
        iif=_iif,
        namespace=Namespace,
        true=True,
        false=False,
    )
    return environment


ENVIRONMENT: Final = _environment()
"""The one environment that all templates share."""
