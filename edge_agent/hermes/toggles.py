"""Who wants the ear closed: as Rhasspy counts it, one for each part and reason."""

from edge_agent.hermes.orders import Toggle


class Toggles:
    """Closed as long as anybody wants it so."""

    def __init__(self) -> None:
        self._closing = set[tuple[str, str]]()

    def note(self, toggle: Toggle) -> bool:
        """Take a wish; whether the ear is to be closed now.

        Opening without a reason opens whatever the reasons were.
        """
        if not toggle.is_on:
            self._closing.add((toggle.part, toggle.reason))
        elif toggle.reason:
            self._closing.discard((toggle.part, toggle.reason))
        else:
            self._closing = {(part, why) for part, why in self._closing if part != toggle.part}
        return bool(self._closing)
