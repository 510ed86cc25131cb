"""What is to be said where there is no device at all."""

from edge_agent.config.schema import Config
from edge_agent.domain.entity import Home


def lack_of_devices(home: Home, config: Config) -> str | None:
    """A sentence for a home that has nothing; None for any other."""
    if home.entities or home.appliances:
        return None
    return (
        f"No devices: nothing announces itself below {config.mqtt.discovery_prefix}/;"
        " switch on MQTT Discovery in what your devices are run by,"
        " or write them down as docs/own-devices.md tells."
    )
