import asyncio
import contextlib
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from blockbuster import blockbuster_ctx
from fixtures.mosquitto import HOST, Mosquitto, free_port

from edge_agent.config.schema import MqttSettings
from edge_agent.domain.action import MqttMessage, OutcomeKind
from edge_agent.errors import BrokerError, ConfigError
from edge_agent.mqtt.session import Session
from edge_agent.mqtt.topics import Topics

TOPICS = Topics(agent_id="test")
CLOSE_LIMIT_S = 3.0
"""The promise is one second; the rest is for a busy machine."""
WAIT_S = 10.0

Messages = list[tuple[str, bytes, bool]]


def settings_for(broker: Mosquitto, **more: object) -> MqttSettings:
    return MqttSettings(host=broker.host, port=broker.port, **more)


@contextlib.asynccontextmanager
async def running(session: Session) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(session.run())
    try:
        await session.wait_connected(WAIT_S)
        yield task
    finally:
        await close(task)


async def close(task: asyncio.Task[None]) -> float:
    started = time.monotonic()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    return time.monotonic() - started


async def until(is_true: Callable[[], bool]) -> None:
    async with asyncio.timeout(WAIT_S):
        while not is_true():  # noqa: ASYNC110 - a test watches from outside
            await asyncio.sleep(0.01)


def in_thread(function: Callable[..., object], *arguments: object) -> "asyncio.Future[object]":
    return asyncio.get_running_loop().run_in_executor(None, function, *arguments)


def collecting(settings: MqttSettings, *, is_one_shot: bool = False) -> tuple[Session, Messages]:
    messages: Messages = []
    session = Session(
        settings,
        TOPICS,
        lambda topic, payload, is_retained: messages.append((topic, payload, is_retained)),
        is_one_shot=is_one_shot,
    )
    return session, messages


def command(payload: str = "ON") -> MqttMessage:
    return MqttMessage(topic="lamp/set", payload=payload)


def test_status_is_online_when_ready_and_offline_after_a_clean_close(mosquitto: Mosquitto) -> None:
    async def scenario() -> None:
        session, _ = collecting(settings_for(mosquitto))
        async with running(session):
            assert await in_thread(mosquitto.retained, TOPICS.status) is None
            await session.announce_online()
            assert await in_thread(mosquitto.retained, TOPICS.status) == "online"

    asyncio.run(scenario())
    assert mosquitto.retained(TOPICS.status) == "offline"


def test_the_will_says_offline_when_the_agent_is_killed(mosquitto: Mosquitto) -> None:
    program = f"""
import asyncio
from edge_agent.config.schema import MqttSettings
from edge_agent.mqtt.session import Session
from edge_agent.mqtt.topics import Topics

async def main():
    settings = MqttSettings(host={mosquitto.host!r}, port={mosquitto.port})
    session = Session(settings, Topics(agent_id="test"), lambda *_: None)
    task = asyncio.create_task(session.run())
    await session.wait_connected(10)
    await session.announce_online()
    await task

asyncio.run(main())
"""
    with mosquitto.watch(TOPICS.status) as watcher:
        agent = subprocess.Popen([sys.executable, "-c", program])
        try:
            watcher.wait(TOPICS.status, "online")
        finally:
            agent.kill()
            agent.wait()
        watcher.wait(TOPICS.status, "offline")
    assert mosquitto.retained(TOPICS.status) == "offline"


@pytest.mark.parametrize("way", ["freeze", "kill"])
def test_close_ends_soon_without_the_broker(mosquitto: Mosquitto, way: str) -> None:
    async def scenario() -> float:
        session, _ = collecting(settings_for(mosquitto))
        async with running(session) as task:
            await session.announce_online()
            getattr(mosquitto, way)()
            return await close(task)

    took_s = asyncio.run(scenario())
    print(f"close with the broker after {way}: {took_s:.3f} s")  # noqa: T201
    assert took_s < CLOSE_LIMIT_S


def test_close_while_a_frozen_broker_holds_up_everything(mosquitto: Mosquitto) -> None:
    async def scenario() -> float:
        session, _ = collecting(settings_for(mosquitto))
        async with running(session) as task:
            mosquitto.freeze()
            waiting = asyncio.create_task(session.publish([command()], timeout_s=WAIT_S))
            await asyncio.sleep(0)
            took_s = await close(task)
            assert await waiting is OutcomeKind.FAILED
            return took_s

    assert asyncio.run(scenario()) < CLOSE_LIMIT_S
    mosquitto.thaw()
    assert mosquitto.retained(TOPICS.status) == "offline"


def test_close_while_connecting_to_a_frozen_broker(mosquitto: Mosquitto) -> None:
    async def scenario() -> float:
        mosquitto.freeze()
        session, _ = collecting(settings_for(mosquitto))
        task = asyncio.create_task(session.run())
        await asyncio.sleep(0.3)
        return await close(task)

    assert asyncio.run(scenario()) < CLOSE_LIMIT_S


def test_connects_subscribes_and_announces_again_after_a_restart(mosquitto: Mosquitto) -> None:
    async def scenario() -> None:
        session, messages = collecting(settings_for(mosquitto))
        async with running(session):
            await session.subscribe(frozenset({"home/+/state", TOPICS.text_set}))
            await session.announce_online()
            state = MqttMessage(topic=TOPICS.state, payload="{}", retain=True)
            await session.retain(state)
            await in_thread(mosquitto.restart)
            await until(lambda: not session.is_connected)
            await until(lambda: session.is_connected)
            await session.settle(WAIT_S)
            assert await in_thread(mosquitto.retained, TOPICS.status) == "online"
            assert await in_thread(mosquitto.retained, TOPICS.state) == "{}"
            await in_thread(mosquitto.publish, "home/lamp/state", "ON")
            await in_thread(mosquitto.publish, TOPICS.text_set, "hello")
            await until(lambda: len(messages) == 2)
            assert messages == [
                ("home/lamp/state", b"ON", False),
                (TOPICS.text_set, b"hello", False),
            ]

    asyncio.run(scenario())


def test_what_is_published_while_not_connected_is_never_sent(mosquitto: Mosquitto) -> None:
    async def scenario() -> None:
        session, _ = collecting(settings_for(mosquitto))
        async with running(session):
            mosquitto.stop()
            await until(lambda: not session.is_connected)
            started = time.monotonic()
            assert (
                await session.publish([command("late")], timeout_s=WAIT_S)
                is OutcomeKind.NOT_CONNECTED
            )
            assert time.monotonic() - started < 1
            await in_thread(mosquitto.start)
            with mosquitto.watch("lamp/set") as watcher:
                await until(lambda: session.is_connected)
                assert await session.publish([command("now")], timeout_s=5) is OutcomeKind.ACKED
                await in_thread(watcher.wait, "lamp/set", "now")
                assert watcher.payloads("lamp/set") == ["now"]

    asyncio.run(scenario())


def test_an_answer_is_told_with_the_next_connection_and_only_once(mosquitto: Mosquitto) -> None:
    async def scenario() -> None:
        session, _ = collecting(settings_for(mosquitto))
        answer = MqttMessage(topic=TOPICS.response, payload="not connected")
        async with running(session):
            mosquitto.stop()
            await until(lambda: not session.is_connected)
            await session.answer_later(answer)
            await in_thread(mosquitto.start)
            with mosquitto.watch(TOPICS.response) as watcher:
                await in_thread(watcher.wait, TOPICS.response, "not connected")
                await in_thread(mosquitto.restart)
            with mosquitto.watch(TOPICS.response) as watcher:
                await until(lambda: not session.is_connected)
                await until(lambda: session.is_connected)
                await session.answer_later(MqttMessage(topic=TOPICS.response, payload="next"))
                await in_thread(watcher.wait, TOPICS.response, "next")
                assert watcher.payloads(TOPICS.response) == ["next"]

    asyncio.run(scenario())


def test_publish_fails_at_once_when_the_broker_dies_meanwhile(mosquitto: Mosquitto) -> None:
    async def scenario() -> None:
        session, _ = collecting(settings_for(mosquitto))
        async with running(session):
            mosquitto.freeze()
            publishing = asyncio.create_task(session.publish([command()], timeout_s=60))
            await asyncio.sleep(0.1)
            started = time.monotonic()
            mosquitto.kill()
            assert await publishing is OutcomeKind.FAILED
            assert time.monotonic() - started < CLOSE_LIMIT_S

    asyncio.run(scenario())


def test_publish_fails_when_the_broker_is_silent(mosquitto: Mosquitto) -> None:
    async def scenario() -> None:
        session, _ = collecting(settings_for(mosquitto))
        async with running(session):
            mosquitto.freeze()
            assert await session.publish([command()], timeout_s=0.2) is OutcomeKind.FAILED

    asyncio.run(scenario())


def test_messages_are_published_in_order_and_all_are_acknowledged(mosquitto: Mosquitto) -> None:
    payloads = [str(number) for number in range(60)]

    async def scenario() -> None:
        session, _ = collecting(settings_for(mosquitto))
        async with running(session):
            messages = [command(payload) for payload in payloads]
            assert await session.publish(messages, timeout_s=5) is OutcomeKind.ACKED

    with mosquitto.watch("lamp/set") as watcher:
        asyncio.run(scenario())
        watcher.wait("lamp/set", payloads[-1])
        assert watcher.payloads("lamp/set") == payloads


@pytest.mark.parametrize("topic", ["", "a/#", "a/+/b", "nul\0", "\ud800", "/" * 300])
def test_an_impossible_topic_fails_and_leaves_the_connection_alone(
    mosquitto: Mosquitto, topic: str
) -> None:
    async def scenario() -> None:
        session, _ = collecting(settings_for(mosquitto))
        async with running(session):
            bad = MqttMessage(topic=topic, payload="ON")
            assert await session.publish([bad], timeout_s=5) is OutcomeKind.FAILED
            await session.subscribe(frozenset({topic, "good"}))
            assert await session.publish([command()], timeout_s=5) is OutcomeKind.ACKED

    asyncio.run(scenario())


def test_settle_waits_for_500_retained_messages(mosquitto: Mosquitto) -> None:
    async def scenario() -> None:
        writer, _ = collecting(settings_for(mosquitto), is_one_shot=True)
        async with running(writer):
            for start in range(0, 500, 100):
                batch = [
                    MqttMessage(topic=f"homeassistant/light/{n}/config", payload="{}", retain=True)
                    for n in range(start, start + 100)
                ]
                assert await writer.publish(batch, timeout_s=WAIT_S) is OutcomeKind.ACKED
        session, messages = collecting(settings_for(mosquitto))
        async with running(session):
            assert await session.subscribe(frozenset({"homeassistant/#"}))
            started = time.monotonic()
            assert await session.settle(WAIT_S)
            print(f"settled in {time.monotonic() - started:.3f} s")  # noqa: T201
            assert len(messages) == 500
            assert all(is_retained for _, _, is_retained in messages)

    asyncio.run(scenario())


def test_settle_says_so_when_it_cannot_be_known(mosquitto: Mosquitto) -> None:
    async def scenario() -> None:
        session, _ = collecting(settings_for(mosquitto))
        assert not await session.settle(1)
        async with running(session):
            mosquitto.freeze()
            assert not await session.settle(0.2)

    asyncio.run(scenario())


def test_subscriptions_follow_the_wanted_set(mosquitto: Mosquitto) -> None:
    many = frozenset(f"home/{number}" for number in range(250))

    async def scenario() -> None:
        session, messages = collecting(settings_for(mosquitto))
        async with running(session):
            assert await session.subscribe(many)
            assert await session.subscribe(many - {"home/0"} | {"garden"})
            for topic in ("home/0", "home/249", "garden"):
                await in_thread(mosquitto.publish, topic, "x")
            await session.settle(WAIT_S)
            assert [topic for topic, _, _ in messages] == ["home/249", "garden"]

    asyncio.run(scenario())


def test_hostile_messages_do_not_end_the_session(mosquitto: Mosquitto) -> None:
    arrived: list[str] = []

    def stumble(topic: str, payload: bytes, _is_retained: bool) -> None:  # noqa: FBT001
        arrived.append(topic)
        payload.decode()

    async def scenario() -> None:
        session = Session(settings_for(mosquitto), TOPICS, stumble)
        async with running(session):
            await session.subscribe(frozenset({"home/#"}))
            for topic, payload in (
                ("home/garbage", b"\xff\xfe\x00"),
                ("home/huge", b"x" * (256 * 1024 + 1)),
                ("home/large", b"x" * (256 * 1024)),
                ("home/\u2028\U0001f4a5", b""),
                ("home/last", b"ok"),
            ):
                await in_thread(mosquitto.publish, topic, payload)
            await until(lambda: "home/last" in arrived)
            assert arrived == ["home/garbage", "home/large", "home/\u2028\U0001f4a5", "home/last"]
            assert session.is_connected

    asyncio.run(scenario())


def test_a_one_shot_session_leaves_no_trace(mosquitto: Mosquitto) -> None:
    async def scenario() -> None:
        daemon, _ = collecting(settings_for(mosquitto))
        async with running(daemon):
            await daemon.announce_online()
            first, _ = collecting(settings_for(mosquitto), is_one_shot=True)
            second, _ = collecting(settings_for(mosquitto), is_one_shot=True)
            async with running(first), running(second):
                await first.announce_online()
            assert daemon.is_connected
            assert await in_thread(mosquitto.retained, TOPICS.status) == "online"

    asyncio.run(scenario())


def failure(settings: MqttSettings, timeout_s: float = WAIT_S) -> str:
    async def scenario() -> None:
        session, _ = collecting(settings, is_one_shot=True)
        task = asyncio.create_task(session.run())
        try:
            await session.wait_connected(timeout_s)
        finally:
            await close(task)

    with pytest.raises(BrokerError) as caught:
        asyncio.run(scenario())
    return str(caught.value)


def test_a_refused_port_is_explained() -> None:
    port = free_port()
    assert failure(MqttSettings(host=HOST, port=port)) == (
        f"the MQTT broker at 127.0.0.1:{port} refuses the connection, nothing listens there;"
        " start the broker or correct mqtt.host and mqtt.port."
    )


@pytest.mark.parametrize("host", ["broker.invalid", "a..b"])
def test_an_unknown_name_is_explained(host: str) -> None:
    sentence = failure(MqttSettings(host=host))
    assert sentence == (
        f"the MQTT broker at {host}:1883 is not known to the network by that name;"
        " correct mqtt.host or give an IP address."
    )


def test_a_wait_may_be_over_in_the_moment_in_which_the_connection_breaks() -> None:
    async def scenario() -> None:
        session, _ = collecting(MqttSettings())
        async with session._limit(0):  # noqa: SLF001 - no broker breaks off at the very moment
            try:
                await asyncio.sleep(WAIT_S)
            finally:
                session._give_up_waiting()  # noqa: SLF001 - as above

    with pytest.raises(TimeoutError):
        asyncio.run(scenario())


def test_a_silent_broker_is_explained(mosquitto: Mosquitto) -> None:
    mosquitto.freeze()
    assert "does not answer" in failure(settings_for(mosquitto), timeout_s=0.3)


def test_logins(start_mosquitto: Callable[..., Mosquitto], tmp_path: Path) -> None:
    broker = start_mosquitto(login=("agent", "open sesame"))
    assert "wants a login; set mqtt.username" in failure(settings_for(broker))
    file = tmp_path / "password"
    file.write_text("sesame street\n")
    wrong = settings_for(broker, username="agent", password_file=str(file))
    sentence = failure(wrong)
    assert "refuses the login of 'agent'; correct mqtt.username or the password" in sentence
    assert "sesame" not in sentence
    file.write_text("open sesame\nsecond line\n")
    asyncio.run(_connect(wrong))


def test_the_password_may_be_a_credential_of_systemd(
    start_mosquitto: Callable[..., Mosquitto], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broker = start_mosquitto(login=("agent", "open sesame"))
    (tmp_path / "mqtt_password").write_text("open sesame")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    asyncio.run(_connect(settings_for(broker, username="agent")))


# paho leaves the socket of a failed handshake to the garbage collector, which complains.
_leaks = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@_leaks
def test_tls(start_mosquitto: Callable[..., Mosquitto], tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    files = ["-keyout", str(key), "-out", str(certificate)]
    names = ["-subj", "/CN=broker", "-addext", "subjectAltName=IP:127.0.0.1"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run(
        ["openssl", "req", "-x509", "-days", "2", *kind, *names, *files],
        check=True,
        capture_output=True,
    )
    broker = start_mosquitto(certificate=(certificate, key))
    asyncio.run(_connect(settings_for(broker, ca_file=str(certificate))))
    sentence = failure(settings_for(broker, tls=True))
    assert "shows a certificate that is not trusted" in sentence
    assert "mqtt.ca_file" in sentence


@_leaks
def test_tls_to_a_broker_without_it(mosquitto: Mosquitto) -> None:
    sentence = failure(settings_for(mosquitto, tls=True))
    assert "check mqtt.port and mqtt.tls" in sentence


@pytest.mark.parametrize("key", ["password_file", "ca_file"])
def test_a_missing_file_is_an_error_of_the_configuration(key: str) -> None:
    with pytest.raises(ConfigError, match=rf"mqtt\.{key}: /nowhere .*No such file"):
        collecting(MqttSettings(**{key: "/nowhere"}))


async def _connect(settings: MqttSettings) -> None:
    session, _ = collecting(settings, is_one_shot=True)
    async with running(session):
        assert session.is_connected


def test_nothing_blocks_the_event_loop(mosquitto: Mosquitto) -> None:
    async def scenario() -> None:
        session, messages = collecting(settings_for(mosquitto))
        with blockbuster_ctx("edge_agent"):
            async with running(session):
                await session.announce_online()
                await session.subscribe(frozenset({"lamp/#"}))
                assert await session.publish([command()], timeout_s=5) is OutcomeKind.ACKED
                assert await session.settle(WAIT_S)
                assert len(messages) == 1

    asyncio.run(scenario())


@pytest.mark.parametrize("passes", range(8))
def test_a_task_that_is_cancelled_while_the_broker_goes_ends(
    mosquitto: Mosquitto, passes: int
) -> None:
    """Whatever pass of the loop it comes in, nobody goes on who was told to end."""

    async def scenario() -> None:
        session, _ = collecting(settings_for(mosquitto))
        async with running(session):
            mosquitto.kill()
            time.sleep(0.05)  # noqa: ASYNC251 - the end of the connection waits to be read
            publishing = asyncio.create_task(session.publish([command()], timeout_s=60))
            for _ in range(passes):
                await asyncio.sleep(0)
            was_over = publishing.done()
            publishing.cancel()
            if not was_over:
                with pytest.raises(asyncio.CancelledError):
                    await publishing

    asyncio.run(scenario())
