"""The composition root: from a configuration to a running agent."""

import asyncio

from edge_agent.app.orders import Orders
from edge_agent.app.turn_notes import OnTurn
from edge_agent.app.wiring.foundation import Background, Foundation
from edge_agent.app.wiring.listening import Listening
from edge_agent.app.wiring.talking import Talking
from edge_agent.audio.source import AudioSource
from edge_agent.config.schema import Config
from edge_agent.domain.turn import Turn
from edge_agent.errors import EdgeAgentError
from edge_agent.memory import settle


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
        self._foundation = Foundation(config, source, ends=ends, on_message=self._receive)
        self._on_turn = on_turn
        self._talking = Talking(self._foundation, self._note)
        self._listening = Listening(self._foundation, self._talking.turns, self._talking.satellites)
        self._orders = Orders(
            self._foundation.link.topics,
            config.agent.area,
            announcer=self._foundation.publication.announcer,
            turns=self._talking.turns,
            ear=self._listening.orders,
            adjusting=self._listening.adjusting,
            updates=self._listening.updates,
            sayings=self._talking.sayings,
            lessons=self._talking.lessons,
            flows=self._talking.flows,
            satellites=self._talking.satellites,
        )

    async def run(self) -> None:
        async with self._foundation.link, asyncio.TaskGroup() as tasks:
            background = [
                tasks.create_task(work, name=name) for name, work in self._background().items()
            ]
            if self._foundation.ends:
                await self._come_online()
            else:
                background.append(tasks.create_task(self._come_online(), name="coming online"))
            await self._listening.run()
            await self._talking.turns.all_answered()
            for task in background:
                task.cancel()

    def close(self) -> None:
        """Let go of the speech thread and of files."""
        self._talking.close()
        self._foundation.close()

    def _background(self) -> Background:
        background = {
            **self._foundation.background(),
            **self._talking.background(),
            **self._listening.background(),
        }
        flows = self._talking.flows
        if flows is not None:
            background["flows"] = flows.desk.run(self._talking.turns, self._listening.orders)
        return background

    async def _come_online(self) -> None:
        """Learn the home, then say that the agent is there."""
        link, ends = self._foundation.link, self._foundation.ends
        await (link.learn() if ends else link.learn_when_connected())
        await self._foundation.names.learn()
        await self._talking.turns.rest()
        if not ends:
            await self._listening.wait_first_frame()
        await link.session.announce_online()
        if not ends:
            settle()
            await self._talking.alarm_clock.run()

    def _note(self, turn: Turn) -> None:
        self._listening.orders.note(turn)
        if self._on_turn is not None:
            self._on_turn(turn)

    def _receive(self, topic: str, payload: bytes, is_retained: bool) -> None:  # noqa: FBT001 - the session's callback
        self._orders.receive(topic, payload, is_retained=is_retained)


def _first(errors: ExceptionGroup[EdgeAgentError]) -> EdgeAgentError:
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if not isinstance(error, EdgeAgentError):
        raise error
    return error
