"""Hermes, the protocol of Snips and Rhasspy, without sound: messages as values, and sessions."""
