"""Jinja2 templates from the broker: compiled once, sandboxed, bounded in size, steps and output.

Whoever may publish on the broker may send a template, so nothing in it is trusted.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import msgspec
from jinja2 import TemplateError as JinjaError

from edge_agent.home.template_filters import Budget, OverrunError, budget
from edge_agent.home.template_sandbox import ENVIRONMENT, TemplateGuard, check

MAX_SOURCE_CHARS: Final = 8192
MAX_OUTPUT_CHARS: Final = 65_536
MAX_OVERRUNS: Final = 3
_CACHED_TEMPLATES: Final = 4096
_FAILURES: Final = (
    JinjaError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError,
    RecursionError, MemoryError, SyntaxError, AssertionError,
)  # fmt: skip
"""All that a template written by a stranger can make Jinja2 or Python raise."""


class TemplateError(Exception):
    """A template cannot be compiled or rendered; the text is one sentence that says why."""


class Template:
    """One compiled template; one that has spent its budget a few times is not run again."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._code = _compile(source)
        self._overruns = 0
        self._latest: tuple[str, str] | None = None

    def render(self, variables: Mapping[str, object]) -> str:
        """The text for these variables; raises `TemplateError`."""
        if self._overruns >= MAX_OVERRUNS:
            raise TemplateError("the template takes too long and is no longer used.")
        token = budget.set(Budget(self.source))
        try:
            text = str(self._code.render(variables))
        except _FAILURES as error:
            self._overruns += isinstance(error, OverrunError)
            raise TemplateError(f"the template failed: {_brief(error)}.") from error
        finally:
            budget.reset(token)
        if len(text) > MAX_OUTPUT_CHARS:
            raise TemplateError("the template's output is too long.")
        return text

    def render_payload(self, payload: str) -> str:
        """The text for a received payload, as `value` and, where it is JSON, `value_json`."""
        if self._latest is not None and self._latest[0] == payload:
            return self._latest[1]  # a thousand devices may share an availability topic
        text = self.render(payload_variables(payload))
        self._latest = (payload, text)
        return text


def payload_variables(payload: str) -> dict[str, object]:
    """`value`, and `value_json` where the payload is JSON."""
    try:
        return {"value": payload, "value_json": msgspec.json.decode(payload)}
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return {"value": payload}


@lru_cache(maxsize=_CACHED_TEMPLATES)
def compiled(source: str) -> Template:
    """The template, compiled once; raises `TemplateError`."""
    return Template(source)


def _compile(source: str) -> Any:  # noqa: ANN401  Jinja2's template type, which is not generic
    if len(source) > MAX_SOURCE_CHARS:
        raise TemplateError(f"the template is longer than {MAX_SOURCE_CHARS} characters.")
    try:
        tree = ENVIRONMENT.parse(source)
        check(tree)
        TemplateGuard().visit(tree)
        return ENVIRONMENT.from_string(tree)
    except _FAILURES as error:
        raise TemplateError(f"the template is not allowed: {_brief(error)}.") from error


def _brief(error: BaseException) -> str:
    text = " ".join(str(error).split())[:120]
    return text.rstrip(".") or type(error).__name__
