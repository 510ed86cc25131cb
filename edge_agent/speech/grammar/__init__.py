"""The grammar that libvosk composes with a model's lexicon."""
