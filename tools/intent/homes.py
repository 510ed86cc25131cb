"""Generated homes and the names in them, as written and as heard."""
# ruff: noqa: PLR2004 - the shares in which sentences of each sort are drawn stand where they are drawn

import random
from collections.abc import Sequence
from typing import Any, Final

from files import read
from vocabulary import pattern_words

from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.network import NONE
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.template import Slot

_DOMAIN_WEIGHTS: Final = {
    "light": 9, "switch": 4, "cover": 4, "fan": 2, "climate": 2, "lock": 2, "scene": 3,
    "sensor": 4, "binary_sensor": 3, "valve": 1, "button": 1, "vacuum": 1, "lawn_mower": 1,
    "humidifier": 1, "water_heater": 1, "number": 1, "select": 1, "siren": 1,
}  # fmt: skip


class HomeSource:
    """Draws homes; the same seed draws the same ones."""

    def __init__(self, seed: int, *, is_held_out: bool, words: Sequence[str]) -> None:
        """Take names of the training, or with some that were kept out of it."""
        self.random = random.Random(seed)
        self._names: dict[str, Any] = read("names.yaml")
        self._first = self._names["held_out_first" if is_held_out else "first"]
        self._words = list(words)
        chatter = sorted(word for word in pattern_words()[NONE] if len(word) > 3)
        self._odd = [*words, *(chatter * (len(words) // (2 * len(chatter))))]
        self._home = Home()
        self.gazetteer = Gazetteer(self._home)

    def new_home(self) -> None:
        """Draw another home; sentences that follow speak of it."""
        draw = self.random
        areas = [_written(a, draw) for a in draw.sample(self._names["areas"], draw.randint(2, 9))]
        floors = [_written(f, draw) for f in draw.sample(self._names["floors"], 3)]
        floor_of: dict[str | None, str | None] = {a: draw.choice([None, *floors]) for a in areas}
        entities = []
        for number in range(draw.randint(8, 36)):
            domain = draw.choices(list(_DOMAIN_WEIGHTS), list(_DOMAIN_WEIGHTS.values()))[0]
            area = draw.choice([None, *areas, *areas]) if domain != "scene" else None
            noun, name = self._name(domain, area)
            entity = Entity(
                entity_id=f"{domain}.{number}",
                name=_written(name, draw),
                domain=Domain(domain),
                device_class=self._names["device_classes"].get(noun),
                modes=self._modes(domain),
                area=area,
                floor=floor_of.get(area),
            )
            entities.append(entity)
        self._home = Home(entities=tuple(entities))
        self.gazetteer = Gazetteer(self._home)

    def _modes(self, domain: str) -> tuple[str, ...]:
        known = self._names["modes"].get(domain, [])
        return tuple(self.random.sample(known, min(len(known), self.random.randint(2, 6))))

    def _name(self, domain: str, area: str | None) -> tuple[str, str]:
        draw = self.random
        noun = draw.choice(self._names["nouns"][domain])
        first = draw.choice(self._first)
        options = [noun, f"{first} {noun}", f"{first} {noun}", f"{first} {noun}"]
        if area:
            options += [f"{area} {noun}", f"{area} {first} {noun}"]
        if domain == "scene":
            options = [
                noun,
                noun,
                first + " time",
                f"{draw.choice(self._odd)} {draw.choice(self._odd)}" if self._odd else noun,
            ]
        elif draw.random() < 0.12:
            options = [
                f"{noun} {first}",
                first,
                f"{noun} {draw.randint(1, 6)}",
                f"{first} {draw.choice(self._first)}",
            ]
            if self._odd:
                options += [draw.choice(self._odd), f"{draw.choice(self._odd)} {noun}"]
        return noun, draw.choice(options)

    def _area(self, area: str | None) -> str:
        """The given room, one of the home, or now and then one that it lacks."""
        draw = self.random
        if draw.random() < 0.08:
            is_odd = self._words and draw.random() < 0.4
            return str(draw.choice(self._words if is_odd else self._names["areas"]))
        return area or draw.choice(self._home.areas or ("kitchen",))

    def _said_name(self, name: str, slot: Slot) -> tuple[str, ...]:
        """A name of the home, one that it lacks, or one that was not heard well."""
        draw = self.random.random()
        if draw < 0.11:
            domain = self.random.choice(slot.options).replace("outlet", "switch")
            is_odd = self._odd and self.random.random() < 0.5
            odd = (
                " ".join(self.random.sample(self._odd, self.random.randint(1, 2))) if is_odd else ""
            )
            return normalise(odd or self._name(domain, None)[1])
        return _misheard(normalise(name), self.random) if draw < 0.22 else normalise(name)


def _written(name: str, draw: random.Random) -> str:
    return name.title() if draw.random() < 0.9 else name


def _misheard(tokens: tuple[str, ...], draw: random.Random) -> tuple[str, ...]:
    at = draw.randrange(len(tokens))
    word = tokens[at]
    if len(word) < 4 or not word.isalpha():
        return tokens
    cut = draw.randrange(1, len(word))
    heard = draw.choice(
        [
            f"{word[:cut]} {draw.choice(('a', 'the', 'of', 'or'))} {word[cut:]}",
            word[:cut] + word[cut + 1 :],
            word[:cut] + word[cut - 1] + word[cut:],
            word[:cut] + " " + word[cut:],
            word[:cut] + draw.choice("aeioutnsrl") + word[cut + 1 :],
        ]
    )
    return (*tokens[:at], *heard.split(), *tokens[at + 1 :])
