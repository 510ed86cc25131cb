"""Which addresses may be asked, and which may be told a key in the clear."""

import pytest

from edge_agent.config.addresses import endpoint_problem, is_home_host

HOME = [
    *("localhost", "ollama", "box.local", "nas.lan", "ai.home.arpa", "host.docker.internal"),
    *("127.0.0.1", "192.168.1.20", "10.0.0.5", "172.16.3.4", "::1", "fd00::1", "fe80::1%eth0"),
    "::ffff:192.168.1.1",
]
OUTSIDE = ["api.openai.com", "8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "lan.example.com"]


@pytest.mark.parametrize("host", HOME)
def test_hosts_of_the_home(host: str):
    assert is_home_host(host)


@pytest.mark.parametrize("host", OUTSIDE)
def test_hosts_outside(host: str):
    assert not is_home_host(host)


@pytest.mark.parametrize(
    ("url", "has_key", "problem"),
    [
        ("http://192.168.1.20:11434/v1", True, None),
        ("http://[fd00::1]:8080/v1", True, None),
        ("https://api.openai.com/v1", True, None),
        ("http://gateway.example.com/v1", False, None),
        ("http://gateway.example.com/v1", True, "the key would go in the clear"),
        ("HTTP://8.8.8.8/v1", True, "the key would go in the clear"),
        ("ftp://192.168.1.20", False, "an address such as"),
        ("192.168.1.20:11434", False, "an address such as"),
        ("http://", False, "an address such as"),
        ("http://a:99999/", False, "an address such as"),
        ("http://[::1/", False, "an address such as"),
        ("https://me:secret@host/v1", False, "without a password"),
        ("https://host/v1?key=x", False, "without spaces, ? and #"),
        ("https://host/v 1", False, "without spaces, ? and #"),
        ("https://hóst/v1", False, "plain letters"),
    ],
)
def test_addresses_of_endpoints(url: str, has_key, problem: str | None):
    found = endpoint_problem(url, has_key=has_key)
    assert problem in found if problem and found else found == problem
