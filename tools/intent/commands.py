"""Generated sentences that are commands, with the truth about each token."""
# ruff: noqa: PLR2004 - the shares in which sentences of each sort are drawn stand where they are drawn

from collections.abc import Sequence
from typing import Final

from assist import drawn, tag_of, tagged_words, templates, word_of
from example import Example, command
from files import read
from homes import HomeSource
from noise import SHORT_WORDS, Heard, alikes
from vocabulary import patterns_of

from edge_agent.domain.entity import Entity
from edge_agent.domain.intent import Intent
from edge_agent.nlu.language import english
from edge_agent.nlu.network import OUTSIDE
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.numbers import format_number, is_number
from edge_agent.nlu.template import ALSO, Sequence_, Slot, expand

Tagged = tuple[str, str]
"""A token and its tag."""

_WEIGHTS: Final = {
    Intent.TURN_ON: 10, Intent.TURN_OFF: 10, Intent.LIGHT_SET: 16, Intent.GET_STATE: 12,
    Intent.OPEN: 6, Intent.CLOSE: 6, Intent.SET_TEMPERATURE: 8, Intent.SET_POSITION: 6,
    Intent.LOCK: 4, Intent.UNLOCK: 3, Intent.ACTIVATE: 6, Intent.GET_TEMPERATURE: 5,
    Intent.START_TIMER: 5, Intent.SET_MODE: 6, Intent.SET_VALUE: 4, Intent.SET_SPEED: 4,
    Intent.VACUUM_START: 3, Intent.VACUUM_RETURN: 3,
}  # fmt: skip
_OF_ENTITY: Final = frozenset({"name", "mode"})
"""Slots of a pattern that speak of the same device."""
_ERRORS: Final = 0.13
"""Share of words that are heard as others, lost, or followed by one that was not said."""
_ESSENTIAL: Final = frozenset(
    {"on", "off", "up", "down", "out", "open", "close", "shut", "lock", "unlock", "timer", "not"}
)
"""Without one of these it is another command, or none."""
_COUNTS: Final = (1, 1, 2, 3, 5, 10, 15, 20, 30, 45, 0.5, 1.5, 90)


class CommandSource(HomeSource):
    """Draws commands that speak of the drawn home."""

    def __init__(self, seed: int, *, is_held_out: bool, words: Sequence[str]) -> None:
        """Take sentences and names of the training, or those that were kept out of it."""
        super().__init__(seed, is_held_out=is_held_out, words=words)
        self._patterns = _patterns("held_out.yaml") if is_held_out else english().patterns
        self._paraphrases = {} if is_held_out else _patterns("paraphrases.yaml")
        polite = read("paraphrases.yaml")
        self._polite_words = (
            (*english().polite[0], *polite["before"]),
            (*english().polite[1], *polite["after"]),
        )
        self._templates = {} if is_held_out else templates()
        self._alikes = alikes()
        self._intents = list(self._patterns)
        self._weights = [_WEIGHTS.get(intent, 2) for intent in self._intents]

    def command(self, *, is_polite: bool = True) -> Example | None:
        """A sentence that is a command; None where the home lacks what the pattern needs."""
        intent = self.random.choices(self._intents, self._weights)[0]
        return self._fill(self._pattern(intent), intent, is_polite=is_polite)

    def _pattern(self, intent: Intent) -> Sequence_:
        """One of the language's patterns, or nearly as often a paraphrase."""
        others = self._paraphrases.get(intent)
        patterns = others if others and self.random.random() < 0.45 else self._patterns[intent]
        return self.random.choice(patterns)

    def _fill(
        self, pattern: Sequence_, intent: Intent, *, is_polite: bool = True
    ) -> Example | None:
        leaves = expand(pattern, self.random.randrange)
        tagged: list[Tagged] = []
        area: str | None = None
        entity: Entity | None = None
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
            tokens = self._slot(leaf, entity if leaf.tag in _OF_ENTITY else None, area)
            if not tokens:
                return None
            tagged += (
                _span(tokens, _tag_of(leaf, tokens))
                if leaf.tag != "free"
                else [(token, OUTSIDE) for token in tokens]
            )
        tagged = self._polite(tagged, intent) if is_polite else tagged
        example = command([t for t, _ in tagged], [t for _, t in tagged], intent)
        _part_further(example)
        self._prefer_names(example)
        return example

    def assist(self) -> Example | None:
        """A sentence of Home Assistant's intents; None where the home lacks what it speaks of."""
        if not self._templates:
            return None
        weights = [_WEIGHTS.get(intent, 2) for intent in self._templates]
        (intent,) = self.random.choices(list(self._templates), weights)
        template = self.random.choice(self._templates[intent])
        leaves = drawn(template, self.random)
        entity: Entity | None = None
        if leaves is None:
            return None
        if any(
            isinstance(leaf, tuple) and leaf[1] == "name" and leaf[0] == "name" for leaf in leaves
        ):
            entity = self._entity(Slot("name", "|".join(template.domains or ("sensor",))))
            if entity is None:
                return None
        tagged: list[Tagged] = []
        text = ""
        for leaf in leaves:
            if isinstance(leaf, str):
                text += leaf
                continue
            tagged += tagged_words(text, template)
            text = ""
            found = self._listed(leaf, entity)
            if found is None:
                return None
            tagged += found
        tagged += tagged_words(text, template)
        example = command([t for t, _ in tagged], [t for _, t in tagged], template.intent)
        self._prefer_names(example)
        return example

    def _listed(self, leaf: tuple[str, str], entity: Entity | None) -> list[Tagged] | None:
        """What stands for a list of a template."""
        tag = tag_of(leaf)
        if tag is None:
            return None
        if tag in {"name", "area"}:
            area = entity.area if entity else None
            tokens = self._slot(Slot(tag, str(entity.domain) if entity else ""), entity, area)
            return _span(tokens, _tag_of(Slot(tag), tokens))
        word = word_of(leaf, self.random)
        if word is not None:
            return _span(normalise(word), tag)
        slot = Slot(
            tag, "degrees" if leaf[0] == "temperature" else "percent" if tag == "value" else ""
        )
        return _span(self._slot(slot, None, None), tag)

    def _entity(self, slot: Slot) -> Entity | None:
        domains = {"switch" if o == "outlet" else o for o in slot.options}
        fits = [e for e in self._home.entities if e.domain in domains]
        return self.random.choice(fits) if fits else None

    def _slot(self, slot: Slot, entity: Entity | None, area: str | None) -> tuple[str, ...]:
        draw = self.random
        slot = Slot(slot.filled_by, slot.argument)
        if slot.tag == "name":
            return self._said_name(entity.name if entity else "lamp", slot)
        if slot.tag in {"value", "step"}:
            return self._number(slot)
        if slot.tag == "mode":
            modes = (entity.all_modes if entity else ()) or ("auto", "eco", "quiet")
            return normalise(draw.choice(modes))
        if slot.tag == "speed":
            return (str(draw.randint(1, 6)),)
        if slot.tag == "area":
            return normalise(self._area(area))
        match slot.tag:
            case "floor":
                word = draw.choice(self._home.floors or tuple(self._names["floors"]))
            case "label":
                word = draw.choice(self._names["labels"] + self._words[:400])
            case "free":
                word = " ".join(draw.choices(self._odd or ["level"], k=draw.randint(1, 3)))
            case (
                "hours" | "minutes" | "seconds" | "start_hours" | "start_minutes" | "start_seconds"
            ):
                word = format_number(draw.choice(_COUNTS))
            case _:
                word = draw.choice(english().slot_words.words_for(slot.tag, slot.options))
        return normalise(word)

    def _number(self, slot: Slot) -> tuple[str, ...]:
        draw = self.random
        words = english().slot_words.words_for(slot.tag, slot.options)
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
        before, after = self._polite_words
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
        """The same as a recogniser may hear it: words that sound alike, lost ones, added ones."""
        draw, heard = self.random, Heard()
        for at, token in enumerate(example.tokens):
            is_essential = example.tags[at] != OUTSIDE or token in _ESSENTIAL
            kind = draw.random() if draw.random() < _ERRORS and not is_number(token) else 1.0
            if kind < 0.3 and not is_essential:
                heard.lose(example, at)
                continue
            near = self._alikes.of(token) if kind < 0.9 else []
            words, apart = zip(*near, strict=True) if near else ((token,), (1.0,))
            (word,) = draw.choices(words, [1 / (0.2 + distance) for distance in apart])
            heard.keep(example, at, word)
            if 0.9 <= kind < 1.0:
                heard.add(draw.choice(SHORT_WORDS))
        return heard.example(example)


def _part_further(example: Example) -> None:
    """What stands beside another place is a command of its own, which says no more than that."""
    for at, tag in enumerate(example.tags):
        if f"-{ALSO}" in tag:
            example.tags[at] = tag.replace(ALSO, "")
            example.begins[at] |= tag.startswith("B-")


def _patterns(name: str) -> dict[Intent, tuple[Sequence_, ...]]:
    """The patterns of a file of this folder, by intent."""
    found = {key: lines for key, lines in read(name).items() if isinstance(lines, str)}
    return {Intent(intent): patterns_of(lines) for intent, lines in found.items()}


def _span(tokens: Sequence[str], tag: str) -> list[Tagged]:
    return [(token, f"{'I' if at else 'B'}-{tag}") for at, token in enumerate(tokens)]


def _tag_of(slot: Slot, tokens: tuple[str, ...]) -> str:
    """Words for a kind alone are never a name to the network: which is meant, the home decides."""
    return "kind" if slot.tag == "name" and tokens in english().kinds_by_words else slot.tag
