"""Entities that Home Assistant has and that are not on MQTT, through its websocket API."""
