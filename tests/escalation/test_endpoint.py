"""A real server and every way in which it may not be what one hopes."""

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures.chat_endpoint import ChatEndpoint, Step, endless, gives, says
from fixtures.mosquitto import free_port

from edge_agent.config.escalation import EscalationSettings
from edge_agent.domain.escalation import Reply, Trouble
from edge_agent.escalation import messages
from edge_agent.escalation.endpoint import MAX_BYTES, Endpoint
from edge_agent.escalation.model import Model

ASKED = [messages.system("Be brief."), messages.user("how far is the moon")]


def raw(sent: bytes) -> Step:
    """Send these bytes and hang up."""
    return lambda handler: handler.wfile.write(sent)


def ask(endpoint: Endpoint, *, with_tools: bool = True, within_s: float = 10.0) -> Reply | Trouble:
    settings = EscalationSettings(url="http://127.0.0.1/v1", model="tiny", max_answer_tokens=77)

    async def asked() -> Reply | Trouble:
        async with asyncio.timeout(within_s):
            return await Model(endpoint, settings).reply(ASKED, with_tools=with_tools)

    return asyncio.run(asked())


def test_what_is_sent(chat_endpoint: ChatEndpoint):
    chat_endpoint.steps = [says("Far.", tokens=12)]
    reply = ask(Endpoint.at(chat_endpoint.url + "/", key="s3cret"))
    assert reply == Reply(text="Far.", tokens=12)
    (document,) = chat_endpoint.asked
    assert document["model"] == "tiny"
    assert document["messages"] == ASKED
    assert document["max_tokens"] == 77
    assert document["stream"] is False
    assert [tool["function"]["name"] for tool in document["tools"]] == ["control", "state"]
    assert chat_endpoint.paths == ["/v1/chat/completions"]
    assert chat_endpoint.headers[0]["Authorization"] == "Bearer s3cret"
    assert "s3cret" not in repr(Endpoint.at(chat_endpoint.url, key="s3cret"))


def test_without_tools_none_are_told(chat_endpoint: ChatEndpoint):
    chat_endpoint.steps = [says("Far.")]
    ask(Endpoint.at(chat_endpoint.url), with_tools=False)
    assert "tools" not in chat_endpoint.asked[0]
    assert "Authorization" not in chat_endpoint.headers[0]


@pytest.mark.parametrize(
    ("step", "trouble"),
    [
        (gives(b"{}", 401), Trouble.REFUSED),
        (gives(b"{}", 403), Trouble.REFUSED),
        (gives(b"{}", 404), Trouble.NO_SUCH_MODEL),
        (gives(b"{}", 400), Trouble.NOT_TAKEN),
        (gives(b"{}", 429), Trouble.BUSY),
        (gives(b"{}", 500), Trouble.BROKEN),
        (gives(b"", 503), Trouble.BROKEN),
        (gives(b"", 204), Trouble.BROKEN),
        (gives(b"", 302, Location="http://127.0.0.1:1/"), Trouble.LEADS_AWAY),
        (gives(b"<html>It works!</html>"), Trouble.UNUSABLE),
        (gives(b'{"choices": []}'), Trouble.UNUSABLE),
        (gives(b'{"choices": [{"message": {"content": 7}}]}'), Trouble.UNUSABLE),
        (gives(b'{"choices": [{"message": null}]}'), Trouble.UNUSABLE),
        (gives(b"[" * 100_000), Trouble.UNUSABLE),
        (gives(b"\xff\xfe"), Trouble.UNUSABLE),
        (gives(b" " * (MAX_BYTES + 1)), Trouble.UNUSABLE),
        (endless, Trouble.UNUSABLE),
        (raw(b"HELLO\r\n\r\n"), Trouble.UNUSABLE),
        (raw(b"HTTP/1.1 200 OK\r\nA: b"), Trouble.UNUSABLE),
        (raw(b"HTTP/1.1 101 Hm\r\n\r\n"), Trouble.UNUSABLE),
        (raw(b"HTTP/1.1 200 OK\r\nA:" + b"x" * 99_999), Trouble.UNUSABLE),
        (raw(b"HTTP/1.1 100 Hm\r\n\r\n" * 99_999), Trouble.UNUSABLE),
        (raw(b""), Trouble.UNUSABLE),
    ],
)
def test_what_is_no_answer_is_a_value(chat_endpoint: ChatEndpoint, step: Step, trouble: Trouble):
    chat_endpoint.steps = [step]
    assert ask(Endpoint.at(chat_endpoint.url)) is trouble


def test_a_redirect_is_not_followed_and_tells_nobody_the_key(chat_endpoint: ChatEndpoint):
    other = ChatEndpoint()
    try:
        chat_endpoint.steps = [gives(b"", 307, Location=f"{other.url}/chat/completions")]
        assert ask(Endpoint.at(chat_endpoint.url, key="s3cret")) is Trouble.LEADS_AWAY
        assert other.asked == []
    finally:
        other.close()


def test_a_model_that_counts_its_answer_otherwise_is_asked_again(chat_endpoint: ChatEndpoint):
    chat_endpoint.steps = [gives(b"{}", 400), says("Far.")]
    assert ask(Endpoint.at(chat_endpoint.url)) == Reply(text="Far.", tokens=100)
    assert "max_tokens" not in chat_endpoint.asked[1]
    assert chat_endpoint.asked[1]["max_completion_tokens"] == 77


def test_nobody_there():
    assert ask(Endpoint.at(f"http://127.0.0.1:{free_port()}/v1")) is Trouble.UNREACHABLE


def test_proxies_of_the_environment_are_not_used(chat_endpoint: ChatEndpoint, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("no_proxy", "")
    chat_endpoint.steps = [says("Far.")]
    assert isinstance(ask(Endpoint.at(chat_endpoint.url)), Reply)


def test_whoever_stops_waiting_closes_the_connection():
    is_closed = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.settimeout(10)
                try:
                    while connection.recv(65_536):
                        pass
                except ConnectionResetError:
                    pass
                is_closed.set()

        serving = threading.Thread(target=serve)
        serving.start()
        begun_at = time.monotonic()
        with pytest.raises(TimeoutError):
            ask(Endpoint.at(f"http://127.0.0.1:{server.getsockname()[1]}/v1"), within_s=0.2)
        assert time.monotonic() - begun_at < 2
        serving.join()
        assert is_closed.is_set()


def test_a_key_is_never_told_in_the_clear_outside_the_home(chat_endpoint: ChatEndpoint):
    chat_endpoint.steps = [says("Far.")]
    outside = replace(Endpoint.at(chat_endpoint.url, key="s3cret"), is_home=lambda _: False)
    assert ask(outside) is Trouble.UNTRUSTED
    assert chat_endpoint.headers == []
    assert isinstance(ask(replace(outside, key=None)), Reply)


@pytest.fixture
def safe_endpoint(certificate: Path) -> Iterator[ChatEndpoint]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    endpoint = ChatEndpoint(context)
    endpoint.steps = [says("Far.")]
    yield endpoint
    endpoint.close()


def test_certificates_are_checked(safe_endpoint: ChatEndpoint, certificate: Path):
    unknown = Endpoint.at(safe_endpoint.url, tls=ssl.create_default_context(), key="s3cret")
    assert ask(unknown) is Trouble.UNTRUSTED
    assert safe_endpoint.asked == []
    known = ssl.create_default_context(cafile=str(certificate))
    assert isinstance(ask(Endpoint.at(safe_endpoint.url, tls=known)), Reply)


def test_tls_that_breaks(chat_endpoint: ChatEndpoint):
    chat_endpoint.steps = [says("Far.")]
    url = chat_endpoint.url.replace("http:", "https:")
    assert ask(Endpoint.at(url, tls=ssl.create_default_context())) is Trouble.UNREACHABLE
