"""Changing settings while the agent runs, as others ask for it by MQTT."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

import structlog

from edge_agent.app.hearing import Hearing
from edge_agent.app.home_grammar import HomeGrammar
from edge_agent.app.publication import Publication
from edge_agent.app.speech_models import speech_model_directory
from edge_agent.app.tuning import Tuning
from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.adjustments import Adjustments, Change
from edge_agent.errors import EdgeAgentError
from edge_agent.mqtt.inbound import Adjust

_WAITING: Final = 32
_LOOK_EVERY_S: Final = 60.0
"""How soon a model is offered that was fetched meanwhile."""

_log = structlog.get_logger(__name__)


class Adjusting:
    """Follows orders one after the other; without an ear there is nothing to be set."""

    def __init__(self, tuning: Tuning, hearing: Hearing | None, publication: Publication) -> None:
        self._tuning = tuning
        self._hearing = hearing
        self._publication = publication
        self._one_at_a_time = asyncio.Lock()
        self._waiting = asyncio.Queue[Adjust](_WAITING)

    def enqueue(self, order: Adjust) -> None:
        """Follow an order soon.

        Raises:
            asyncio.QueueFull: too many are waiting.
        """
        self._waiting.put_nowait(order)

    async def run(self) -> None:
        """Tell what is in force, and follow orders, until cancelled."""
        if self._hearing is not None:
            await self._tell()
        while True:
            order: Adjust | None = None
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY_S):
                    order = await self._waiting.get()
            if order is not None and (reason := await self.adjust(order.changes)):
                _log.warning("settings not changed", reason=reason)
            elif order is None and self._hearing is not None:
                await self._tell()

    async def adjust(self, changes: Mapping[str, Change]) -> str:
        """Change settings as in `Adjust`, and keep them.

        Returns:
            Why nothing was changed; empty where it was.
        """
        if self._hearing is None:
            return "There is no microphone, so there is nothing to be set."
        async with self._one_at_a_time:
            reason = await self._follow(changes, self._hearing)
            await self._tell()
        return reason

    async def _follow(self, changes: Mapping[str, Change], hearing: Hearing) -> str:
        model = changes.get("model")
        if model is not None and model not in self._tuning.models:
            return f"There is no speech model {model} here."
        if changes.get("wake_sensitivity") is not None and self._tuning.wake is None:
            return "There are no wake words, so there is no sensitivity to be set."
        if model == self._tuning.configured_model:
            changes = {**changes, "model": None}
        adjustments = self._tuning.adjustments.with_changes(changes)
        try:
            await self._apply(adjustments, hearing)
        except (EdgeAgentError, OSError) as error:
            return str(error)
        _log.info("settings changed", **changes)
        await asyncio.to_thread(self._keep, adjustments)
        return ""

    async def _apply(self, adjustments: Adjustments, hearing: Hearing) -> None:
        before, after = self._tuning.settings, self._tuning.with_adjustments(adjustments)
        wake = self._tuning.wake_with_adjustments(adjustments)
        if _grammar_key(before) == _grammar_key(after):
            await hearing.worker.set_settings(after)
        else:
            grammar = HomeGrammar(speech_model_directory(after), after, self._tuning.also_heard)
            await hearing.adopt(after, grammar_of=grammar.grammar, free_speech=grammar.free_speech)
        if wake is not None:
            await hearing.worker.set_wake_sensitivity(wake.sensitivity)
        self._tuning.adjustments = adjustments

    def _keep(self, adjustments: Adjustments) -> None:
        try:
            self._tuning.store.save(adjustments)
        except OSError as error:
            _log.warning(
                "settings hold until the next start only",
                file=str(self._tuning.store.path),
                reason=error.strerror,
            )

    async def _tell(self) -> None:
        models = await asyncio.to_thread(lambda: self._tuning.models)
        await self._publication.announce(models)
        await self._publication.settings(
            self._tuning.in_force, adjusted=tuple(self._tuning.adjustments.given), models=models
        )


def _grammar_key(settings: SpeechSettings) -> tuple[object, ...]:
    """What the grammar depends on."""
    return settings.model, settings.min_lead
