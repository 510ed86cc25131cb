"""What the configuration says of what may be done, as one guard."""

import re
from pathlib import Path
from typing import Final

from edge_agent.config.schema import PolicySettings
from edge_agent.config.secret_file import first_line
from edge_agent.errors import ConfigError
from edge_agent.nlu.spoken_pins import LONGEST, SHORTEST
from edge_agent.pipeline.guard import Guard

_PIN: Final = re.compile(f"[0-9]{{{SHORTEST},{LONGEST}}}")


def guard_of(settings: PolicySettings) -> Guard:
    """The guard of an agent.

    Raises:
        ConfigError: the PIN cannot be read, or is none.
    """
    return Guard(settings, _pin(settings))


def _pin(settings: PolicySettings) -> str | None:
    if settings.pin_file is None:
        return None
    key, path = "policy.pin_file", Path(settings.pin_file)
    pin = first_line(path, key=key, what="the PIN").strip()
    if not _PIN.fullmatch(pin):
        raise ConfigError(
            f"{key}: {path}: the first line must be the PIN, {SHORTEST} to {LONGEST} digits and"
            " nothing else."
        )
    return pin
