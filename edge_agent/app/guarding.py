"""What the configuration says of what may be done: the guard of an agent, and the codes it has."""

import re
from pathlib import Path
from typing import Final

from edge_agent.config.policy import PolicySettings
from edge_agent.config.schema import Config
from edge_agent.config.secret import first_line, read_secret
from edge_agent.errors import ConfigError
from edge_agent.nlu.spoken_pins import LONGEST, SHORTEST
from edge_agent.pipeline.guard import Guard

_LONGEST_CODE: Final = 32
_CODE: Final = re.compile(f"[0-9A-Za-z]{{1,{_LONGEST_CODE}}}")
_PIN: Final = re.compile(f"[0-9]{{{SHORTEST},{LONGEST}}}")


def guard_of(settings: PolicySettings) -> Guard:
    """The guard of an agent.

    Raises:
        ConfigError: the PIN cannot be read, or is none.
    """
    return Guard(settings, _pin(settings))


def codes_of(config: Config) -> dict[str, str]:
    """The codes of locks and alarm panels, by the name or entity id that they are configured for.

    Raises:
        ConfigError: a code cannot be read, or is none.
    """
    return {device: _code(device, path) for device, path in config.codes.items()}


def _code(device: str, path: str) -> str:
    key = f"codes.{device}"
    code = first_line(Path(path), key, "code").strip()
    if not _CODE.fullmatch(code):
        raise ConfigError(
            f"{key}: {path}: the first line must be the code, {_LONGEST_CODE} letters and digits"
            " at most."
        )
    return code


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
