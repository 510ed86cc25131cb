"""Frozen value types: no input or output, no third-party import."""
