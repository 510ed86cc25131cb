"""What the configuration says of what may be done, as one guard."""

import re
from typing import Final

from edge_agent.config.schema import PolicySettings
from edge_agent.config.secret import read_secret
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
    key = "policy.pin_file"
    pin = read_secret(settings.pin_file, key=key, credential="pin", what="PIN")
    pin = (pin or "").strip()
    if not _PIN.fullmatch(pin):
        raise ConfigError(
            f"{key}: {settings.pin_file}: the first line must be the PIN, {SHORTEST} to {LONGEST}"
            " digits and nothing else."
        )
    return pin
