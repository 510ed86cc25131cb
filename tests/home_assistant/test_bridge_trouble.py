"""The way to Home Assistant when something is amiss: each is one sentence, and all goes on."""

import asyncio
import json
import ssl
import subprocess
import time

import pytest
from bridged_home import LAMP, WAIT_S, Home, bridged, lamp, running, until
from fixtures.home_assistant import TOKEN, FakeHomeAssistant
from structlog.testing import capture_logs

from edge_agent.app.bridging import BridgedHome
from edge_agent.config.schema import HomeAssistantSettings
from edge_agent.domain.action import ActionKind, OutcomeKind
from edge_agent.errors import ConfigError
from edge_agent.home.registry import HomeModel
from edge_agent.home_assistant import bridge as bridge_module
from edge_agent.home_assistant import calling
from edge_agent.home_assistant.bridge import Bridge
from edge_agent.pipeline.live_home import LiveHome


def test_what_home_assistant_refuses_has_failed_and_is_told(tmp_path):
    async def scenario() -> None:
        async with FakeHomeAssistant(lamp()) as server:
            server.refusals["light.turn_on"] = "The bridge is not reachable"
            home = Home(server, tmp_path)
            async with running(home):
                await home.bridge.wait_learnt(WAIT_S)
                with capture_logs() as logs:
                    assert await home.call(ActionKind.TURN_ON, "light.lamp") is OutcomeKind.FAILED
            (entry,) = [one for one in logs if one["log_level"] == "error"]
            assert entry["reason"] == "The bridge is not reachable"

    asyncio.run(scenario())


def test_a_home_assistant_that_does_not_answer_has_not_done_it(tmp_path, monkeypatch):
    monkeypatch.setattr(calling, "_MOMENT_S", 0.1)

    async def scenario() -> None:
        async with FakeHomeAssistant(lamp()) as server:
            server.silent |= {"call_service", "ping"}
            home = Home(server, tmp_path)
            async with running(home):
                await home.bridge.wait_learnt(WAIT_S)
                assert await home.call(ActionKind.TURN_ON, "light.lamp") is OutcomeKind.FAILED

    asyncio.run(scenario())


def test_nothing_is_called_late_or_twice_when_the_connection_breaks(tmp_path):
    async def scenario() -> None:
        async with bridged(tmp_path) as (server, home):
            server.silent.add("call_service")
            under_way = asyncio.create_task(home.call(ActionKind.TURN_ON, "light.lamp"))
            await asyncio.sleep(0.05)
            await server.stop()
            assert await under_way is OutcomeKind.FAILED
            await until(lambda: not home.is_available("light.lamp"))
            kind = await home.call(ActionKind.TURN_ON, "light.lamp")
            assert kind is OutcomeKind.NOT_CONNECTED
            server.silent.clear()
            server.entities["light.lamp"].state = "on"
            await server.start()
            await until(lambda: home.is_available("light.lamp"))
            assert home.state("light.lamp") == "on"
            assert server.calls == []

    asyncio.run(scenario())


def test_connections_that_break_again_and_again_are_made_again(tmp_path):
    async def scenario() -> None:
        async with FakeHomeAssistant(lamp()) as server:
            home = Home(server, tmp_path)
            async with running(home):
                for number in range(1, 4):
                    await until(lambda: bool(home.live.now.entities))
                    await until(lambda: home.is_available("light.lamp"))
                    await server.drop()
                    await until(lambda: server.logins > number)  # noqa: B023 - at once
                await until(lambda: home.is_available("light.lamp"))
                assert await home.call(ActionKind.TURN_ON, "light.lamp") is OutcomeKind.ACKED

    asyncio.run(scenario())


def test_a_wrong_token_is_told_in_one_sentence_and_not_tried_again_soon(tmp_path):
    async def scenario() -> None:
        async with FakeHomeAssistant(lamp()) as server:
            server.token = "another"
            home = Home(server, tmp_path)
            with capture_logs() as logs:
                async with running(home):
                    reason = await home.bridge.wait_learnt(WAIT_S)
                    await asyncio.sleep(0.3)
            assert reason is not None
            assert reason == (
                f"Home Assistant at {server.url} refuses the token (Invalid access token or"
                " password); make a long-lived access token on its page of your user profile and"
                " write it to home_assistant.token_file."
            )
            assert server.logins == 1
            assert [one["log_level"] for one in logs] == ["warning"]
            assert TOKEN not in repr(logs)

    asyncio.run(scenario())


def test_a_token_that_was_put_right_counts_without_a_restart(tmp_path, monkeypatch):
    monkeypatch.setattr(bridge_module, "_TOKEN_RETRY_S", 0.1)

    async def scenario() -> None:
        async with FakeHomeAssistant(lamp()) as server:
            server.token = "another"
            home = Home(server, tmp_path)
            async with running(home):
                assert await home.bridge.wait_learnt(WAIT_S) is not None
                (tmp_path / "token").write_text("another")
                await until(lambda: bool(home.live.now.entities))

    asyncio.run(scenario())


CLOSE_LIMIT_S = 3.0
"""Half a second, and the rest is for a busy machine."""
MALFORMED = [
    "",
    "{",
    "null",
    "[7]",
    '"text"',
    b"\xff\xfe",
    '{"type": "event"}',
    '{"type": "event", "id": true, "event": {}}',
    '{"type": "event", "id": 1, "event": 7}',
    '{"type": "result", "id": 9999, "success": true, "result": null}',
    '{"type": "result", "success": true}',
    '{"type": "unheard_of", "id": 5}',
    "[" * 100_000,
    json.dumps({"type": "pong", "id": 1}),
]


def test_malformed_messages_are_ignored_and_told_once(tmp_path):
    async def scenario() -> None:
        async with bridged(tmp_path) as (server, home):
            with capture_logs() as logs:
                for text in MALFORMED:
                    await server.send_raw(text)
                await server.set("light.lamp", "on")
                await until(lambda: home.state("light.lamp") == "on")
            warned = [one for one in logs if one["log_level"] == "warning"]
            assert len(warned) == 1

    asyncio.run(scenario())


ODD_EVENTS = [
    {"a": 7, "c": [1], "r": "light.lamp"},
    {"a": {"light.lamp": None}, "c": {"light.lamp": 3}, "r": [None, 7]},
    {"a": {"light.other": {"s": "on", "a": {}}}},
    {"c": {"light.lamp": {"+": [], "-": {"a": 7}}}},
    {"c": {"light.lamp": {"+": {"s": 7, "a": 9}, "-": {"a": [None, "brightness"]}}}},
    {"a": {"light.lamp": {"s": None, "a": None}}},
]


def test_events_that_make_no_sense_change_nothing_that_does(tmp_path):
    async def scenario() -> None:
        async with bridged(tmp_path) as (server, home):
            for event in ODD_EVENTS:
                await server.push("subscribe_entities", event)
            await server.push(
                "subscribe_entities", {"a": {"light.lamp": {"s": "on", "a": LAMP.attributes}}}
            )
            await until(lambda: home.state("light.lamp") == "on")

    asyncio.run(scenario())


@pytest.mark.parametrize("junk", [None, 7, "x", [], {}, [[]], {"a": 1}])
def test_answers_that_make_no_sense_leave_the_home_empty(tmp_path, junk):
    async def scenario() -> None:
        async with FakeHomeAssistant(lamp()) as server:
            kinds = ("config/entity_registry/list", "config/area_registry/list", "get_config")
            server.answers = dict.fromkeys(
                (*kinds, "get_states", "config/device_registry/list"), junk
            )
            home = Home(server, tmp_path)
            async with running(home):
                await home.bridge.wait_learnt(WAIT_S)
                assert home.live.now.entities == ()

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("404 Not Found", "does not speak as Home Assistant does; check home_assistant.url."),
        (
            "403 Forbidden",
            "has banned this machine; take it out of its ip_bans.yaml and start it again.",
        ),
    ],
)
def test_a_server_that_lets_nobody_in_is_told(tmp_path, status, told):
    async def stranger(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    async def scenario() -> str | None:
        server = FakeHomeAssistant()
        async with await asyncio.start_server(stranger, "127.0.0.1", server.port):
            home = Home(server, tmp_path)
            async with running(home):
                return await home.bridge.wait_learnt(WAIT_S)

    reason = asyncio.run(scenario())
    assert reason is not None
    assert reason.endswith(told)


def test_nothing_that_listens_is_told(tmp_path):
    async def scenario() -> str | None:
        home = Home(FakeHomeAssistant(), tmp_path)
        async with running(home):
            return await home.bridge.wait_learnt(WAIT_S)

    reason = asyncio.run(scenario())
    assert reason is not None
    assert "nothing listens there" in reason


def test_a_frozen_server_does_not_hold_up_the_end(tmp_path):
    async def scenario() -> float:
        async with FakeHomeAssistant(lamp()) as server:
            home = Home(server, tmp_path)
            async with running(home):
                await home.bridge.wait_learnt(WAIT_S)
                server.freeze()
                begun = time.monotonic()
            took_s = time.monotonic() - begun
            await server.drop()
            return took_s

    assert asyncio.run(scenario()) < CLOSE_LIMIT_S


def test_a_flood_of_events_leaves_the_loop_to_others(tmp_path):
    async def scenario() -> float:
        async with bridged(tmp_path) as (server, home):
            worst_s = 0.0
            flood = asyncio.create_task(_flood(server))
            while not flood.done():
                begun = time.monotonic()
                await asyncio.sleep(0)
                worst_s = max(worst_s, time.monotonic() - begun)
            await until(lambda: home.state("light.lamp") == "on")
            return worst_s

    worst_s = asyncio.run(scenario())
    print(f"longest hold-up of the loop in a flood of events: {1000 * worst_s:.1f} ms")  # noqa: T201
    assert worst_s < 0.5


async def _flood(server: FakeHomeAssistant) -> None:
    for number in range(2000):
        await server.set("light.lamp", "off" if number % 2 else "on", brightness=number % 255)
    await server.set("light.lamp", "on")


def test_a_message_that_is_too_large_ends_the_connection_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr("edge_agent.home_assistant.opening.MAX_MESSAGE_BYTES", 100_000)

    async def scenario() -> None:
        async with bridged(tmp_path) as (server, home):
            await server.send_raw("x" * 200_000)
            await until(lambda: server.logins == 2)
            await until(lambda: home.is_available("light.lamp"))

    asyncio.run(scenario())


def test_a_lamp_that_cannot_make_up_its_mind_is_looked_at_now_and_then(tmp_path, monkeypatch):
    monkeypatch.setattr(bridge_module, "_GATHER_S", 0.2)

    async def scenario() -> None:
        async with bridged(tmp_path) as (server, home):
            before = home.changes
            for number in range(501):
                modes = ["brightness"] if number % 2 else ["onoff"]
                await server.set("light.lamp", "on", supported_color_modes=modes)
            await asyncio.sleep(0.5)
            assert 1 <= home.changes - before <= 5

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ({"url": "http://93.184.216.34:8123"}, "leads to the internet without encryption"),
        ({"url": "ws://[2606:2800:220:1::1]"}, "leads to the internet without encryption"),
        ({"url": "homeassistant.local"}, "'homeassistant.local' is no address"),
        ({"url": "ftp://homeassistant.local"}, "is no address"),
        ({"url": "http://me:secret@homeassistant.local"}, "is no address"),
        ({"url": "http:///"}, "is no address"),
        ({"url": "http://["}, "is no address"),
        ({"url": "http://host:99999"}, "is no address"),
        ({"token_file": "nowhere"}, "home_assistant.token_file: nowhere cannot be read"),
        ({"token_file": None}, "there is no token"),
        ({"url": "https://ha", "ca_file": "nowhere"}, "home_assistant.ca_file"),
        ({"ca_file": "ca.pem"}, "is of no use without encryption"),
    ],
)
def test_what_cannot_work_is_told_at_the_start(tmp_path, more, complaint):
    token = tmp_path / "token"
    token.write_text(TOKEN)
    values = {"url": "http://192.168.1.5:8123", "token_file": str(token), **more}
    home = BridgedHome(LiveHome(HomeModel("homeassistant")), lambda: None)
    with pytest.raises(ConfigError, match=complaint.replace("(", "\\(")) as error:
        Bridge(HomeAssistantSettings(**values), home)
    assert TOKEN not in str(error.value)


def test_a_name_that_leads_to_the_internet_is_not_told_the_token(tmp_path, monkeypatch):
    monkeypatch.setattr("edge_agent.home_assistant.opening.is_public", lambda _: True)

    async def scenario() -> tuple[str | None, int]:
        async with FakeHomeAssistant(lamp()) as server:
            home = Home(server, tmp_path)
            async with running(home):
                return await home.bridge.wait_learnt(WAIT_S), server.logins

    reason, logins = asyncio.run(scenario())
    assert reason is not None
    assert "leads to the internet without encryption" in reason
    assert logins == 0


def test_an_encrypted_connection_is_only_made_with_whom_it_should(tmp_path):
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    files = ["-keyout", str(key), "-out", str(certificate)]
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *files, *subject]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    async def scenario(**more: object) -> str | None:
        async with FakeHomeAssistant(lamp(), tls=context) as server:
            home = Home(server, tmp_path, **more)
            async with running(home):
                return await home.bridge.wait_learnt(WAIT_S)

    assert asyncio.run(scenario(ca_file=str(certificate))) is None
    reason = asyncio.run(scenario())
    assert reason is not None
    assert "shows a certificate that is not trusted" in reason
