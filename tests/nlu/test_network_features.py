"""What the intent network sees of the names in a sentence."""

import pytest

from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.network import FEATURES, encode


@pytest.mark.parametrize("domain", list(Domain))
def test_every_kind_of_device_is_told_apart(domain):
    home = Home(entities=(Entity(entity_id=f"{domain}.x", name="Gizmo", domain=domain),))
    tokens = ("gizmo",)
    matches = Gazetteer(home).matches(tokens)
    assert [match.name.text for match in matches] == ["Gizmo"]
    _, features = encode(tokens, matches, {})
    marked = set(features[0].nonzero()[0])
    assert max(marked) < FEATURES
    assert marked == {0, 9 + list(Domain).index(domain)}
