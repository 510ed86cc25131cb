"""Small talk: pleasant, short, and without any effect on the home."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.domain.response import Act, Response, Topic
from edge_agent.respond.naming import listed, the
from edge_agent.respond.words import Words, filled

_MOST_ABILITIES: Final = 4
"""More are not listened to; the most important come first."""


def small_talk(topic: Topic, home: Home, words: Words) -> Response:
    """Talk a little; `home` tells what the agent can do."""
    abilities = listed(list(_abilities(home, words)), words.wording.grammar.and_)
    text = words.say(topic, abilities=abilities if topic is Topic.ABILITIES else None)
    return Response(act=Act.SMALL_TALK, text=text)


def _abilities(home: Home, words: Words) -> Iterator[str]:
    """What can be asked for here, and what always can."""
    of_domains = words.wording.abilities.by_domain
    found = [
        filled(text, what=_example(entities, words))
        for domain, text in of_domains.items()
        if (entities := _of_domain(home, domain))
    ]
    yield from dict.fromkeys(found[:_MOST_ABILITIES])
    yield from words.wording.abilities.always


def _of_domain(home: Home, domain: Domain) -> tuple[Entity, ...]:
    return tuple(entity for entity in home.entities if entity.domain is domain)


def _example(entities: tuple[Entity, ...], words: Words) -> str:
    """The name that most of them have, or the first."""
    usual, _ = Counter(entity.name for entity in entities).most_common(1)[0]
    return the(next(entity for entity in entities if entity.name == usual), words.wording)
