"""A home with a bridge to a server that speaks as Home Assistant does."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from fixtures.home_assistant import TOKEN, FakeHomeAssistant, HomeEntity

from edge_agent.app.bridging import BridgedHome
from edge_agent.config.schema import HomeAssistantSettings
from edge_agent.domain.action import Action, ActionKind, OutcomeKind, ServiceCall
from edge_agent.domain.entity import Entity
from edge_agent.home.registry import HomeModel
from edge_agent.home_assistant.bridge import Bridge
from edge_agent.pipeline.live_home import LiveHome

WAIT_S = 10.0
LAMP = HomeEntity(
    entity_id="light.lamp",
    name="Lamp",
    area_id="kitchen",
    attributes={"supported_color_modes": ["brightness"], "brightness": None},
)


def lamp() -> HomeEntity:
    return HomeEntity(**{**vars(LAMP), "attributes": dict(LAMP.attributes)})


class Home:
    """A home with a bridge to Home Assistant."""

    def __init__(self, server: FakeHomeAssistant, folder: Path, **more: object) -> None:
        token = folder / "token"
        token.write_text(f"{TOKEN}\n")
        self.settings = HomeAssistantSettings(url=server.url, token_file=str(token), **more)
        self.live = LiveHome(HomeModel("homeassistant"))
        self.changes = 0
        self.bridge = Bridge(self.settings, BridgedHome(self.live, self._count))

    def _count(self) -> None:
        self.changes += 1

    def entity(self, entity_id: str) -> Entity:
        return next(one for one in self.live.now.entities if one.entity_id == entity_id)

    def state(self, entity_id: str) -> object:
        return self.live.now.state_of(self.entity(entity_id)).get("state")

    def is_available(self, entity_id: str) -> bool:
        return self.live.now.state_of(self.entity(entity_id)).is_available

    async def call(self, kind: ActionKind, entity_id: str, value: int | None = None) -> OutcomeKind:
        action = Action(entity=self.entity(entity_id), kind=kind, value=value)
        calls = [c for c in self.live.model.encode(action) if isinstance(c, ServiceCall)]
        return await self.bridge.call(calls, timeout_s=2.0)


@contextlib.asynccontextmanager
async def running(home: Home) -> AsyncIterator[None]:
    task = asyncio.create_task(home.bridge.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@contextlib.asynccontextmanager
async def bridged(
    folder: Path, *entities: HomeEntity
) -> AsyncIterator[tuple[FakeHomeAssistant, Home]]:
    """A server, and a home that has learnt from it; by default there is one lamp."""
    async with FakeHomeAssistant(*(entities or (lamp(),))) as server:
        home = Home(server, folder)
        async with running(home):
            assert await home.bridge.wait_learnt(WAIT_S) is None
            yield server, home


async def until(is_true: Callable[[], bool]) -> None:
    async with asyncio.timeout(WAIT_S):
        while not is_true():  # noqa: ASYNC110 - a test watches from outside
            await asyncio.sleep(0.01)
