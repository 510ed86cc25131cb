"""Commands with the slots that Home Assistant's intents have."""

import pytest

from edge_agent.domain.command import Command
from edge_agent.domain.intent import Intent
from edge_agent.domain.slots import Slots
from edge_agent.domain.wire import wire_slots


@pytest.mark.parametrize(
    ("intent", "slots", "is_here", "expected"),
    [
        (
            Intent.TURN_OFF,
            Slots(domain="light", floor="all"),
            False,
            {"domain": "light"},
        ),
        (
            Intent.TURN_OFF,
            Slots(domain="fan", area="Den"),
            False,
            {"domain": "fan", "area": "Den", "name": "all"},
        ),
        (Intent.TURN_OFF, Slots(domain="fan", area="Den"), True, {"domain": "fan", "area": "Den"}),
        (
            Intent.LIGHT_SET,
            Slots(domain="light", area="Den", color="red"),
            False,
            {"area": "Den", "color": "red"},
        ),
        (
            Intent.TURN_ON,
            Slots(name="Spot", domain="light"),
            False,
            {"name": "Spot", "domain": "light"},
        ),
        (Intent.TOO_COLD, Slots(area="Den"), False, {"area": "Den", "need": "too_cold"}),
    ],
)
def test_slots_are_those_of_home_assistant(intent, slots, is_here, expected):
    command = Command(intent=intent, slots=slots, confidence=1.0, is_here=is_here)
    assert wire_slots(command) == expected
