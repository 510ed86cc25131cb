"""The composition root: from a configuration to a running agent."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

from edge_agent.app.action_record import ActionRecord
from edge_agent.app.adjusting import Adjusting
from edge_agent.app.alarm_clock import AlarmClock, agenda_file, sun_over
from edge_agent.app.ear_events import EarEvents
from edge_agent.app.ear_orders import EarOrders
from edge_agent.app.escalations import assistant_of
from edge_agent.app.flows import flow_topics, flows_of
from edge_agent.app.guarding import guard_of
from edge_agent.app.health import tell_health
from edge_agent.app.home_grammar import open_hearing
from edge_agent.app.home_link import HomeLink
from edge_agent.app.home_names import HomeNames
from edge_agent.app.lessons import Lessons
from edge_agent.app.model_updates import ModelUpdates
from edge_agent.app.orders import Orders
from edge_agent.app.publication import Publication
from edge_agent.app.sayings import Sayings
from edge_agent.app.school import School, phrase_store
from edge_agent.app.threaded_understanding import ThreadedUnderstander
from edge_agent.app.tuning import Tuning
from edge_agent.app.turn_taking import OnTurn, TurnTaking
from edge_agent.app.understanding import Understander
from edge_agent.app.watchdog import watch
from edge_agent.audio.source import AudioSource
from edge_agent.config.schema import Config
from edge_agent.errors import EdgeAgentError
from edge_agent.home.needs_table import needs_of
from edge_agent.memory import settle
from edge_agent.mqtt.announcement import birth_topic
from edge_agent.mqtt.topics import Topics
from edge_agent.pipeline.agenda import Agenda, NoLedger
from edge_agent.pipeline.due_turns import DueTurns
from edge_agent.pipeline.teaching import Teacher
from edge_agent.pipeline.turns import Pipeline
from edge_agent.respond.responder import Responder
from edge_agent.respond.voice import SilentVoice, find_voice

_FIRST_FRAME_S: Final = 10.0
"""After this the agent counts as there even if its microphone is silent: text still works."""


async def run_agent(
    config: Config,
    source: AudioSource | None,
    *,
    on_turn: OnTurn | None = None,
    ends: bool = True,
) -> None:
    """Listen and act until the source ends and all is answered, or until cancelled.

    Args:
        config: the whole configuration.
        source: where sound comes from; None for text and MQTT only, which never ends.
        on_turn: is told each turn when it is over.
        ends: the source is a recording: the broker must be there, and answers are not spoken.

    Raises:
        EdgeAgentError: a model, the sound or (for a recording) the broker is not to be had.
    """
    agent = _Agent(config, source, on_turn=on_turn, ends=ends)
    failure: EdgeAgentError | None = None
    try:
        await agent.run()
    except* EdgeAgentError as errors:
        failure = _first(errors)
    finally:
        agent.close()
    if failure is not None:
        raise failure


class _Agent:
    """Everything that runs, wired together."""

    def __init__(
        self, config: Config, source: AudioSource | None, *, on_turn: OnTurn | None, ends: bool
    ) -> None:
        self._ends = ends and source is not None
        understander = Understander(config.understanding)
        guard = guard_of(config.policy)
        tuning = Tuning(config)
        self._hearing = open_hearing(tuning.settings, source, tuning.also_heard) if source else None
        self._understander = ThreadedUnderstander(understander, self._hearing)
        topics = Topics(agent_id=config.agent.id)
        self._link = HomeLink(
            config,
            is_one_shot=False,
            on_message=self._receive,
            extra_filters=topics.inbound
            | {birth_topic(config.mqtt.discovery_prefix)}
            | flow_topics(config),
        )
        models = None if source is None else tuning.models
        self._publication = Publication(config, self._link.session, topics, models=models)
        self._adjusting = Adjusting(tuning, self._hearing, self._publication)
        self._updates = ModelUpdates(tuning, self._adjusting, self._publication)
        needs = needs_of(config.needs)
        school = School(
            phrase_store(config),
            understander,
            call=self._understander.call,
            on_change=self._link.has_changed.set,
        )
        self._names = HomeNames(self._link, school, self._understander, self._hearing)
        self._agenda_file = agenda_file(config)
        agenda = Agenda(
            NoLedger() if self._ends else self._agenda_file, sun=sun_over(config.agent.location)
        )
        responder = Responder()
        teacher = Teacher(school, self._link.home, config.policy, needs)
        self._lessons = Lessons(teacher, school, self._publication, area=config.agent.area)
        assistant = assistant_of(config, self._link.home)
        pipeline = Pipeline(
            understand=self._understander.understand,
            home=self._link.home,
            publisher=self._link.publisher,
            settings=config.policy,
            needs=needs,
            teacher=teacher,
            tone=self._understander.tone,
            responder=responder,
            agenda=agenda,
            guard=guard,
            questions=assistant.questions if assistant else None,
        )
        self._escalations = (
            assistant.escalations(self._understander.understand, pipeline) if assistant else None
        )
        self._flows = flows_of(config, self._link, pipeline, self._understander.understand, agenda)
        self._turns = TurnTaking(
            pipeline=self._flows.turns if self._flows else pipeline,
            escalations=self._escalations,
            publication=self._publication,
            voice=SilentVoice() if self._ends else find_voice(config.response),
            hearing=self._hearing,
            on_turn=on_turn or (lambda _: None),
            record=ActionRecord(config),
        )
        self._alarm_clock = AlarmClock(
            agenda=agenda,
            file=self._agenda_file,
            due_turns=DueTurns(
                home=self._link.home,
                publisher=self._link.publisher,
                settings=config.policy,
                needs=needs,
                responder=responder,
                guard=guard,
            ),
            turns=self._turns,
            publication=self._publication,
            repeat_s=config.timers.repeat_s,
        )
        self._ear = EarOrders(self._hearing, self._turns, self._publication)
        self._ear_events = EarEvents(self._turns, self._publication, config.agent.area)
        self._sayings = Sayings(self._turns)
        self._orders = Orders(
            topics,
            config.agent.area,
            announcer=self._publication.announcer,
            turns=self._turns,
            ear=self._ear,
            adjusting=self._adjusting,
            updates=self._updates,
            sayings=self._sayings,
            lessons=self._lessons,
            flows=self._flows,
        )

    async def run(self) -> None:
        async with self._link, asyncio.TaskGroup() as tasks:
            background = [
                tasks.create_task(work, name=name) for name, work in self._background().items()
            ]
            if self._ends:
                await self._come_online()
            else:
                background.append(tasks.create_task(self._come_online(), name="coming online"))
            await self._hear()
            await self._turns.all_answered()
            for task in background:
                task.cancel()

    def close(self) -> None:
        """Let go of the speech thread and of files."""
        self._agenda_file.close()
        if self._hearing is not None:
            self._hearing.worker.close()

    def _background(self) -> dict[str, Coroutine[Any, Any, None]]:
        background = {
            "keeping the session": self._link.keep_session(),
            "following the home": self._link.follow(),
            "learning names": self._names.keep(),
            "turns": self._turns.run(),
            "orders": self._ear.run(),
            "adjusting": self._adjusting.run(),
            "health": tell_health(self._hearing, self._publication),
            "sayings": self._sayings.run(),
            "lessons": self._lessons.run(),
            "watching phrases": self._lessons.watch(),
            "metrics": self._turns.publish_metrics(),
            "announcement": self._publication.announcer.run(),
            "watchdog": watch(self._hearing),
        }
        if self._hearing is not None:
            background["updates"] = self._updates.run()
        if self._flows:
            background["flows"] = self._flows.desk.run(self._turns, self._ear)
        if self._escalations:
            background["escalations"] = self._escalations.run()
        return background

    async def _come_online(self) -> None:
        """Learn the home, then say that the agent is there."""
        learn = self._link.learn if self._ends else self._link.learn_when_connected
        await learn()
        await self._names.learn()
        await self._turns.rest()
        if self._hearing is not None and not self._ends:
            await self._hearing.wait_first_frame(_FIRST_FRAME_S)
        await self._link.session.announce_online()
        if not self._ends:
            settle()
            await self._alarm_clock.run()

    async def _hear(self) -> None:
        if self._hearing is None:
            await asyncio.Event().wait()
        else:
            await self._hearing.run(self._ear_events.follow)

    def _receive(self, topic: str, payload: bytes, is_retained: bool) -> None:  # noqa: FBT001 - the session's callback
        self._orders.receive(topic, payload, is_retained=is_retained)


def _first(errors: ExceptionGroup[EdgeAgentError]) -> EdgeAgentError:
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if not isinstance(error, EdgeAgentError):
        raise error
    return error
