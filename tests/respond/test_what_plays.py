"""What plays, as it is said, and what was done to players."""

import pytest
from sayings import act, command, entity, plan, said

from edge_agent.domain.action import ActionKind
from edge_agent.domain.entity import Capability
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Answer, Finding

RADIO = entity("media_player", "Kitchen Radio", "Kitchen")
STEREO = entity("media_player", "Stereo", "Lounge")
TV = entity("media_player", "TV", "Lounge", capabilities=frozenset({Capability.POWER}))
ATTRIBUTES = ("title", "artist", "source", "state")


def playing(**told: dict[str, str]) -> str:
    players = {"radio": RADIO, "stereo": STEREO}
    findings = tuple(
        Finding(entity=players[name], attribute=one, value=values.get(one))
        for name, values in told.items()
        for one in ATTRIBUTES
    )
    return said(Answer(command=command(Intent.GET_PLAYING), findings=findings))


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (
            {"radio": {"state": "playing", "title": "So What", "artist": "Miles Davis"}},
            "So What by Miles Davis is playing on the Kitchen Radio.",
        ),
        (
            {"radio": {"state": "paused", "title": "So What"}},
            "So What is paused on the Kitchen Radio.",
        ),
        (
            {"radio": {"state": "playing", "source": "Jazz24"}},
            "Jazz24 is playing on the Kitchen Radio.",
        ),
        ({"radio": {"title": "{odd} title"}}, "{odd} title is playing on the Kitchen Radio."),
        ({"radio": {"state": "playing"}}, "The Kitchen Radio is playing."),
        ({"radio": {"state": "idle", "title": "So What"}}, "Nothing is playing."),
        ({"radio": {}}, "The Kitchen Radio has not reported yet."),
        (
            {"radio": {"state": "playing", "title": "A"}, "stereo": {"state": "playing"}},
            "A is playing on the Kitchen Radio and the Stereo is playing.",
        ),
        ({"radio": {"state": "off"}, "stereo": {}}, "Nothing is playing."),
    ],
)
def test_what_plays_is_told(told, text):
    assert playing(**told) == text


@pytest.mark.parametrize(
    ("entity_", "value", "asked", "text"),
    [
        (TV, "idle", "on", "Yes, the TV is idle."),
        (TV, "off", "on", "No, the TV is off."),
        (RADIO, "paused", "on", "No, the Kitchen Radio is paused."),
        (RADIO, "playing", "on", "Yes, the Kitchen Radio is playing."),
    ],
)
def test_a_player_is_on_while_it_plays_or_has_not_been_switched_off(entity_, value, asked, text):
    findings = (Finding(entity=entity_, attribute="state", value=value),)
    assert said(Answer(command=command(Intent.GET_STATE, state=asked), findings=findings)) == text


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (ActionKind.PLAY, None, "Started the Stereo."),
        (ActionKind.NEXT, None, "Skipped to the next one on the Stereo."),
        (ActionKind.SET_VOLUME, 40, "Set the volume of the Stereo to 40 percent."),
        (ActionKind.VOLUME_UP, 2, "Turned the Stereo up."),
        (ActionKind.SELECT_SOURCE, "Jazz24", "Put Jazz24 on the Stereo."),
    ],
)
def test_what_was_done_is_told(kind, value, text):
    assert said(plan(act(STEREO, kind, value))) == text
