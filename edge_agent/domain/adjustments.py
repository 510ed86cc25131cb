"""What can be set while the agent runs, over what its configuration says."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

SILENCE_S: Final = (0.2, 3.0)
"""Least and most of `Adjustments.silence_s`."""
MIN_LEAD: Final = (-50.0, 50.0)
"""Least and most of `Adjustments.min_lead`."""

VOLUME: Final = (0, 100)
"""Least and most of `Adjustments.volume`."""
WAKE_SENSITIVITY: Final = (0.0, 1.0)
"""Least and most of `Adjustments.wake_sensitivity`."""

Change = float | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustments:
    """Each is as in `speech:` of the configuration, unless it says otherwise.

    None leaves it at what stands there.
    """

    silence_s: float | None = None
    """Seconds, within `SILENCE_S`."""
    min_lead: float | None = None
    """Nats, within `MIN_LEAD`."""
    model: str | None = None
    """Name of a model that is here."""
    volume: int | None = None
    """Percent, at any hour, within `VOLUME`."""
    wake_sensitivity: float | None = None
    """As `sensitivity` in `wake:`, within `WAKE_SENSITIVITY`."""

    def with_changes(self, changes: Mapping[str, Change]) -> "Adjustments":
        """These with others of them by name; None takes one back."""
        return replace(self, **changes)  # type: ignore[arg-type] # whoever reads them has checked

    @property
    def given(self) -> dict[str, float | str]:
        """All that are set, by name."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in found.items() if value is not None}
