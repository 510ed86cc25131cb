"""The home: how devices announce themselves, how they are commanded, and the states they are in."""
