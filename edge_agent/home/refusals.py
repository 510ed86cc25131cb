"""The kinds of announcement that a voice can do nothing with, and why."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

REFUSALS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "camera": "a camera sends pictures, which cannot be told.",
        "device_automation": "a trigger is there for automations; it has no state to ask for.",
        "event": "an event is over at once; it has no state to ask for.",
        "image": "an image cannot be told.",
        "infrared": "infrared signals go by their timings and have no names to say.",
        "notify": "a message would have to be dictated, which is not supported.",
        "remote": "a remote control sends codes, which have no names to say.",
        "tag": "a tag is read by its scanner; it has no state to ask for.",
    }
)
"""By Home Assistant's name of the component, one sentence each."""


def refusal(component: str) -> str:
    """Why a component is not used, one sentence."""
    unknown = f"devices of the kind {component[:40]!a} are unknown."
    return REFUSALS.get(component, unknown)
