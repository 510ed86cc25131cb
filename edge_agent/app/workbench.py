"""What the one-shot commands stand on: the home as the broker tells it, and one pipeline."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import monotonic

import structlog

from edge_agent.app.action_record import ActionRecord
from edge_agent.app.alarm_clock import agenda_file, sun_over
from edge_agent.app.escalations import Asking, assistant_of
from edge_agent.app.guarding import guard_of
from edge_agent.app.home_link import HomeLink
from edge_agent.app.school import School, phrase_store
from edge_agent.app.understanding import Understander
from edge_agent.config.schema import Config
from edge_agent.domain.response import Manner, Topic
from edge_agent.domain.speech import Completeness
from edge_agent.domain.turn import Source, Turn, Utterance
from edge_agent.domain.understanding import Understanding
from edge_agent.errors import BrokerError
from edge_agent.home.needs_table import needs_of
from edge_agent.nlu.explaining import Explanation
from edge_agent.pipeline.agenda import Agenda
from edge_agent.pipeline.execution import DryRun
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.teaching import Teacher
from edge_agent.pipeline.turns import Pipeline

_log = structlog.get_logger(__name__)


class Workbench:
    """Understands, plans and, where it was opened for that, acts."""

    def __init__(
        self, config: Config, link: HomeLink, understander: Understander, *, acts: bool
    ) -> None:
        self.config = config
        self._link = link
        self._understander = understander
        self._understander.learn(link.home.now)
        self.school = School(phrase_store(config), understander)
        """The phrases that were taught; to be refreshed before use."""
        needs = needs_of(config.needs)
        self.teacher = Teacher(self.school, link.home, config.policy, needs)
        """What checks and keeps phrases."""
        self._file = agenda_file(config)
        assistant = assistant_of(config, link.home)
        self._agenda = Agenda(self._file if acts else None, sun=sun_over(config.agent.location))
        self._record = ActionRecord(config) if acts else None
        self._pipeline = Pipeline(
            understand=self._understand,
            home=link.home,
            publisher=link.publisher if acts else DryRun(),
            settings=config.policy,
            needs=needs,
            teacher=self.teacher if acts else None,
            tone=self._tone,
            agenda=self._agenda,
            guard=guard_of(config.policy),
            questions=assistant.questions if assistant else None,
        )
        self._escalation: Asking | None = None
        if assistant is not None and acts:
            self._escalation = assistant.escalation(self._understand, self._pipeline)

    @property
    def home(self) -> LiveHome:
        """The home as it is known now."""
        return self._link.home

    def completeness(self, alternatives: Sequence[str]) -> Completeness:
        """How much of a command has been said so far."""
        return self._understander.completeness(alternatives)

    def is_question(self, alternatives: Sequence[str]) -> bool:
        """Whether what was said would only be answered."""
        return self._understander.is_question(alternatives)

    def extends(self, begun: Sequence[str], whole: Sequence[str]) -> bool:
        """Whether somebody who went on has only said more of the same command."""
        return self._understander.extends(begun, whole)

    def close(self) -> None:
        """Let go of files."""
        self._file.close()

    async def refresh(self) -> None:
        """Learn the phrases that were taught, and what is set for a time."""
        await self.school.refresh()
        self._agenda.take(await self._file.load())

    async def turn(self, utterance: Utterance) -> Turn:
        """Handle one utterance by itself, without memory of earlier ones."""
        self._pipeline.reset()
        turn = await self._pipeline.handle(utterance)
        if self._escalation is not None and turn.is_open:
            turn = await self._escalation.answer(utterance, turn, asyncio.Event())
        if self._record is not None:
            await self._record.note(turn)
        return turn

    async def say(self, text: str, area: str | None) -> Turn:
        """Handle a text."""
        return await self.turn(
            Utterance(
                source=Source.TEXT,
                alternatives=(text,),
                area=area or self.config.agent.area,
                ended_at=monotonic(),
            )
        )

    def explain(self, text: str) -> Explanation:
        """What is made of a text step by step."""
        return self._understander.explain(text)

    async def _understand(self, alternatives: Sequence[str]) -> Understanding:
        return self._understander.understand(alternatives)

    async def _tone(self, understanding: Understanding) -> Manner | Topic:
        return self._understander.tone(understanding)


@asynccontextmanager
async def learnt_home(config: Config) -> AsyncIterator[LiveHome]:
    """The home as the broker tells it now.

    Raises:
        BrokerError: the broker cannot be reached.
        ConfigError: a declared device cannot be used.
    """
    async with HomeLink(config, is_one_shot=True) as link:
        await link.learn()
        yield link.home


@asynccontextmanager
async def open_workbench(config: Config, *, acts: bool = False) -> AsyncIterator[Workbench]:
    """Learn the home from the broker, then hand out a workbench.

    Raises:
        BrokerError: the broker cannot be reached.
        ModelError: the intent model cannot be loaded.
        ConfigError: a declared device cannot be used.
    """
    understander = Understander(config.understanding)
    async with HomeLink(config, is_one_shot=True) as link:
        await _learn(link, config, acts=acts)
        workbench = Workbench(config, link, understander, acts=acts)
        await workbench.refresh()
        try:
            yield workbench
        finally:
            workbench.close()


async def _learn(link: HomeLink, config: Config, *, acts: bool) -> None:
    """Learn the home; what publishes nothing may do with what the configuration declares."""
    try:
        await link.learn()
    except BrokerError as error:
        if acts or not (config.devices or config.appliances):
            raise
        _log.error("only what the configuration declares is known", reason=str(error))
