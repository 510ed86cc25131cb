"""The way to Home Assistant, where the configuration has one; without it nothing is imported."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from edge_agent.config.schema import Config
from edge_agent.home.binding import Bound
from edge_agent.home.registry import Change
from edge_agent.home.states import Report
from edge_agent.pipeline.live_home import LiveHome

if TYPE_CHECKING:
    from edge_agent.home_assistant.bridge import Bridge


class BridgedHome:
    """Takes what comes from Home Assistant into the home.

    Args:
        home: the home.
        on_change: is called when entities came, went or changed their names.
    """

    def __init__(self, home: LiveHome, on_change: Callable[[], None]) -> None:
        self._home = home
        self._on_change = on_change

    def adopt(self, bounds: Mapping[str, Bound], unusable: Mapping[str, str]) -> None:
        """As `Household.adopt`."""
        if self._home.adopt(bounds, unusable) & Change.HOME:
            self._on_change()

    def report(self, reports: Sequence[Report]) -> None:
        """As `Household.report`."""
        self._home.report(reports)


def open_bridge(config: Config, home: LiveHome, on_change: Callable[[], None]) -> "Bridge | None":
    """The bridge of a configuration; None where it has none.

    Raises:
        ConfigError: the address, the token file or the certificate file cannot be used.
    """
    if config.home_assistant is None:
        return None
    from edge_agent.home_assistant.bridge import Bridge  # noqa: PLC0415 - costs memory

    return Bridge(config.home_assistant, BridgedHome(home, on_change))
