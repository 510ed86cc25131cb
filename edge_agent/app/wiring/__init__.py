"""From a configuration to the parts of an agent: one module for each group of parts."""
