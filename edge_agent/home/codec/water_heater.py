"""Water heaters and boilers."""

from typing import Final

from edge_agent.home.codec.thermostat import Customs, Thermostat, thermostat
from edge_agent.home.fields import Fields

_CUSTOMS: Final = Customs(
    modes=("off", "eco", "electric", "gas", "heat_pump", "high_demand", "performance"),
    on_modes=(),
    celsius=(43.3, 60.0),
    fahrenheit=(110.0, 140.0),
    step_key="precision",
    celsius_step=0.1,
    fahrenheit_step=1.0,
)


def water_heater(fields: Fields) -> Thermostat:
    """The binding of a water heater."""
    return thermostat(fields, _CUSTOMS)
