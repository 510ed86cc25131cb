"""The phrases of one agent: kept in their file, and known to what understands."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import structlog

from edge_agent.app.understanding import Understander
from edge_agent.config.schema import Config
from edge_agent.domain.phrase import Phrase, PhraseRequest, Refusal
from edge_agent.domain.understanding import Understanding
from edge_agent.errors import ModelError, TeachingError
from edge_agent.nlu.examining import is_independent
from edge_agent.store.location import state_directory
from edge_agent.store.phrases import PhraseStore

_log = structlog.get_logger(__name__)

Call = Callable[..., Awaitable[Any]]
"""Runs a function where the understanding runs, with its arguments, and gives what it returns."""


async def at_once(function: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401 - whatever the function returns
    """Run a function here and now."""
    return function(*arguments)


def phrase_store(config: Config) -> PhraseStore:
    """The file with the phrases of the configured agent; it need not exist."""
    given = config.understanding.phrases_file
    usual = state_directory() / f"phrases.{config.agent.id}.json"
    return PhraseStore(Path(given) if given else usual)


class School:
    """Phrases, their file, and the understanding that learns them."""

    def __init__(
        self,
        store: PhraseStore,
        understander: Understander,
        *,
        call: Call = at_once,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._understander = understander
        self._call = call
        self._on_change = on_change
        self._phrases: tuple[Phrase, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """As `pipeline.teaching.School`."""
        return self._phrases

    @property
    def examples(self) -> tuple[str, ...]:
        """All that can be said to call a phrase, to the word."""
        return tuple(example for phrase in self._phrases for example in phrase.examples)

    async def refresh(self) -> None:
        """Read the file again if somebody changed it; what cannot be learnt of it is logged."""
        if await asyncio.to_thread(self._store.has_changed):
            try:
                await self._learn(await asyncio.to_thread(self._store.load))
            except ModelError as error:
                _log.error("phrases cannot be learnt", reason=str(error))

    async def keep(self, phrases: Sequence[Phrase]) -> None:
        """As `pipeline.teaching.School`."""
        await asyncio.to_thread(self._store.save, phrases)
        try:
            await self._learn(tuple(phrases))
        except ModelError as error:
            raise TeachingError(str(error)) from error

    async def request(self, text: str) -> PhraseRequest | None:
        """As `pipeline.teaching.School`."""
        found: PhraseRequest | None = await self._call(self._understander.request, text)
        return found

    async def phrase(self, text: str) -> Phrase | None:
        """As `pipeline.teaching.School`."""
        found: Phrase | None = await self._call(self._understander.phrase, text)
        return found

    async def refusal(self, example: str, does: str) -> Refusal | None:
        """As `pipeline.teaching.School`."""
        found: Refusal | None = await self._call(self._understander.refusal, example, does)
        return found

    async def understand_plainly(self, text: str) -> tuple[Understanding, bool]:
        """As `pipeline.teaching.School`."""
        found: Understanding = await self._call(self._understander.understand_plainly, text)
        return found, is_independent(found)

    async def _learn(self, phrases: tuple[Phrase, ...]) -> None:
        await self._call(self._understander.teach, phrases)
        self._phrases = phrases
        self._on_change()
