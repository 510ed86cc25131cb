"""Whether a sentence says more of the same command than its beginning."""

import pytest
from test_completeness import HOME

from edge_agent.app.understanding import Understander
from edge_agent.config.schema import UnderstandingSettings
from edge_agent.domain.phrase import Phrase


@pytest.fixture(scope="module")
def understander() -> Understander:
    made = Understander(UnderstandingSettings())
    made.learn(HOME)
    made.teach([Phrase(examples=("good night",), does="turn off the lights")])
    return made


@pytest.mark.parametrize(
    ("begun", "whole"),
    [
        ("turn off all the lights", "turn off all the lights in the lounge"),
        ("turn off all the lights", "turn off all the lights but the desk"),
        ("turn on the desk", "turn on the desk fan"),
        ("set a timer", "set a timer for one hour"),
        ("set a timer for one hour", "set a timer for one hour and ten minutes"),
        ("set the piano lamp to twenty", "set the piano lamp to twenty five percent"),
        ("what's the temperature", "what's the temperature in the study"),
        ("turn on the piano lamp", "turn on the piano lamp at seven"),
        ("turn on the piano lamp", "turn on the piano lamp for ten minutes"),
        ("turn on the", "turn on the piano lamp"),
        ("", "turn on the piano lamp"),
    ],
)
def test_it_says_more(understander: Understander, begun: str, whole: str) -> None:
    assert understander.extends((begun,) if begun else (), (whole,))


@pytest.mark.parametrize(
    ("begun", "whole"),
    [
        ("turn on the piano lamp", "turn on the piano lamp please"),
        ("turn on the piano lamp", "turn off the piano lamp"),
        ("turn on the piano lamp", "turn on the piano lamp and close the shutter"),
        ("turn on the piano lamp and close the shutter", "turn on the piano lamp"),
        ("turn on the piano lamp", "turn on the piano lamp we had a lovely day"),
        ("good night", "good night turn on the lights"),
        ("turn on the", "turn on the good night"),
        ("", ""),
    ],
)
def test_it_says_something_else(understander: Understander, begun: str, whole: str) -> None:
    assert not understander.extends((begun,) if begun else (), (whole,))
