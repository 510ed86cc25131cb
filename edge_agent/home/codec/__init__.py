"""The dialects: how each family of devices speaks MQTT, one a file.

A new dialect is a function from `Fields` to a `Binding`, entered in `DIALECTS`; the components that
have none are in `edge_agent.home.refusals`.
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
from edge_agent.home.codec.device_tracker import device_tracker
from edge_agent.home.codec.fan import fan
from edge_agent.home.codec.humidifier import humidifier
from edge_agent.home.codec.lawn_mower import lawn_mower
from edge_agent.home.codec.light import light
from edge_agent.home.codec.lock import lock
from edge_agent.home.codec.media_player import media_player
from edge_agent.home.codec.number import settable_number
from edge_agent.home.codec.scene import scene
from edge_agent.home.codec.select import select
from edge_agent.home.codec.sensor import sensor
from edge_agent.home.codec.siren import siren
from edge_agent.home.codec.switch import switch
from edge_agent.home.codec.text import calendar_date, date_and_time, text, time_of_day
from edge_agent.home.codec.update import software_update
from edge_agent.home.codec.vacuum import vacuum
from edge_agent.home.codec.valve import valve
from edge_agent.home.codec.water_heater import water_heater

DIALECTS: Final[Mapping[str, Dialect]] = MappingProxyType(
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
        Domain.MEDIA_PLAYER: media_player,
        "date": calendar_date,
        "datetime": date_and_time,
        "device_tracker": device_tracker,
        "text": text,
        "time": time_of_day,
        "update": software_update,
    }
)
"""How to understand a configuration of each component; most are called as their domain."""
_READ_AS: Final[Mapping[str, Domain]] = MappingProxyType(
    {
        "date": Domain.SENSOR,
        "datetime": Domain.SENSOR,
        "device_tracker": Domain.BINARY_SENSOR,
        "text": Domain.SENSOR,
        "time": Domain.SENSOR,
        "update": Domain.BINARY_SENSOR,
    }
)
"""Components that can only be asked about."""


def domain_of(component: str) -> Domain:
    """What a component of `DIALECTS` is to people."""
    return _READ_AS[component] if component in _READ_AS else Domain(component)
