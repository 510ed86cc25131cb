import asyncio
import logging
import socket
import sys
from contextlib import suppress

import aiomqtt
import pytest

from edge_agent.demo.broker import HOST, embedded_broker
from edge_agent.errors import EdgeAgentError


def test_retained_messages_come_before_a_marker_published_after_subscribing() -> None:
    async def talk() -> list[tuple[str, bool]]:
        received: list[tuple[str, bool]] = []
        async with (
            asyncio.timeout(20),
            embedded_broker() as port,
            aiomqtt.Client(HOST, port, identifier="home") as home,
        ):
            for index in range(30):
                await home.publish(f"homeassistant/{index}/config", "x", qos=1, retain=True)
            async with aiomqtt.Client(HOST, port, identifier="agent") as agent:
                await agent.subscribe("homeassistant/#", qos=1)
                await agent.subscribe("marker", qos=1)
                await agent.publish("marker", "now", qos=1)
                async for message in agent.messages:
                    received.append((message.topic.value, message.retain))
                    if message.topic.value == "marker":
                        return received
        return received

    *before, marker = asyncio.run(talk())
    assert marker == ("marker", False)
    assert {topic for topic, _ in before} == {f"homeassistant/{i}/config" for i in range(30)}
    assert all(is_retained for _, is_retained in before)


def test_a_lost_connection_publishes_the_will() -> None:
    async def talk() -> list[bytes]:
        will = aiomqtt.Will("status", "offline", qos=1, retain=True)
        async with (
            asyncio.timeout(20),
            embedded_broker() as port,
            aiomqtt.Client(HOST, port, identifier="watcher") as watcher,
        ):
            await watcher.subscribe("status", qos=1)
            lost = aiomqtt.Client(HOST, port, identifier="lost", will=will)
            with suppress(aiomqtt.MqttError):
                async with lost:
                    await lost.publish("status", "online", qos=1, retain=True)
                    connection = lost._client.socket()  # noqa: SLF001 - to break it as a fault would
                    assert isinstance(connection, socket.socket)
                    connection.shutdown(socket.SHUT_RDWR)
                    await anext(aiter(lost.messages))
            payloads: list[bytes] = []
            async for message in watcher.messages:
                payloads.append(bytes(message.payload or b""))
                if len(payloads) == 2:
                    return payloads
        return []

    assert asyncio.run(talk()) == [b"online", b"offline"]


def test_it_is_quiet(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    async def talk() -> None:
        async with embedded_broker() as port, aiomqtt.Client(HOST, port) as client:
            await client.publish("a", "b", qos=1)

    with caplog.at_level(logging.INFO):
        asyncio.run(talk())
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


def test_a_missing_library_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "amqtt.broker", None)

    async def start() -> None:
        async with embedded_broker():
            pass

    with pytest.raises(EdgeAgentError, match=r"run `pip install edge-agent\[demo\]`\.$"):
        asyncio.run(start())
