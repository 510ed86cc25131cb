"""The dialects: how each family of devices speaks MQTT, one a file.

A new dialect is a function from `Fields` to a `Binding`, entered in `DIALECTS`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from edge_agent.domain.entity import Domain
from edge_agent.home.binding import Dialect
from edge_agent.home.codec.binary_sensor import binary_sensor
from edge_agent.home.codec.climate import climate
from edge_agent.home.codec.cover import cover
from edge_agent.home.codec.fan import fan
from edge_agent.home.codec.light import light
from edge_agent.home.codec.lock import lock
from edge_agent.home.codec.scene import scene
from edge_agent.home.codec.sensor import sensor
from edge_agent.home.codec.switch import switch

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
    }
)
"""How to understand a configuration of each domain."""
