"""Choosing among the ways to say something, and filling its places."""

from collections.abc import Callable
from random import Random
from typing import Final

from edge_agent.domain.response import Manner
from edge_agent.respond.sentence import Key
from edge_agent.respond.wording import Variants, Wording, english, places

Choose = Callable[[Key, Variants], str]
"""Picks one of the ways to say something; there is at least one."""
_SEED: Final = 0


class Variety:
    """Picks by chance, the same for the same seed, and never the same twice running."""

    def __init__(self, seed: int = _SEED) -> None:
        self._random = Random(seed)  # noqa: S311 - nothing secret is drawn
        self._last: dict[tuple[type, str], str] = {}

    def __call__(self, key: Key, variants: Variants) -> str:
        """One of the variants, but the one that was picked last for this key."""
        place = (type(key), str(key))
        fresh = [text for text in variants if text != self._last.get(place)]
        self._last[place] = self._random.choice(fresh or variants)
        return self._last[place]


class Words:
    """What the agent says, sentence by sentence."""

    def __init__(self, wording: Wording | None = None, choose: Choose | None = None) -> None:
        """Take a language's wording (English) and what picks among variants (chance).

        Raises:
            ConfigError: the installation's file of the language is damaged.
        """
        self.wording: Final = wording or english()
        self._choose = choose or Variety()

    def say(self, key: Key, manner: Manner = Manner.PLAIN, **parts: str | None) -> str:
        """One way to say something; ways that tell of a part that is None are left out."""
        known = {name: part for name, part in parts.items() if part is not None}
        variants = self.wording.variants(key, manner)
        told = tuple(text for text in variants if places(text) <= known.keys())
        return filled(self._choose(key, told or variants[:1]), **known)


def filled(text: str, **parts: str) -> str:
    """A text with its places filled; `{What}` begins a sentence."""
    capitals = {capital(name): capital(part) for name, part in parts.items()}
    return text.format(**parts, **capitals)


def capital(text: str) -> str:
    """A sentence's beginning."""
    return text[:1].upper() + text[1:]
