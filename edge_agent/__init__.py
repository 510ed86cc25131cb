"""Offline voice control for MQTT homes."""

__version__ = "0.1.0"
