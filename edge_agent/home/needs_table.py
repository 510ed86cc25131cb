"""The table of needs: as it comes with the program, with what the configuration says instead."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from edge_agent.config.load import load_needs
from edge_agent.config.needs import NeedOption, NeedOptions, NeedsSettings
from edge_agent.domain.intent import Intent

Needs = Mapping[Intent, tuple[NeedOption, ...]]
"""What may be done about each need, most preferred first."""

_TABLE: Final = Path(__file__).with_name("needs.yaml")


@cache
def usual_needs() -> Needs:
    """What comes with the program.

    Raises:
        ConfigError: the installation's table is damaged.
    """
    settings = load_needs(_TABLE)
    return {need: _options(getattr(settings, need), ()) for need in Intent if need.is_need}


def needs_of(settings: NeedsSettings) -> Needs:
    """What comes with the program, but for the needs that a configuration tells of.

    Raises:
        ConfigError: the installation's table is damaged.
    """
    return {need: _options(getattr(settings, need), usual) for need, usual in usual_needs().items()}


def _options(own: NeedOptions | None, usual: tuple[NeedOption, ...]) -> tuple[NeedOption, ...]:
    """The options of one need, with the usual ones where their place is marked."""
    if own is None:
        return usual
    listed = (usual if isinstance(option, str) else (option,) for option in own)
    return tuple(option for options in listed for option in options)
