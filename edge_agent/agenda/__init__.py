"""Timers, alarms, reminders and commands for later: what is set, found, changed and due."""
