"""Newer versions of the speech model: told, and fetched and used on request."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import replace
from typing import Final

import structlog

from edge_agent import __version__
from edge_agent.app.adjusting import Adjusting
from edge_agent.app.publication import Publication
from edge_agent.app.speech_models import shipped_speech_model, speech_model_store
from edge_agent.app.tuning import ENGLISH, Tuning
from edge_agent.domain.model_update import ModelUpdate
from edge_agent.speech.own_process import module_command, module_environment
from edge_agent.store.catalogue import catalogue
from edge_agent.store.family import newest, version_of
from edge_agent.store.selection import shipped_directories

_PROGRAM: Final = "edge_agent"
_LOOK_EVERY_S: Final = 10.0
_TELL_EVERY_S: Final = 1.0
_LONGEST_S: Final = 6 * 3600.0
_END_S: Final = 2.0

_log = structlog.get_logger(__name__)


class ModelUpdates:
    """Compares the model in use with the catalogue that comes with the program; asks no server.

    A newer one is fetched by `edge-agent models pull`, in a process of its own.
    """

    def __init__(self, tuning: Tuning, adjusting: Adjusting, publication: Publication) -> None:
        self._tuning = tuning
        self._adjusting = adjusting
        self._publication = publication
        self._is_asked = asyncio.Event()
        self._failure = ""

    def install(self) -> None:
        """Fetch and use the newer version soon; once, however often it is asked for meanwhile."""
        self._is_asked.set()

    async def run(self) -> None:
        """Tell of newer versions and install them on request, until cancelled."""
        while True:
            await self._publication.update(self._state())
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY_S):
                    await self._is_asked.wait()
            if self._is_asked.is_set():
                await self._install()
                self._is_asked.clear()

    def _state(self) -> ModelUpdate:
        in_use, newest_name = self._tuning.model, self._newest
        failure = "" if in_use == newest_name else self._failure
        return update_of(in_use, newest_name, failure=failure)

    @property
    def _newest(self) -> str:
        english = catalogue().in_language(ENGLISH)
        return newest(self._tuning.model, (model.name for model in english))

    async def _install(self) -> None:
        wanted = self._newest
        if wanted == self._tuning.model:
            _log.warning("message ignored", reason=f"Nothing newer than {wanted} is known.")
            return
        _log.info("fetching a speech model", model=wanted)
        self._failure = await self._pull(wanted)
        if not self._failure:
            self._failure = await self._adjusting.adjust({"model": wanted})
        if self._failure:
            _log.warning("speech model not updated", model=wanted, reason=self._failure)

    async def _pull(self, name: str) -> str:
        """Fetch a model; why it failed, where it did."""
        try:
            process = await asyncio.create_subprocess_exec(
                *module_command(_PROGRAM, "models", "pull", name),
                env=module_environment(),
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=PIPE,
            )
        except OSError as error:
            return f"The program cannot be started ({error.strerror})."
        try:
            async with asyncio.timeout(_LONGEST_S), asyncio.TaskGroup() as tasks:
                told = tasks.create_task(process.communicate(), name="fetching a model")
                while not told.done():
                    fetched = replace(self._state(), percent=_percent(name), failure="")
                    await self._publication.update(fetched)
                    await asyncio.wait({told}, timeout=_TELL_EVERY_S)
        except TimeoutError:
            return f"{name} was not fetched in {_LONGEST_S / 3600:g} hours."
        finally:
            await _end(process)
        *_, said = told.result()[1].decode(errors="replace").strip().splitlines() or ["no reason"]
        return said if process.returncode else ""


def update_of(in_use: str, newest_name: str, *, failure: str = "") -> ModelUpdate:
    """What is told of the model in use.

    Args:
        in_use: its name.
        newest_name: of its newest version, which may be itself.
        failure: as `ModelUpdate.failure`.
    """
    if in_use in {path.name for path in shipped_directories(shipped_speech_model())}:
        return ModelUpdate(title=in_use, installed_version=__version__, latest_version=__version__)
    installed, latest = version_of(in_use), version_of(newest_name)
    return ModelUpdate(
        title=installed.family if installed else in_use,
        installed_version=installed.text if installed else in_use,
        latest_version=latest.text if latest else newest_name,
        failure=failure,
    )


def _percent(name: str) -> int:
    """How much of an archive is here; what comes after the fetching is the last percent."""
    known = catalogue().find(name)
    here = {path.stem: path for path in speech_model_store().downloads()}
    try:
        done_bytes = here[name].stat().st_size
    except (KeyError, FileNotFoundError):  # not begun, or just unpacked
        return 0
    return min(99, 100 * done_bytes // known.archive_bytes) if known and known.archive_bytes else 0


async def _end(process: Process) -> None:
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.terminate()  # what is fetched so far is gone on with next time
    with suppress(TimeoutError):
        async with asyncio.timeout(_END_S):
            await process.wait()
            return
    with suppress(ProcessLookupError):
        process.kill()
