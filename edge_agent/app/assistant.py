"""All that it takes to hand questions on, wired together; loaded only where that is configured."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeVar

import structlog

from edge_agent.app.escalations import Escalations
from edge_agent.config.addresses import endpoint_problem
from edge_agent.config.certificates import trust
from edge_agent.config.schema import Config
from edge_agent.config.secret import read_secret
from edge_agent.errors import ConfigError
from edge_agent.escalation.endpoint import Endpoint
from edge_agent.escalation.model import Model
from edge_agent.pipeline.escalating import Escalation, Understand
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.open_questions import OpenQuestions
from edge_agent.pipeline.turns import Pipeline
from edge_agent.store.location import state_directory
from edge_agent.store.spending import SpendingStore, Spent

CREDENTIAL: Final = "escalation_key"
"""The name of the key among those that systemd hands to a service."""

_T = TypeVar("_T")

_log = structlog.get_logger(__name__)


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()


class DailyBudget:
    """What may be handed on each day, kept over restarts; if that cannot be kept, nothing may."""

    def __init__(
        self, store: SpendingStore, limit: Spent, *, today: Callable[[], str] = _today
    ) -> None:
        """Take where it is kept, how much it is, and the day by the clock on the wall."""
        self._store = store
        self._limit = limit
        self._today = today
        self._told_on = ""
        self._has_failed = False

    async def has_left(self) -> bool:
        """Whether anything may be handed on today."""
        spent = await self._kept(lambda: self._store.spent(self._today()))
        return (
            spent is not None
            and spent.questions < self._limit.questions
            and spent.tokens < self._limit.tokens
        )

    async def take(self) -> bool:
        """As `pipeline.escalating.Budget`."""
        return bool(await self._kept(lambda: self._store.take(self._today(), self._limit)))

    async def add(self, tokens: int) -> None:
        """As `pipeline.escalating.Budget`."""
        if tokens:
            await self._kept(lambda: self._store.add(self._today(), tokens))

    def is_news(self) -> bool:
        """As `pipeline.escalating.Budget`."""
        today = self._today()
        is_news, self._told_on = today != self._told_on, today
        return is_news

    async def _kept(self, use: Callable[[], _T]) -> _T | None:
        try:
            result = await asyncio.to_thread(use)
        except (sqlite3.Error, OSError) as error:
            report = _log.debug if self._has_failed else _log.warning
            report(
                "the budget cannot be kept, so nothing is handed on",
                file=str(self._store.path),
                reason=str(error),
            )
            self._has_failed = True
            return None
        self._has_failed = False
        return result


class Assistant:
    """Hands questions on for one pipeline.

    Raises:
        ConfigError: a file that is named cannot be used, or the key would go in the clear.
    """

    def __init__(self, config: Config, home: LiveHome) -> None:
        settings = config.escalation
        self._config = config
        self._home = home
        self._model = Model(_endpoint(config), settings)
        limit = Spent(questions=settings.max_per_day, tokens=settings.max_tokens_per_day)
        file = state_directory() / f"escalation.{config.agent.id}.sqlite"
        self._budget = DailyBudget(SpendingStore(file), limit)
        self.questions = OpenQuestions(
            has_budget=self._budget.has_left, answer_within_s=config.policy.answer_within_s
        )
        """What knows which questions may go."""

    def escalation(self, understand: Understand, pipeline: Pipeline) -> Escalation:
        """What asks, and has done by a pipeline what a model wants done."""
        return Escalation(
            model=self._model,
            budget=self._budget,
            understand=understand,
            carry_out=pipeline.act,
            home=self._home,
            settings=self._config.escalation,
            policy=self._config.policy,
        )

    def escalations(self, understand: Understand, pipeline: Pipeline) -> Escalations:
        """The same, beside turns."""
        return Escalations(self.escalation(understand, pipeline), self.questions, pipeline.broken)


def _endpoint(config: Config) -> Endpoint:
    settings, url = config.escalation, config.escalation.url or ""
    key = read_secret(
        settings.key_file, key="escalation.key_file", credential=CREDENTIAL, what="key"
    )
    if key is not None and not (key.isascii() and key.isprintable() and key.strip() == key != ""):
        raise ConfigError(
            "escalation.key_file: its first line is no key; write the key alone, without spaces"
            " around it."
        )
    problem = endpoint_problem(url, has_key=key is not None)
    if problem is not None:
        raise ConfigError(f"escalation.url: must be {problem}.")
    is_safe = url.lower().startswith("https:")
    tls = trust(settings.ca_file, key="escalation.ca_file") if is_safe else None
    return Endpoint.at(url, key=key, tls=tls)
