"""Generated homes and sentences to train and measure the intent network with."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from edge_agent.domain.command import Intent
from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.nlu.gazetteer import Gazetteer, Match
from edge_agent.nlu.language import english
from edge_agent.nlu.network import MAX_TOKENS, NONE, OUTSIDE
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.numbers import format_number
from edge_agent.nlu.template import Sequence_, Slot, expand, parse

HERE: Final = Path(__file__).parent
Tagged = tuple[str, str]
"""A token and its tag."""

_FILLERS: Final = frozenset(
    "the my our a an please to of for me in on at and is are all thanks".split()
)
_PARTICLES: Final = frozenset("on off up down open closed out timer time date all".split())
_ESSENTIAL: Final = frozenset(
    "name kind state color value more less hours minutes seconds area floor house".split()
)
_WEIGHTS: Final = {
    Intent.TURN_ON: 10, Intent.TURN_OFF: 10, Intent.LIGHT_SET: 16, Intent.GET_STATE: 12,
    Intent.OPEN: 6, Intent.CLOSE: 6, Intent.SET_TEMPERATURE: 8, Intent.SET_POSITION: 6,
    Intent.LOCK: 4, Intent.UNLOCK: 3, Intent.ACTIVATE: 6, Intent.GET_TEMPERATURE: 5,
    Intent.START_TIMER: 5,
}  # fmt: skip
_CONFUSIONS: Final = {
    "off": ["of"], "to": ["2", "too"], "for": ["4"], "the": ["a", "this", "that"], "in": ["and", "on"],
    "lights": ["light"], "light": ["lights"], "are": ["our"], "our": ["are"], "a": ["the"], "is": ["his"],
    "and": ["in"], "of": ["off"], "set": ["said"], "turn": ["term", "turned"], "an": ["and"], "at": ["that"],
}  # fmt: skip


@dataclass(slots=True)
class Example:
    """One sentence with its truth."""

    tokens: list[str]
    tags: list[str]
    intent: str
    matches: Sequence[Match] = field(default_factory=tuple)


class Source:
    """Draws homes and sentences; the same seed draws the same ones."""

    def __init__(self, seed: int, *, is_held_out: bool = False, words: Sequence[str] = ()) -> None:
        """Take sentences and names of the training, or those that were kept out of it."""
        self.random = random.Random(seed)
        self._names: dict[str, Any] = _read("names.yaml")
        self._chatter = [parse(p, {}) for p in _read("chatter.yaml")["frames"]]
        self._words = list(words)
        macros = english()._source["macros"]  # noqa: SLF001 - held-out patterns use the same macros
        if is_held_out:
            source = _read("held_out.yaml")
            self._patterns = {
                Intent(i): tuple(parse(p, macros) for p in text.splitlines())
                for i, text in source.items()
            }
            self._first = self._names["held_out_first"]
        else:
            self._patterns = english().patterns
            self._first = self._names["first"]
        self._intents = list(self._patterns)
        self._weights = [_WEIGHTS.get(intent, 2) for intent in self._intents]
        self.commands_only: set[str] = set()
        self._home: Home = Home()
        self.gazetteer = Gazetteer(self._home)
        self._vocabulary = sorted(
            {t for p in self._patterns.values() for s in p for t in _leaves(s)}
        )

    # ------------------------------------------------------------------ homes

    def new_home(self) -> None:
        """Draw another home; sentences that follow speak of it."""
        draw = self.random
        areas = [_written(a, draw) for a in draw.sample(self._names["areas"], draw.randint(2, 9))]
        floors = [_written(f, draw) for f in draw.sample(self._names["floors"], 3)]
        floor_of = {area: draw.choice([None, *floors]) for area in areas}
        entities = []
        for number in range(draw.randint(8, 36)):
            domain = draw.choices(
                [
                    "light",
                    "switch",
                    "cover",
                    "fan",
                    "climate",
                    "lock",
                    "scene",
                    "sensor",
                    "binary_sensor",
                ],
                [9, 4, 4, 2, 2, 2, 3, 4, 2],
            )[0]
            area = draw.choice([None, *areas, *areas]) if domain != "scene" else None
            noun, name = self._name(domain, area)
            entities.append(
                Entity(
                    entity_id=f"{domain}.{number}", name=_written(name, draw), domain=Domain(domain),
                    device_class=self._names["device_classes"].get(noun), area=area,
                    floor=floor_of[area] if area else None,
                )
            )  # fmt: skip
        self._home = Home(entities=tuple(entities))
        self.gazetteer = Gazetteer(self._home)

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
                f"{draw.choice(self._words)} {draw.choice(self._words)}" if self._words else noun,
            ]
        elif draw.random() < 0.12:
            options = [
                f"{noun} {first}",
                first,
                f"{noun} {draw.randint(1, 6)}",
                f"{first} {draw.choice(self._first)}",
            ]
            if self._words:
                options += [draw.choice(self._words), f"{draw.choice(self._words)} {noun}"]
        return noun, draw.choice(options)

    # -------------------------------------------------------------- sentences

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
        match slot.tag:
            case "name":
                return self._said_name(entity.name if entity else "lamp", slot)
            case "area":
                unknown = draw.random() < 0.08
                areas = self._names["areas"] if unknown else self._home.areas
                if unknown and self._words and draw.random() < 0.4:
                    return normalise(draw.choice(self._words))
                return normalise(area or (draw.choice(areas) if areas else "kitchen"))
            case "floor":
                return normalise(draw.choice(self._home.floors or tuple(self._names["floors"])))
            case "label":
                return normalise(draw.choice(self._names["labels"] + self._words[:400]))
            case "hours" | "minutes" | "seconds":
                return (
                    format_number(draw.choice([1, 1, 2, 3, 5, 10, 15, 20, 30, 45, 0.5, 1.5, 90])),
                )
            case "value" | "step":
                return self._number(slot)
            case _:
                return normalise(draw.choice(english().words_for(slot.tag, slot.options)))

    def _said_name(self, name: str, slot: Slot) -> tuple[str, ...]:
        """A name of the home, one that it lacks, or one that was not heard well."""
        draw = self.random.random()
        if draw < 0.08:
            domain = self.random.choice(slot.options).replace("outlet", "switch")
            is_odd = self._words and self.random.random() < 0.5
            odd = (
                " ".join(self.random.sample(self._words, self.random.randint(1, 2)))
                if is_odd
                else ""
            )
            return normalise(odd or self._name(domain, None)[1])
        return _misheard(normalise(name), self.random) if draw < 0.2 else normalise(name)

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

    # -------------------------------------------------------------- negatives

    def chatter(self) -> Example:
        """Something that is said at home and is no command."""
        tokens: list[str] = []
        for leaf in expand(self.random.choice(self._chatter), self.random.randrange):
            if isinstance(leaf, str):
                tokens += normalise(leaf)
            elif leaf.tag == "command":
                command = self.command()
                tokens += command.tokens if command else ["light"]
            elif leaf.tag == "name" and self._home.entities:
                tokens += normalise(self.random.choice(self._home.entities).name)
            elif leaf.tag == "area":
                tokens += normalise(self.random.choice(self._names["areas"]))
            elif leaf.tag == "value":
                tokens.append(str(self.random.randint(0, 100)))
            else:
                tokens.append(self.random.choice(self._words))
        return _none(tokens)

    def half(self) -> Example | None:
        """A command that breaks off before what it needs."""
        command = self.command()
        if command is None or len(command.tokens) < 2:
            return None
        cut = self.random.randrange(1, len(command.tokens))
        gone = {tag[2:] for tag in command.tags[cut:]} & _ESSENTIAL
        lost = gone or _PARTICLES & set(command.tokens[cut:])
        ends_open = command.tokens[cut - 1] in {
            "the",
            "my",
            "our",
            "to",
            "in",
            "a",
            "by",
            "all",
            "every",
        }
        return _none(command.tokens[:cut]) if lost or ends_open else None

    def salad(self) -> Example:
        """Words of commands in no sensible order, as a recogniser makes of noise."""
        draw = self.random
        kind = draw.random()
        pieces = [c.tokens for c in (self.command() for _ in range(3)) if c]
        pool = [t for piece in pieces for t in piece] or ["the"]
        if kind < 0.35:
            tokens = [draw.choice([*pool, *self._vocabulary]) for _ in range(draw.randint(1, 9))]
        elif kind < 0.6:
            tokens = draw.sample(pool, min(len(pool), draw.randint(2, 9)))
        elif kind < 0.8:
            tokens = [t for piece in pieces for t in _cut(piece, draw)]
        else:
            tokens = list(draw.choice(pieces or [pool]))
            for _ in range(draw.randint(1, 3)):
                tokens.insert(
                    draw.randrange(len(tokens) + 1),
                    draw.choice(
                        ["on", "off", "to", "turn", "set", "up", "percent", "is", "what", *pool]
                    ),
                )
        return _none(tokens)

    def joined(self) -> Example | None:
        """Two commands in one sentence, which the network reads one at a time."""
        first, second = self.command(), self.command()
        if first is None or second is None:
            return None
        between = self.random.choice([["and"], ["and"], ["then"], ["and", "then"], []])
        return _none([*first.tokens, *between, *second.tokens])

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
        elif tags[at] == OUTSIDE and tokens[at] in _CONFUSIONS and choice < 0.8:
            tokens[at] = self.random.choice(_CONFUSIONS[tokens[at]])
        elif not tags[at].startswith("I-"):
            tokens.insert(
                at, self.random.choice(["the", "a", "uh", "um", "and", "so", "oh", "please", "now"])
            )
            tags.insert(at, OUTSIDE)
        return Example(tokens, tags, example.intent)


def examples(source: Source, count: int, *, commands: set[str] | None = None) -> Iterator[Example]:
    """`count` examples, a little over half of them commands, with the names that are found.

    Args:
        source: where they are drawn from.
        count: how many.
        commands: signatures of commands; a half sentence or salad that has one is left out.
    """
    known = commands if commands is not None else set()
    made = 0
    while made < count:
        source.new_home()
        for _ in range(50):
            example = _draw(source)
            if example is None or not 0 < len(example.tokens) <= MAX_TOKENS:
                continue
            if example.intent == NONE and signature(example.tokens, source.gazetteer) in known:
                continue
            matches = source.gazetteer.matches(example.tokens)
            example.matches = [m for m in matches if source.random.random() > 0.04]
            made += 1
            yield example


def _draw(source: Source) -> Example | None:
    draw = source.random.random()
    if draw < 0.55:
        example = source.command()
        return source.noisy(example) if example and source.random.random() < 0.15 else example
    makers: tuple[tuple[float, Callable[[], Example | None]], ...] = (
        (0.75, source.chatter), (0.84, source.half), (0.95, source.salad), (1.0, source.joined),
    )  # fmt: skip
    return next(make for limit, make in makers if draw < limit)()


def command_signatures(source: Source, count: int) -> set[str]:
    """What commands look like without names and small words."""
    found = set()
    for number in range(count):
        if number % 50 == 0:
            source.new_home()
        example = source.command()
        if example:
            found.add(signature(example.tokens, source.gazetteer))
    return found


def signature(tokens: Sequence[str], gazetteer: Gazetteer) -> str:
    """A sentence without names, numbers and small words."""
    shape = list(tokens)
    for match in sorted(gazetteer.matches(tokens), key=lambda m: m.start - m.end):
        for at in range(match.start, min(match.end, len(shape))):
            shape[at] = (
                f"<{match.name.kind} {' '.join(sorted({e.domain for e in match.name.entities}))}>"
            )
    plain = ["#" if t[0].isdigit() else t for t in shape if t not in _FILLERS]
    return " ".join(t for at, t in enumerate(plain) if at == 0 or t != plain[at - 1])


def pattern_words() -> dict[str, set[str]]:
    """By intent, the words of its patterns that fill no slot; under `none` those of chatter."""
    before, after = english().polite
    polite = {t for words in (*before, *after) for t in normalise(words)}
    words = {
        str(intent): polite.union(*({*_leaves(pattern)} for pattern in patterns))
        for intent, patterns in english().patterns.items()
    }
    frames = [parse(p, {}) for p in _read("chatter.yaml")["frames"]]
    words[NONE] = set().union(*({*_leaves(frame)} for frame in frames))
    return words


def slot_words() -> set[str]:
    """The words that fill slots, but names, rooms, floors and labels."""
    language = english()
    tables = (
        language.kinds_by_words,
        language.amounts,
        language.states,
        language.step_sizes,
        language.colors,
    )
    words = {t for table in tables for tokens in table for t in tokens}
    for patterns in language.patterns.values():
        for slot in (s for pattern in patterns for s in _slots(pattern)):
            words |= {t for w in language.words_for(slot.tag, slot.options) for t in normalise(w)}
    return words | {t for heard in _CONFUSIONS.values() for w in heard for t in normalise(w)}


def _slots(sequence: Sequence_) -> Iterator[Slot]:
    for part in sequence:
        if isinstance(part, Slot):
            yield part
        elif not isinstance(part, str):
            for option in part.options:
                yield from _slots(option)


def _read(name: str) -> dict[str, Any]:
    content = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    assert isinstance(content, dict)  # noqa: S101 - our own file
    return content


def _written(name: str, draw: random.Random) -> str:
    return name.title() if draw.random() < 0.9 else name


def _span(tokens: Sequence[str], tag: str) -> list[Tagged]:
    return [(token, f"{'I' if at else 'B'}-{tag}") for at, token in enumerate(tokens)]


def _tag_of(slot: Slot, tokens: tuple[str, ...]) -> str:
    """Words for a kind alone are never a name to the network: which is meant, the home decides."""
    return "kind" if slot.tag == "name" and tokens in english().kinds_by_words else slot.tag


def _none(tokens: list[str]) -> Example:
    return Example(tokens, [OUTSIDE] * len(tokens), NONE)


def _cut(piece: list[str], draw: random.Random) -> list[str]:
    start = draw.randrange(len(piece))
    return piece[start : start + draw.randint(1, 4)]


def _misheard(tokens: tuple[str, ...], draw: random.Random) -> tuple[str, ...]:
    at = draw.randrange(len(tokens))
    word = tokens[at]
    if len(word) < 4 or not word.isalpha():
        return tokens
    cut = draw.randrange(1, len(word))
    heard = draw.choice(
        [word[:cut] + word[cut + 1 :], word[:cut] + word[cut - 1] + word[cut:], word[:cut] + " " + word[cut:],
         word[:cut] + draw.choice("aeioutnsrl") + word[cut + 1 :]]
    )  # fmt: skip
    return (*tokens[:at], *heard.split(), *tokens[at + 1 :])


def _leaves(sequence: Sequence_) -> Iterator[str]:
    for part in sequence:
        if isinstance(part, str):
            yield from normalise(part)
        elif not isinstance(part, Slot):
            for option in part.options:
                yield from _leaves(option)
