"""Speech in sound: where it is, and what was said."""
