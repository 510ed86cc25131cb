"""What an understanding makes of sentences that are no commands."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml
from english_sentences import Sentences

from edge_agent.app.understanding import Understander
from edge_agent.config.schema import UnderstandingSettings
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Home
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.language import english
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.skeleton import ANSWERS

NAMING: Final = "of all these, naming something of the home"
REAL_COMMANDS: Final = Path(__file__).parent / "real_commands.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseAct:
    """A sentence that is no command and yet makes one."""

    sentence: str
    commands: tuple[Command, ...]

    @property
    def changes(self) -> bool:
        """Whether it would change something, rather than answer a question or take an answer."""
        return any(not c.intent.is_question and c.intent not in ANSWERS for c in self.commands)

    @property
    def tells(self) -> bool:
        """Whether it would tell something unasked, and change nothing."""
        return not self.changes and any(c.intent.is_question for c in self.commands)

    def line(self) -> str:
        """To read."""
        told = [
            " ".join([c.intent, *(f"{slot}={value}" for slot, value in c.slots.as_dict().items())])
            for c in self.commands
        ]
        return f"{self.sentence} => {'; '.join(told)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseActs:
    """What came of one set of sentences."""

    title: str
    sentences: int
    """Judged; those that really are commands are not among them."""
    left_out: int
    """Really are commands."""
    acts: tuple[FalseAct, ...]

    @property
    def changing(self) -> int:
        """How many would change something."""
        return sum(act.changes for act in self.acts)

    @property
    def telling(self) -> int:
        """How many would make the agent tell something."""
        return sum(act.tells for act in self.acts)


class RealCommands:
    """Reviewed exceptions: sentences of the sources that a home does right to obey or answer."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """Take patterns, each with the reason why what it matches is a command."""
        self._entries = [(re.compile(pattern), why) for pattern, why in entries]

    @classmethod
    def load(cls) -> "RealCommands":
        """Those that were reviewed."""
        entries = yaml.safe_load(REAL_COMMANDS.read_text("utf-8"))
        return cls((pattern, one["why"]) for one in entries for pattern in one["sentences"])

    def why(self, sentence: str) -> str | None:
        """Why a sentence is a command; None where it is none."""
        found = (why for pattern, why in self._entries if pattern.fullmatch(sentence))
        return next(found, None)


def false_acts(sets: Sequence[Sentences], home: Home) -> list[FalseActs]:
    """Let the agent's own understanding read all sentences, as if it had heard them."""
    understander = Understander(UnderstandingSettings())
    understander.learn(home)
    real = RealCommands.load()
    return [_judged(understander, one, real) for one in sets]


def naming(sets: Sequence[Sentences], home: Home) -> Sentences:
    """Those sentences in which a device, a room or a kind of device of the home is named."""
    gazetteer, kinds = Gazetteer(home), english().kinds_by_words
    longest = max(map(len, kinds))

    def names_something(text: str) -> bool:
        tokens = normalise(text)
        ends = range(1, longest + 1)
        parts = (tokens[at : at + end] for at in range(len(tokens)) for end in ends)
        return bool(gazetteer.matches(tokens)) or any(part in kinds for part in parts)

    texts = {text for one in sets for text in one.texts if names_something(text)}
    return Sentences(title=NAMING, texts=tuple(sorted(texts)))


def _judged(understander: Understander, given: Sentences, real: RealCommands) -> FalseActs:
    texts = [text for text in given.texts if real.why(text) is None]
    understood = ((text, understander.understand([text]).commands) for text in texts)
    return FalseActs(
        title=given.title,
        sentences=len(texts),
        left_out=len(given.texts) - len(texts),
        acts=tuple(FalseAct(sentence=t, commands=tuple(found)) for t, found in understood if found),
    )
