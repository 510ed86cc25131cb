"""One generated sentence with the truth about each token."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from edge_agent.domain.intent import Intent
from edge_agent.nlu.gazetteer import Match
from edge_agent.nlu.network import NONE, OUTSIDE, SpeechAct
from edge_agent.nlu.skeleton import ANSWERS


@dataclass(slots=True, kw_only=True)
class Example:
    """A sentence."""

    tokens: list[str]
    tags: list[str]
    act: SpeechAct
    intents: list[str]
    """By token: the intent of the command that it belongs to."""
    begins: list[bool]
    """By token: whether a command begins with it."""
    matches: Sequence[Match] = field(default_factory=tuple)
    """The home's names in it, as far as they were found."""
    response: str = "plain"
    """What to answer with: a manner, or a topic of small talk."""

    @property
    def intent(self) -> str:
        """Of the first command; none where there is none."""
        return self.intents[0] if self.intents else NONE

    @property
    def is_compound(self) -> bool:
        """Whether there is more than one command."""
        return sum(self.begins) > 1

    def part(self, start: int, end: int) -> "Example":
        """Some of the tokens, as a command of their own."""
        tags = self.tags[start:end]
        if tags and tags[0].startswith("I-"):
            tags[0] = f"B-{tags[0][2:]}"
        return replace(
            self,
            tokens=self.tokens[start:end],
            tags=tags,
            intents=self.intents[start:end],
            begins=[at == 0 for at in range(end - start)],
        )

    def __add__(self, other: "Example") -> "Example":
        """One after the other."""
        return replace(
            self,
            tokens=self.tokens + other.tokens,
            tags=self.tags + other.tags,
            intents=self.intents + other.intents,
            begins=self.begins + other.begins,
        )


def act_of(intent: Intent) -> SpeechAct:
    """What is done by saying something with an intent."""
    if intent in ANSWERS:
        return SpeechAct.REPLY
    return SpeechAct.QUESTION if intent.is_question else SpeechAct.COMMAND


def command(tokens: Sequence[str], tags: Sequence[str], intent: Intent) -> Example:
    """A sentence with one command."""
    return Example(
        tokens=list(tokens),
        tags=list(tags),
        act=act_of(intent),
        intents=[str(intent)] * len(tokens),
        begins=[at == 0 for at in range(len(tokens))],
    )


def joint(words: Sequence[str], intent: str) -> Example:
    """Words between two commands; they belong to the first."""
    return Example(
        tokens=list(words),
        tags=[OUTSIDE] * len(words),
        act=SpeechAct.COMMAND,
        intents=[intent] * len(words),
        begins=[False] * len(words),
    )


def no_command(tokens: Sequence[str], act: SpeechAct) -> Example:
    """A sentence that asks for nothing."""
    return Example(
        tokens=list(tokens),
        tags=[OUTSIDE] * len(tokens),
        act=act,
        intents=[NONE] * len(tokens),
        begins=[False] * len(tokens),
    )
