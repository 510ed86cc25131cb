"""Wake words: heard by small models, confirmed by the recogniser."""
