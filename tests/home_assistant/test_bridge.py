"""The way to Home Assistant, against a server that speaks as it does."""

import asyncio
import subprocess
import sys
import time

from blockbuster import blockbuster_ctx
from bridged_home import LAMP, WAIT_S, Home, bridged, lamp, running, until
from fixtures.home_assistant import TOKEN, FakeHomeAssistant, HomeEntity

from edge_agent.app.bridging import BridgedHome
from edge_agent.config.schema import HomeAssistantSettings
from edge_agent.domain.action import ActionKind, OutcomeKind, ServiceCall
from edge_agent.home.registry import HomeModel
from edge_agent.home_assistant import calling
from edge_agent.home_assistant.bridge import Bridge
from edge_agent.pipeline.live_home import LiveHome


def test_entities_are_learnt_followed_and_commanded(tmp_path):
    async def scenario() -> None:
        async with bridged(tmp_path) as (server, home):
            entity = home.entity("light.lamp")
            assert (entity.name, entity.area) == ("Lamp", "Kitchen")
            assert entity.area_aliases == ("galley",)
            await until(lambda: home.state("light.lamp") == "off")
            assert await home.call(ActionKind.SET_BRIGHTNESS, "light.lamp", 40) is OutcomeKind.ACKED
            assert server.calls == [("light.turn_on", "light.lamp", {"brightness_pct": 40})]
            await server.set("light.lamp", "on", brightness=102)
            await until(lambda: home.state("light.lamp") == "on")
            assert home.live.now.state_of(entity).get("brightness") == 40
        assert not home.is_available("light.lamp")

    asyncio.run(scenario())


def test_a_device_that_takes_its_time_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(calling, "_MOMENT_S", 0.1)

    async def scenario() -> None:
        async with FakeHomeAssistant(lamp()) as server:
            server.silent.add("call_service")
            home = Home(server, tmp_path)
            async with running(home):
                await home.bridge.wait_learnt(WAIT_S)
                assert await home.call(ActionKind.TURN_ON, "light.lamp") is OutcomeKind.ACKED

    asyncio.run(scenario())


def test_what_one_entity_is_to_do_is_done_in_order(tmp_path):
    on = ServiceCall(domain="light", service="turn_on", entity_id="light.lamp")
    off = ServiceCall(domain="light", service="turn_off", entity_id="light.lamp")

    async def scenario() -> None:
        async with bridged(tmp_path) as (server, home):
            assert await home.bridge.call((on, off, on), timeout_s=2.0) is OutcomeKind.ACKED
            assert [name for name, *_ in server.calls] == [on.name, off.name, on.name]
            server.calls.clear()
            server.refusals["light.turn_off"] = "No."
            assert await home.bridge.call((on, off, on), timeout_s=2.0) is OutcomeKind.FAILED
            assert [name for name, *_ in server.calls] == [on.name]

    asyncio.run(scenario())


def test_changed_registries_are_read_again_in_one_pass(tmp_path):
    async def scenario() -> None:
        async with bridged(tmp_path) as (server, home):
            before = home.changes
            server.entities["light.lamp"].name = "Sunflower"
            server.entities["light.lamp"].aliases = [None, "yellow one"]
            for _ in range(20):
                await server.change_registry()
            await until(lambda: home.entity("light.lamp").name == "Sunflower")
            assert home.entity("light.lamp").aliases == ("yellow one",)
            assert home.state("light.lamp") == "off"
            await asyncio.sleep(0.2)
            assert home.changes - before <= 2
            server.entities["light.lamp"].is_exposed = False
            await server.change_registry()
            await until(lambda: not home.live.now.entities)

    asyncio.run(scenario())


def test_a_home_assistant_that_is_starting_is_looked_at_again(tmp_path):
    async def scenario() -> None:
        async with FakeHomeAssistant(lamp()) as server:
            server.is_running = False
            home = Home(server, tmp_path)
            async with running(home):
                await home.bridge.wait_learnt(WAIT_S)
                late = HomeEntity(entity_id="light.late", is_registered=False)
                server.entities["light.late"] = late
                await until(lambda: len(home.live.now.entities) == 2)
                server.is_running = True

    asyncio.run(scenario())


def test_somebody_who_is_no_administrator_can_use_it_too(tmp_path):
    async def scenario() -> None:
        async with FakeHomeAssistant(lamp()) as server:
            server.is_admin = False
            home = Home(server, tmp_path)
            async with running(home):
                assert await home.bridge.wait_learnt(WAIT_S) is None
                assert home.entity("light.lamp")

    asyncio.run(scenario())


def test_a_lamp_that_learns_to_dim_can_be_dimmed(tmp_path):
    async def scenario() -> None:
        plain = HomeEntity(entity_id="light.lamp", attributes={"supported_color_modes": ["onoff"]})
        async with bridged(tmp_path, plain) as (server, home):
            assert not home.entity("light.lamp").capabilities
            await server.set("light.lamp", "on", supported_color_modes=["brightness"])
            await until(lambda: bool(home.entity("light.lamp").capabilities))
            assert home.state("light.lamp") == "on"

    asyncio.run(scenario())


def test_two_of_one_id_are_both_there(tmp_path):
    async def scenario() -> None:
        both = (
            HomeEntity(entity_id="scene.good_night", state="unknown", name="Good night"),
            HomeEntity(entity_id="script.good_night", name="Sleep well"),
        )
        async with bridged(tmp_path, *both) as (server, home):
            assert await home.call(ActionKind.ACTIVATE, "scene.good_night_2") is OutcomeKind.ACKED
            assert server.calls == [("script.turn_on", "script.good_night", {})]

    asyncio.run(scenario())


def test_a_thousand_entities_come_in_one_pass(tmp_path):
    async def scenario() -> tuple[int, float]:
        many = [
            HomeEntity(entity_id=f"light.l{n}", name=f"Lamp {n}", attributes=dict(LAMP.attributes))
            for n in range(1000)
        ]
        async with FakeHomeAssistant(*many) as server:
            home = Home(server, tmp_path)
            begun = time.monotonic()
            with blockbuster_ctx("edge_agent"):
                async with running(home):
                    await home.bridge.wait_learnt(WAIT_S)
                    took_s = time.monotonic() - begun
                    assert len(home.live.now.entities) == 1000
            return home.changes, took_s

    changes, took_s = asyncio.run(scenario())
    print(f"a thousand entities learnt in {1000 * took_s:.0f} ms")  # noqa: T201
    assert changes == 1


def test_the_token_may_be_a_credential_of_systemd(tmp_path, monkeypatch):
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "home_assistant_token").write_text(TOKEN)
    home = BridgedHome(LiveHome(HomeModel("homeassistant")), lambda: None)
    Bridge(HomeAssistantSettings(url="http://homeassistant.local:8123"), home)


def test_without_the_section_nothing_of_it_is_imported():
    program = (
        "import sys, edge_agent.app.agent, edge_agent.app.workbench;"
        "sys.exit(any(n.partition('.')[0] == 'websockets' or 'home_assistant' in n"
        " for n in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
