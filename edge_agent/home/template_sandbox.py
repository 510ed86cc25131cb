"""Jinja2 cut down for templates from strangers: few expressions, few methods, few filters.

Loops, filters and calls share a budget; `TemplateGuard` puts the measuring where Jinja2 has no hook
of its own.
"""

from collections.abc import Mapping
from typing import Any, Final, cast

from jinja2 import Undefined, nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from edge_agent.home.template_filters import (
    FILTERS,
    GLOBALS,
    LimitError,
    guarded,
    measured,
    replaced,
)

MAX_DEPTH: Final = 32
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


_BUILT_IN_FILTERS: Final = (
    "abs", "capitalize", "count", "d", "default", "first", "last", "length", "list", "lower",
    "max", "min", "reverse", "sort", "string", "sum", "trim", "unique", "upper", "items",
)  # fmt: skip
_TESTS: Final = (
    "boolean", "defined", "even", "false", "float", "integer", "iterable", "mapping", "none",
    "number", "odd", "sequence", "string", "true", "undefined",
)  # fmt: skip


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
        measured(owner)
        if isinstance(owner, str) and getattr(obj, "__name__", "") == "replace":
            return replaced(owner, *args, **kwargs)
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401  Jinja2's signature
        """Calculate; only `+` takes texts and lists, and no result may be huge."""
        measured(left)
        measured(right)
        if operator != "+" and not _are_numbers(left, right):
            raise LimitError(f"{operator} takes numbers only")
        if operator == "**" and abs(right) > 64:  # noqa: PLR2004  2**64 is the largest number
            raise LimitError("a number is too large")
        return measured(super().call_binop(context, operator, left, right))


def _are_numbers(left: object, right: object) -> bool:
    return isinstance(left, int | float) and isinstance(right, int | float)


def _finalize(value: object) -> object:
    return value if isinstance(value, Undefined) else measured(value)


def _environment() -> _Environment:
    environment = _Environment(finalize=_finalize, autoescape=False, cache_size=0)
    environment.filters = {
        name: guarded(environment.filters[name]) for name in _BUILT_IN_FILTERS
    } | dict(FILTERS)
    environment.tests = {name: environment.tests[name] for name in _TESTS}
    environment.globals.clear()
    environment.globals.update(GLOBALS)
    return environment


ENVIRONMENT: Final = _environment()
"""The one environment that all templates share."""
