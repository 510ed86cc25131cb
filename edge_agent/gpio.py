"""Pins of a Raspberry Pi through gpiozero, which is there only where it is wanted."""

import warnings
from typing import Any

from edge_agent.errors import ConfigError


def open_pin(kind: str, pin: int, *, key: str, **options: object) -> Any:  # noqa: ANN401 - gpiozero has no types
    """One of gpiozero's devices at a pin.

    Args:
        kind: its class there, such as `Button`.
        pin: number of the pin, as Broadcom counts.
        key: what of the configuration wants it.
        options: of the class.

    Raises:
        ConfigError: gpiozero is missing, or there is no such pin to be used.
    """
    try:
        import gpiozero  # noqa: PLC0415 - an extra, and no memory where there is no pin
    except ImportError as error:
        raise ConfigError(
            f"{key} needs the package gpiozero; install it with: pip install 'edge-agent[gpio]'."
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of each backend that it tries in vain
            return getattr(gpiozero, kind)(pin, **options)
    except Exception as error:  # gpiozero's errors and those of its backends share no base
        raise ConfigError(
            f"{key}: GPIO pin {pin} cannot be used ({error}); is this a Raspberry Pi,"
            " is the pin free, and is the user that the agent runs as in the group gpio?"
        ) from error
