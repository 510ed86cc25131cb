"""The demo from beginning to end: broker, home, agent, recordings, judgement."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from typing import Final

import aiomqtt

from edge_agent import log
from edge_agent.app.agent import run_agent
from edge_agent.app.hearing import microphone_of
from edge_agent.config.response import ResponseSettings
from edge_agent.config.schema import AgentSettings, Config, MqttSettings
from edge_agent.demo.broker import HOST, embedded_broker
from edge_agent.demo.display import Display, new_display
from edge_agent.demo.expectation import (
    Exchange,
    SpokenCommand,
    recording_path,
    spoken_commands,
    spoken_text,
    summarise,
)
from edge_agent.demo.playlist import Playlist
from edge_agent.demo.simulated_home import Change, SimulatedHome, simulated_home
from edge_agent.domain.turn import Turn
from edge_agent.errors import BrokerError, EdgeAgentError

_AGENT_ID: Final = "demo"
_START_S: Final = 30.0
_ANSWER_S: Final = 5.0
_SETTLE_S: Final = 0.5


async def run_demo(*, keep: bool = False, as_json: bool = False) -> int:
    """Play the recorded commands to the agent and show what comes of each.

    Args:
        keep: go on with the microphone until interrupted.
        as_json: print one JSON document in place of the table.

    Returns:
        The exit status: 0 where at most one command went wrong.

    Raises:
        EdgeAgentError: something that the demo needs is missing.
    """
    log.set_up("error")
    changes: list[Change] = []
    async with AsyncExitStack() as stack:
        port = await stack.enter_async_context(embedded_broker())
        home = await stack.enter_async_context(simulated_home(HOST, port, on_change=changes.append))
        director = Director(
            home=home, changes=changes, display=new_display(as_json=as_json), port=port
        )
        is_success = await director.play(spoken_commands())
        if keep:
            await director.listen()
    return 0 if is_success else 1


class Director:
    """Plays commands to an agent in a simulated home and shows what comes of them."""

    def __init__(
        self, *, home: SimulatedHome, changes: list[Change], display: Display, port: int
    ) -> None:
        self._home = home
        self._changes = changes
        self._display = display
        self._config = _config(port)
        self._playlist = Playlist()
        self._turns: asyncio.Queue[Turn] = asyncio.Queue()

    async def play(self, commands: Sequence[SpokenCommand]) -> bool:
        """Play commands one after another; whether all went well enough.

        Raises:
            EdgeAgentError: the agent cannot run.
        """
        summary = None
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._run_agent(), name="agent")
                await self._wait_until_online()
                summary = summarise([await self._played(command) for command in commands])
                self._playlist.finish()
        except ExceptionGroup as group:
            raise _first_of(group) from None
        finally:
            self._display.close(summary)
        return summary is not None and summary.is_success

    async def listen(self) -> None:
        """Go on with the microphone, until cancelled.

        Raises:
            AudioError: there is no microphone.
        """
        display = new_display(as_json=False)

        def show(turn: Turn) -> None:
            display.show(Exchange(turn=turn, changes=self._taken_changes()))

        try:
            await run_agent(self._config, microphone_of(self._config), on_turn=show, ends=False)
        finally:
            display.close(None)

    async def _run_agent(self) -> None:
        await run_agent(self._config, self._playlist, on_turn=self._turns.put_nowait)

    async def _wait_until_online(self) -> None:
        mqtt = self._config.mqtt
        try:
            async with asyncio.timeout(_START_S), aiomqtt.Client(mqtt.host, mqtt.port) as client:
                await client.subscribe(f"edge-agent/{_AGENT_ID}/status")
                async for message in client.messages:
                    if message.payload == b"online":
                        return
        except TimeoutError:
            raise BrokerError(f"the agent did not come up within {_START_S:.0f} s.") from None

    async def _played(self, command: SpokenCommand) -> list[Exchange]:
        exchanges = []
        for index, (name, act) in enumerate(zip(command.recordings, command.acts, strict=True)):
            turn = await self._answer_to(name)
            is_right = turn is not None and turn.response.act is act
            if is_right and index == len(command.recordings) - 1:
                is_right = await self._is_reached(command)
            exchange = Exchange(
                text=spoken_text(name), turn=turn, changes=self._taken_changes(), is_right=is_right
            )
            self._display.show(exchange)
            exchanges.append(exchange)
        return exchanges

    async def _answer_to(self, name: str) -> Turn | None:
        while not self._turns.empty():
            self._turns.get_nowait()
        await self._playlist.play(recording_path(name))
        with suppress(TimeoutError):
            async with asyncio.timeout(_ANSWER_S):
                return await self._turns.get()
        return None

    async def _is_reached(self, command: SpokenCommand) -> bool:
        """Whether the home comes to show in time what it must."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_SETTLE_S):
                await self._home.wait_until(command.is_reached)
        return command.is_reached(self._home.states)

    def _taken_changes(self) -> tuple[Change, ...]:
        taken = tuple(self._changes)
        self._changes.clear()
        return taken


def _config(port: int) -> Config:
    return Config(
        agent=AgentSettings(id=_AGENT_ID, area="Kitchen"),
        mqtt=MqttSettings(host=HOST, port=port),
        response=ResponseSettings(voice="none"),
    )


def _first_of(group: ExceptionGroup[Exception]) -> Exception:
    """The error that explains the others."""
    ours = group.subgroup(EdgeAgentError) or group
    error: Exception = ours
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error
