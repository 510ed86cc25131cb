"""How the tests of the home build what they test: from configurations, as devices send them."""

import json
from collections.abc import Callable

import pytest

from edge_agent.home.announcement import announcement
from edge_agent.home.binding import Bound
from edge_agent.home.expansion import expanded, with_whole_topics

Bind = Callable[..., Bound]


@pytest.fixture
def bind() -> Bind:
    """Bind a configuration as a single-component message would."""

    def bound(platform: str, **config: object) -> Bound:
        item = announcement(
            platform, with_whole_topics(expanded(config)), fallback="thing", source="test"
        )
        assert item is not None
        return item.bound

    return bound


@pytest.fixture
def payload() -> Callable[..., bytes]:
    """A JSON payload from keyword arguments."""
    return lambda **config: json.dumps(config).encode()
