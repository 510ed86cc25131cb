"""Logging: constant messages, facts as keys, on standard error."""

import logging
import os
import sys
from typing import Final, TextIO

import structlog

from edge_agent.errors import ConfigError

_LEVELS: Final = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


def set_up(level: str = "info", stream: TextIO | None = None) -> None:
    """Send the log of this program and of its libraries to `stream` (standard error).

    The journal of systemd keeps times and colours of its own, so there both are left out.

    Raises:
        ConfigError: there is no such level.
    """
    if level.lower() not in _LEVELS:
        raise ConfigError(f"log_level: {level!r} is none of {', '.join(_LEVELS)}.")
    stream = stream or sys.stderr
    before: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        *([] if _is_journal() else [structlog.processors.TimeStamper(fmt="iso", utc=True)]),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _render],
        )
    )
    logging.basicConfig(handlers=[handler], level=_LEVELS[level.lower()], force=True)


def _render(
    _logger: structlog.typing.WrappedLogger, _method: str, event: structlog.typing.EventDict
) -> str:
    """One line `time level message key=value ...`, with a traceback below where there is one."""
    trace = event.pop("exception", None)
    head = [event.pop("timestamp", None), event.pop("level", "info"), event.pop("event", "")]
    facts = [f"{key}={_shown(value)}" for key, value in event.items()]
    line = " ".join(str(part) for part in [*head, *facts] if part)
    text = f"{line}\n{trace}" if trace else line
    return text.encode(errors="backslashreplace").decode()


def _shown(value: object) -> str:
    text = str(value)
    is_plain = text.isprintable() and text and not set(text) & set(" =\"'")
    return text if is_plain else ascii(text)


def _is_journal() -> bool:
    return "JOURNAL_STREAM" in os.environ
