"""Whether there is a newer version of the speech model in use."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUpdate:
    """The model in use and what is known to be newer."""

    title: str
    """What its versions have in common; the name of a model that has none."""
    installed_version: str
    """Such as `0.15`; that of the program for a model that comes with it."""
    latest_version: str
    """The same where none is newer."""
    percent: int | None = None
    """How much of the newer one is fetched; None while nothing is being fetched."""
    failure: str = ""
    """Why the newer one could not be installed, as a sentence."""
