"""Where the websocket is, and who may be told the token."""

import pytest

from edge_agent.home_assistant.address import is_public, websocket_url


@pytest.mark.parametrize(
    ("url", "websocket"),
    [
        ("http://homeassistant.local:8123", "ws://homeassistant.local:8123/api/websocket"),
        ("ws://192.168.1.5:8123/", "ws://192.168.1.5:8123/api/websocket"),
        ("https://example.org", "wss://example.org/api/websocket"),
        ("wss://8.8.8.8/home/", "wss://8.8.8.8/home/api/websocket"),
        ("http://[fd00::5]:8123/api/websocket", "ws://[fd00::5]:8123/api/websocket"),
    ],
)
def test_any_way_to_write_it_leads_to_the_websocket(url, websocket):
    assert websocket_url(url) == websocket


@pytest.mark.parametrize(
    ("host", "is_it"),
    [
        ("127.0.0.1", False),
        ("192.168.1.5", False),
        ("10.0.0.1", False),
        ("100.100.1.1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("homeassistant.local", False),
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
    ],
)
def test_addresses_of_the_internet_are_known(host, is_it):
    assert is_public(host) is is_it
