import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from edge_agent import log
from edge_agent.errors import ConfigError


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def journal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNAL_STREAM", "8:1")


def logged(level: str = "info") -> tuple[io.StringIO, structlog.stdlib.BoundLogger]:
    stream = io.StringIO()
    log.set_up(level, stream)
    return stream, structlog.get_logger("test")


@pytest.mark.usefixtures("journal")
def test_facts_are_keys_and_the_journal_keeps_the_time() -> None:
    stream, logger = logged()
    logger.info("turn done", text="it's on", count=3, empty="", hostile="a\nb\x1b[31m\ud800")
    assert stream.getvalue() == (
        "info turn done text=\"it's on\" count=3 empty='' hostile='a\\nb\\x1b[31m\\ud800'\n"
    )


def test_elsewhere_the_time_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOURNAL_STREAM", raising=False)
    stream, logger = logged()
    logger.info("ready")
    time, rest = stream.getvalue().split(" ", 1)
    assert time.endswith("Z")
    assert rest == "info ready\n"


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize(
    ("level", "lines"),
    [
        ("debug", "debug d|info i|warning w|error e"),
        ("INFO", "info i|warning w|error e"),
        ("warning", "warning w|error e"),
        ("error", "error e"),
    ],
)
def test_levels(level: str, lines: str) -> None:
    stream, logger = logged(level)
    for name in ("debug", "info", "warning", "error"):
        getattr(logger, name)(name[0])
    assert stream.getvalue().splitlines() == lines.split("|")


@pytest.mark.usefixtures("journal")
def test_libraries_and_tracebacks_come_out_too() -> None:
    stream, logger = logged()
    logging.getLogger("library").warning("odd %s", "thing")
    try:
        raise ValueError("broken")  # noqa: TRY301 - to have a traceback
    except ValueError:
        logger.exception("turn failed", turn="x")
    lines = stream.getvalue().splitlines()
    assert lines[:3] == [
        "warning odd thing",
        "error turn failed turn=x",
        "Traceback (most recent call last):",
    ]
    assert lines[-1] == "ValueError: broken"


def test_an_unknown_level_is_an_error_of_the_configuration() -> None:
    with pytest.raises(ConfigError, match="'loud' is none of debug, info, warning, error"):
        log.set_up("loud")
