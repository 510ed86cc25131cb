"""Generated examples to train and measure the intent network with."""
# ruff: noqa: PLR2004 - the shares in which sentences of each sort are drawn stand where they are drawn

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Final

from commands import CommandSource
from compound import joined, sharing, with_place, without
from example import Example, no_command
from manners import manner_of, mannered
from small_talk import held_out, learnt
from vocabulary import chatter_frames, leaf_words

from edge_agent.domain.intent import Intent
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.joining import goes_on
from edge_agent.nlu.language import english
from edge_agent.nlu.network import MAX_TOKENS, SpeechAct
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.template import expand

_FILLERS: Final = frozenset(
    [
        "the",
        "my",
        "our",
        "a",
        "an",
        "please",
        "to",
        "of",
        "for",
        "me",
        "in",
        "on",
        "at",
        "and",
        "is",
        "are",
        "all",
        "thanks",
    ]
)
_PARTICLES: Final = frozenset(
    ["on", "off", "up", "down", "open", "closed", "out", "timer", "time", "date", "all"]
)
_ESSENTIAL: Final = frozenset(
    [
        "name",
        "kind",
        "state",
        "color",
        "value",
        "more",
        "less",
        "hours",
        "minutes",
        "seconds",
        "area",
        "floor",
        "house",
    ]
)


class Source(CommandSource):
    """Draws commands and what is none; the same seed draws the same sentences."""

    def __init__(self, seed: int, *, is_held_out: bool = False, words: Sequence[str] = ()) -> None:
        """Take sentences and names of the training, or those that were kept out of it."""
        super().__init__(seed, is_held_out=is_held_out, words=words)
        self._chatter = [
            (act, frame) for act, frames in chatter_frames().items() for frame in frames
        ]
        self._small_talk = held_out() if is_held_out else learnt()
        self._frames = [normalise(frame) for frame in english().frames]
        patterns = [pattern for found in self._patterns.values() for pattern in found]
        self._vocabulary = sorted({word for p in patterns for word in leaf_words(p)})

    def chatter(self) -> Example:
        """Something that is said at home and is no command."""
        tokens: list[str] = []
        act, frame = self.random.choice(self._chatter)
        for leaf in expand(frame, self.random.randrange):
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
        return no_command(tokens, act)

    def small_talk(self) -> Example:
        """Something that wants no more than a friendly answer."""
        topic = self.random.choice(list(self._small_talk))
        leaves = expand(self.random.choice(self._small_talk[topic]), self.random.randrange)
        tokens = [t for leaf in leaves if isinstance(leaf, str) for t in normalise(leaf)]
        return replace(no_command(tokens, SpeechAct.CHATTER), response=topic)

    def told(self) -> Example | None:
        """What is told about the home, or a command in words that make it none."""
        if self.random.random() < 0.3:
            told = self._fill(self.random.choice(english().told), Intent.GET_STATE)
            return None if told is None else no_command(told.tokens, SpeechAct.TOLD)
        frame, command = self.random.choice(self._frames), self.command()
        if command is None or command.act is not SpeechAct.COMMAND:
            return None
        act = SpeechAct.DENIED if "not" in frame or "never" in frame else SpeechAct.TOLD
        return no_command([*frame, *command.tokens], act)

    def compound(self) -> Example | None:
        """Several commands in one sentence, or one with an exception."""
        first = self._changing()
        second = (
            self._changing() if first is None or self.random.random() < 0.4 else self._like(first)
        )
        if first is None or second is None:
            return None
        kind = self.random.random()
        if kind < 0.2:
            return without(first, second, self.random)
        if kind < 0.32:
            return with_place(
                first, normalise(self.random.choice(self._names["areas"])), self.random
            )
        if kind < 0.6 and first.intent == second.intent:
            return sharing(first, second, self.random)
        both = joined(first, second, self.random)
        third = self._changing() if self.random.random() < 0.2 else None
        return both if third is None else joined(both, third, self.random)

    def _changing(self) -> Example | None:
        """A command that changes something."""
        found = (self.command(is_polite=False) for _ in range(4))
        return next((c for c in found if c and _is_joinable(c)), None)

    def _like(self, first: Example) -> Example | None:
        """Another command with the same intent."""
        intent = Intent(first.intent)
        return self._fill(self._pattern(intent), intent, is_polite=False)

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
        return no_command(command.tokens[:cut], SpeechAct.BROKEN) if lost or ends_open else None

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
        return no_command(tokens, SpeechAct.CHATTER)


def _is_joinable(example: Example) -> bool:
    """Whether it may stand beside other commands."""
    intent = Intent(example.intent)
    return goes_on(intent) and not intent.is_need


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
            if not any(example.begins) and signature(example.tokens, source.gazetteer) in known:
                continue
            matches = source.gazetteer.matches(example.tokens)
            example.matches = [m for m in matches if source.random.random() > 0.04]
            made += 1
            yield example


def _draw(source: Source) -> Example | None:
    draw = source.random.random()
    makers: tuple[tuple[float, Callable[[], Example | None]], ...] = (
        (0.36, source.command), (0.43, source.assist), (0.57, source.compound),
        (0.61, source.small_talk), (0.78, source.chatter), (0.86, source.told),
        (0.93, source.half), (1.0, source.salad),
    )  # fmt: skip
    example = next(make for limit, make in makers if draw < limit)()
    if example is not None and any(example.begins):
        is_mannered = example.act is not SpeechAct.REPLY and source.random.random() < 0.07
        example = mannered(example, source.random) if is_mannered else example
        example = replace(example, response=manner_of(example))
    is_noisy = example is not None and any(example.begins) and source.random.random() < 0.5
    return source.noisy(example) if example is not None and is_noisy else example


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


def _cut(piece: list[str], draw: Random) -> list[str]:
    start = draw.randrange(len(piece))
    return piece[start : start + draw.randint(1, 4)]
