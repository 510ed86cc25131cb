"""MQTT: the session with the broker, and the agent's own topics and payloads."""
