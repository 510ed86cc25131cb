"""How much of a command has been said, as far as words tell."""

import pytest

from edge_agent.app.understanding import Understander
from edge_agent.config.schema import UnderstandingSettings
from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.domain.phrase import Phrase
from edge_agent.domain.speech import Completeness


def entity(name: str, domain: str, area: str | None = None) -> Entity:
    number = f"{domain}.{area}_{name}".lower().replace(" ", "_")
    return Entity(entity_id=number, name=name, domain=Domain(domain), area=area)


HOME = Home(
    entities=(
        entity("Piano Lamp", "light", "Lounge"),
        entity("Desk", "light", "Study"),
        entity("Desk Fan", "fan", "Study"),
        entity("Radio", "switch", "Study"),
        entity("Radio", "switch", "Lounge"),
        entity("Veranda Door", "lock", "Lounge"),
        entity("Heating", "climate", "Study"),
        entity("Shutter", "cover", "Study"),
        entity("Ceiling Light", "light", "Study"),
    )
)
CLOSED = (
    "turn on the piano lamp",
    "switch the piano lamp off",
    "lock the veranda door",
    "is the veranda door locked",
    "turn on the desk fan",
    "turn off the radio in the study",
    "turn on the lights in the lounge",
    "turn on the lights please",
    "set the piano lamp to fifty percent",
    "set the piano lamp to blue",
    "what's the temperature in the study",
    "what time is it",
    "what's the date",
    "yes",
    "cancel the timer",
    "how long is left on the timer",
    "turn it off",
    "undo that",
    "turn on the radio in the study and close the shutter",
)
OPEN = (
    "turn on the lights",  # in the lounge
    "what's the temperature",  # in the study
    "turn off the radio",  # which one
    "turn on the desk",  # fan
    "set the piano lamp to fifty",  # five percent
    "turn off all the lights in the study",  # but the desk
    "set a timer for five minutes",  # and thirty seconds
    "wake me at seven",  # thirty
    "remind me to call mum",  # at eight
    "unlock it",  # for "unlock the"
    "no",  # the other one
    "stop",  # the shutter
    "how much time is left",  # on the timer
    "turn on the lights in the garage",  # a room that nobody knows
)
UNFINISHED = (
    "turn on the",
    "turn on the lights in the",
    "set a timer for",
    "set a timer",  # for ten minutes
    "turn off it",  # the radio
    "four seven one",  # the PIN
    "",
)
OTHER = (
    "don't turn on the piano lamp",
    "i turned on the piano lamp",
    "we had a lovely day at the lake",
)


@pytest.fixture(scope="module")
def understander() -> Understander:
    made = Understander(UnderstandingSettings())
    made.learn(HOME)
    made.teach([Phrase(examples=("film night",), does="turn off the lights")])
    return made


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *((text, Completeness.CLOSED) for text in (*CLOSED, "film night")),
        *((text, Completeness.OPEN) for text in OPEN),
        *((text, Completeness.UNFINISHED) for text in UNFINISHED),
        *((text, Completeness.OTHER) for text in OTHER),
    ],
)
def test_what_was_said_is_all_or_not(
    understander: Understander, text: str, found: Completeness
) -> None:
    assert understander.completeness((text,) if text else ()) is found


def test_what_was_understood_in_a_pause_is_not_understood_again(
    understander: Understander,
) -> None:
    said = ("turn on the piano lamp", "turn on the piano")
    first = understander.understand(said)
    assert understander.understand(list(said)) is first
    understander.learn(Home(entities=HOME.entities[1:]))
    assert not understander.understand(said).commands
    understander.learn(HOME)
    assert understander.understand(said).commands == first.commands
