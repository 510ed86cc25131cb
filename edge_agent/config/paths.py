"""Where the models and example configurations that come with the program lie."""

from pathlib import Path
from typing import Final

from edge_agent.errors import ConfigError

_PACKAGE: Final = Path(__file__).resolve().parent.parent


def models_directory() -> Path:
    """The directory of the models, one directory a model.

    Raises:
        ConfigError: the installation lacks it.
    """
    return _shipped("models")


def configs_directory() -> Path:
    """The directory of the commented example configurations.

    Raises:
        ConfigError: the installation lacks it.
    """
    return _shipped("configs")


def _shipped(name: str) -> Path:
    """`_<name>` within an installed package, `<name>` beside the package in a checkout."""
    for path in (_PACKAGE / f"_{name}", _PACKAGE.parent / name):
        if path.is_dir():
            return path
    raise ConfigError(f"{_PACKAGE / f'_{name}'} is missing: install edge-agent again.")
