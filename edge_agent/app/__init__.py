"""The composition root: objects from the configuration, tasks, signals, the end of the process."""
