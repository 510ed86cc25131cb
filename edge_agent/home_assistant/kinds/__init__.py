"""How each kind of entity of Home Assistant is commanded and read.

A new kind is a function from what Home Assistant tells of an entity to a `ServiceBinding`, entered
in `KINDS`. None of them raises: what is odd is not known.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from edge_agent.domain.entity import Domain
from edge_agent.home_assistant.kinds.air import fan, humidifier
from edge_agent.home_assistant.kinds.alarm_control_panel import alarm_control_panel
from edge_agent.home_assistant.kinds.heating import climate, water_heater
from edge_agent.home_assistant.kinds.light import light
from edge_agent.home_assistant.kinds.media_player import media_player
from edge_agent.home_assistant.kinds.openings import cover, lock, valve
from edge_agent.home_assistant.kinds.robots import lawn_mower, vacuum
from edge_agent.home_assistant.kinds.simple import (
    binary_sensor,
    button,
    number,
    scene,
    select,
    sensor,
    switch,
)
from edge_agent.home_assistant.service_binding import Kind

KINDS: Final[Mapping[str, tuple[Domain, Kind]]] = MappingProxyType(
    {
        "alarm_control_panel": (Domain.ALARM_CONTROL_PANEL, alarm_control_panel),
        "binary_sensor": (Domain.BINARY_SENSOR, binary_sensor),
        "button": (Domain.BUTTON, button),
        "climate": (Domain.CLIMATE, climate),
        "cover": (Domain.COVER, cover),
        "fan": (Domain.FAN, fan),
        "humidifier": (Domain.HUMIDIFIER, humidifier),
        "input_boolean": (Domain.SWITCH, switch),
        "input_button": (Domain.BUTTON, button),
        "input_number": (Domain.NUMBER, number),
        "input_select": (Domain.SELECT, select),
        "lawn_mower": (Domain.LAWN_MOWER, lawn_mower),
        "light": (Domain.LIGHT, light),
        "lock": (Domain.LOCK, lock),
        "media_player": (Domain.MEDIA_PLAYER, media_player),
        "number": (Domain.NUMBER, number),
        "scene": (Domain.SCENE, scene),
        "script": (Domain.SCENE, scene),
        "select": (Domain.SELECT, select),
        "sensor": (Domain.SENSOR, sensor),
        "siren": (Domain.SIREN, switch),
        "switch": (Domain.SWITCH, switch),
        "vacuum": (Domain.VACUUM, vacuum),
        "valve": (Domain.VALVE, valve),
        "water_heater": (Domain.WATER_HEATER, water_heater),
    }
)
"""By Home Assistant's domain: what the agent takes it for, and how it is understood."""
