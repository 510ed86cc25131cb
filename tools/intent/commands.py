"""Generated sentences that are commands, with the truth about each token."""
# ruff: noqa: PLR2004 - the shares in which sentences of each sort are drawn stand where they are drawn

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from homes import HomeSource
from vocabulary import CONFUSIONS, read

from edge_agent.domain.command import Intent
from edge_agent.domain.entity import Entity
from edge_agent.nlu.gazetteer import Match
from edge_agent.nlu.language import english
from edge_agent.nlu.network import OUTSIDE
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.numbers import format_number
from edge_agent.nlu.template import Sequence_, Slot, expand, parse

Tagged = tuple[str, str]
"""A token and its tag."""

_WEIGHTS: Final = {
    Intent.TURN_ON: 10, Intent.TURN_OFF: 10, Intent.LIGHT_SET: 16, Intent.GET_STATE: 12,
    Intent.OPEN: 6, Intent.CLOSE: 6, Intent.SET_TEMPERATURE: 8, Intent.SET_POSITION: 6,
    Intent.LOCK: 4, Intent.UNLOCK: 3, Intent.ACTIVATE: 6, Intent.GET_TEMPERATURE: 5,
    Intent.START_TIMER: 5,
}  # fmt: skip
_COUNTS: Final = (1, 1, 2, 3, 5, 10, 15, 20, 30, 45, 0.5, 1.5, 90)


@dataclass(slots=True)
class Example:
    """One sentence with its truth."""

    tokens: list[str]
    tags: list[str]
    intent: str
    matches: Sequence[Match] = field(default_factory=tuple)
    is_joined: bool = False
    """Two commands in one sentence: none to the network, which reads one at a time."""


class CommandSource(HomeSource):
    """Draws commands that speak of the drawn home."""

    def __init__(self, seed: int, *, is_held_out: bool, words: Sequence[str]) -> None:
        """Take sentences and names of the training, or those that were kept out of it."""
        super().__init__(seed, is_held_out=is_held_out, words=words)
        self._patterns = _held_out() if is_held_out else english().patterns
        self._intents = list(self._patterns)
        self._weights = [_WEIGHTS.get(intent, 2) for intent in self._intents]

    def command(self) -> Example | None:
        """A sentence that is a command; None where the home lacks what the pattern needs."""
        intent = self.random.choices(self._intents, self._weights)[0]
        return self._fill(self.random.choice(self._patterns[intent]), intent)

    def _fill(self, pattern: Sequence_, intent: Intent) -> Example | None:
        leaves = expand(pattern, self.random.randrange)
        tagged: list[Tagged] = []
        area: str | None = None
        if any(isinstance(leaf, Slot) and leaf.tag == "name" for leaf in leaves):
            entity = self._entity(
                next(x for x in leaves if isinstance(x, Slot) and x.tag == "name")
            )
            if entity is None:
                return None
            area = entity.area if self.random.random() < 0.8 else None
        for leaf in leaves:
            if isinstance(leaf, str):
                tagged += [(token, OUTSIDE) for token in normalise(leaf)]
                continue
            tokens = self._slot(leaf, entity if leaf.tag == "name" else None, area)
            if not tokens:
                return None
            tagged += _span(tokens, _tag_of(leaf, tokens))
        tagged = self._polite(tagged, intent)
        example = Example([t for t, _ in tagged], [t for _, t in tagged], str(intent))
        self._prefer_names(example)
        return example

    def _entity(self, slot: Slot) -> Entity | None:
        domains = {"switch" if o == "outlet" else o for o in slot.options}
        fits = [e for e in self._home.entities if e.domain in domains]
        return self.random.choice(fits) if fits else None

    def _slot(self, slot: Slot, entity: Entity | None, area: str | None) -> tuple[str, ...]:
        draw = self.random
        if slot.tag == "name":
            return self._said_name(entity.name if entity else "lamp", slot)
        if slot.tag in {"value", "step"}:
            return self._number(slot)
        if slot.tag == "area":
            return normalise(self._area(area))
        match slot.tag:
            case "floor":
                word = draw.choice(self._home.floors or tuple(self._names["floors"]))
            case "label":
                word = draw.choice(self._names["labels"] + self._words[:400])
            case "hours" | "minutes" | "seconds":
                word = format_number(draw.choice(_COUNTS))
            case _:
                word = draw.choice(english().words_for(slot.tag, slot.options))
        return normalise(word)

    def _number(self, slot: Slot) -> tuple[str, ...]:
        draw = self.random
        words = english().words_for(slot.tag, slot.options)
        if words and (
            slot.options != ("percent",) or (slot.tag == "value" and draw.random() < 0.25)
        ):
            return normalise(draw.choice(words))
        if slot.options == ("degrees",):
            number = draw.choice(
                [
                    draw.randint(1, 5) if slot.tag == "step" else draw.randint(5, 80),
                    draw.randint(10, 50) / 2,
                ]
            )
        else:
            number = draw.randint(0, 100)
        return (format_number(number),)

    def _polite(self, tagged: list[Tagged], intent: Intent) -> list[Tagged]:
        before, after = english().polite
        if intent in {Intent.YES, Intent.NO, Intent.NEVER_MIND}:
            return tagged
        if self.random.random() < 0.15:
            tagged = [*((t, OUTSIDE) for t in normalise(self.random.choice(before))), *tagged]
        if self.random.random() < 0.15:
            tagged = [*tagged, *((t, OUTSIDE) for t in normalise(self.random.choice(after)))]
        return tagged

    def _prefer_names(self, example: Example) -> None:
        """`kitchen light` is a name where something is called so, else a room and a kind."""
        for match in self.gazetteer.matches(example.tokens):
            span = slice(match.start, match.end)
            slots = {tag[2:] for tag in example.tags[span]}
            is_whole = example.tokens[span] == list(match.name.tokens)
            if match.name.kind == "name" and is_whole and slots == {"area", "kind"}:
                example.tags[span] = [t for _, t in _span(example.tokens[span], "name")]

    def noisy(self, example: Example) -> Example:
        """The same with a small word lost, added or misheard."""
        tokens, tags = list(example.tokens), list(example.tags)
        at = self.random.randrange(len(tokens))
        choice = self.random.random()
        if (
            tags[at] == OUTSIDE
            and tokens[at] in {"the", "my", "a", "please", "of", "to", "in", "percent", "degrees"}
            and choice < 0.4
            and len(tokens) > 2
        ):
            del tokens[at], tags[at]
        elif tags[at] == OUTSIDE and tokens[at] in CONFUSIONS and choice < 0.8:
            tokens[at] = self.random.choice(CONFUSIONS[tokens[at]])
        elif not tags[at].startswith("I-"):
            tokens.insert(
                at, self.random.choice(["the", "a", "uh", "um", "and", "so", "oh", "please", "now"])
            )
            tags.insert(at, OUTSIDE)
        return Example(tokens, tags, example.intent)


def _held_out() -> dict[Intent, tuple[Sequence_, ...]]:
    macros = english().macros
    return {
        Intent(intent): tuple(parse(pattern, macros) for pattern in patterns.splitlines())
        for intent, patterns in read("held_out.yaml").items()
    }


def _span(tokens: Sequence[str], tag: str) -> list[Tagged]:
    return [(token, f"{'I' if at else 'B'}-{tag}") for at, token in enumerate(tokens)]


def _tag_of(slot: Slot, tokens: tuple[str, ...]) -> str:
    """Words for a kind alone are never a name to the network: which is meant, the home decides."""
    return "kind" if slot.tag == "name" and tokens in english().kinds_by_words else slot.tag
