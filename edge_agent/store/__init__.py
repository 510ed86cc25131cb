"""The speech models beside the shipped one: found, fetched, checked, installed and selected."""
