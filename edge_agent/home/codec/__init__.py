"""The dialects: how each family of devices speaks MQTT, one a file.

A new dialect is a function from `Fields` to a `Binding`, entered in `DIALECTS`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from edge_agent.domain.entity import Domain
from edge_agent.home.binding import Dialect
from edge_agent.home.codec.alarm_control_panel import alarm_control_panel
from edge_agent.home.codec.binary_sensor import binary_sensor
from edge_agent.home.codec.button import button
from edge_agent.home.codec.climate import climate
from edge_agent.home.codec.cover import cover
from edge_agent.home.codec.fan import fan
from edge_agent.home.codec.humidifier import humidifier
from edge_agent.home.codec.lawn_mower import lawn_mower
from edge_agent.home.codec.light import light
from edge_agent.home.codec.lock import lock
from edge_agent.home.codec.number import settable_number
from edge_agent.home.codec.scene import scene
from edge_agent.home.codec.select import select
from edge_agent.home.codec.sensor import sensor
from edge_agent.home.codec.siren import siren
from edge_agent.home.codec.switch import switch
from edge_agent.home.codec.vacuum import vacuum
from edge_agent.home.codec.valve import valve
from edge_agent.home.codec.water_heater import water_heater

DIALECTS: Final[Mapping[Domain, Dialect]] = MappingProxyType(
    {
        Domain.LIGHT: light,
        Domain.SWITCH: switch,
        Domain.COVER: cover,
        Domain.LOCK: lock,
        Domain.FAN: fan,
        Domain.CLIMATE: climate,
        Domain.SCENE: scene,
        Domain.SENSOR: sensor,
        Domain.BINARY_SENSOR: binary_sensor,
        Domain.VALVE: valve,
        Domain.BUTTON: button,
        Domain.VACUUM: vacuum,
        Domain.LAWN_MOWER: lawn_mower,
        Domain.HUMIDIFIER: humidifier,
        Domain.WATER_HEATER: water_heater,
        Domain.NUMBER: settable_number,
        Domain.SELECT: select,
        Domain.SIREN: siren,
        Domain.ALARM_CONTROL_PANEL: alarm_control_panel,
    }
)
"""How to understand a configuration of each domain."""
