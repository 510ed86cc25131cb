"""What was said → commands, or why there are none."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from edge_agent.domain.command import Command, Intent, Reason, Rejection, Understanding
from edge_agent.nlu.gazetteer import Gazetteer, Match
from edge_agent.nlu.language import english
from edge_agent.nlu.network import MAX_TOKENS, Network, Reading
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.pattern_reader import read_by_pattern
from edge_agent.nlu.skeleton import ANSWERS
from edge_agent.nlu.slots import fill
from edge_agent.nlu.tagging import Span, spans, with_whole_names
from edge_agent.nlu.targets import is_suited
from edge_agent.nlu.telling import is_no_command

MAX_ALTERNATIVES: Final = 30
"""Readings of one utterance beyond this are not looked at."""
MAX_COMMANDS: Final = 4
"""Commands in one utterance beyond this are taken for something else."""

MAX_JOINED: Final = 6
"""Readings with an `and` that are looked at for several commands."""

Tokens = tuple[str, ...]
Result = tuple[Command, ...] | Rejection

_UNEXPLAINED_SHARE: Final = 0.85
"""What is left of the confidence for each small word that the intent's sentences do not have."""
_REJECTION_SHARE: Final = 0.5
"""Saying that a name is unknown takes less confidence than acting."""
_ON_OFF: Final = frozenset({"on", "off"})
_SURELY_NONE: Final = Rejection(reason=Reason.NOT_A_COMMAND)
"""Of what only tells of commands: less likely readings do not count then."""


class Interpreter:
    """Understands sentences by the language's patterns, all others with a trained network."""

    def __init__(self, network: Network) -> None:
        """Take a loaded network."""
        self._network = network

    @classmethod
    def load(cls, model_dir: Path) -> "Interpreter":
        """Load the network of a model directory.

        Raises:
            ModelError: a file is missing, damaged, or of another version.
        """
        return cls(Network.load(model_dir))

    def interpret(
        self, alternatives: Sequence[str], gazetteer: Gazetteer, *, min_confidence: float
    ) -> Understanding:
        """The first alternative that is understood as a whole.

        Args:
            alternatives: what may have been said, likeliest first.
            gazetteer: the names of the home.
            min_confidence: 0 to 1; commands that are less sure are rejected.

        A command that the home cannot do is taken only if no other alternative is one that it can.
        Where the likeliest denies something, none is taken: it may have lost its `not`. None is
        taken, either, that comes after one that surely is no command.
        Where none is understood, the rejection is that of the likeliest alternative that was at
        least a command for something unknown, or else of the first.
        """
        texts = list(dict.fromkeys(alternatives))[:MAX_ALTERNATIVES]
        tokens = [normalise(text) for text in texts]
        results = self._results(tokens, gazetteer, min_confidence)
        if results and isinstance(results[0], Rejection) and _is_denied(tokens[0]):
            return _rejected(texts[:1], results[:1])
        tries = MAX_JOINED
        unsuited: Understanding | None = None
        for text, words, result in zip(texts, tokens, results, strict=True):
            if result is _SURELY_NONE:
                return unsuited or Understanding(text=text, rejection=_SURELY_NONE)
            commands = () if isinstance(result, Rejection) else result
            if not commands and tries and not english().words("joints").isdisjoint(words):
                tries -= 1
                commands = self._joined(words, gazetteer, min_confidence)
            if commands and all(is_suited(c.intent, c.slots, gazetteer) for c in commands):
                return Understanding(text=text, commands=commands)
            if commands and unsuited is None:
                unsuited = Understanding(text=text, commands=commands)
        return unsuited or _rejected(texts, results)

    def _results(
        self, sentences: Sequence[Tokens], gazetteer: Gazetteer, min_confidence: float
    ) -> list[Result]:
        """What each is, as one command; the network reads at once what follows no pattern."""
        results = [_by_pattern(words, gazetteer) for words in sentences]
        others = [words for words, result in zip(sentences, results, strict=True) if result is None]
        inputs = [(w, gazetteer.matches(w)) for w in others if 0 < len(w) <= MAX_TOKENS]
        readings = (
            replace(reading, tags=with_whole_names(words, reading.tags, matches))
            for (words, matches), reading in zip(inputs, self._read(inputs), strict=True)
        )
        for at, words in enumerate(sentences):
            if results[at] is not None:
                continue
            if 0 < len(words) <= MAX_TOKENS:
                results[at] = self._judge(words, next(readings), gazetteer, min_confidence)
            else:
                reason = Reason.NOT_A_COMMAND if words else Reason.NOISE
                results[at] = Rejection(reason=reason)
        return [result for result in results if result is not None]

    def _read(self, inputs: Sequence[tuple[Tokens, tuple[Match, ...]]]) -> list[Reading]:
        """As the network reads them; what is no command with `garage` as a room may be a door."""
        readings = list(self._network.read(inputs))
        again = {
            at: (words, fewer)
            for at, (words, matches) in enumerate(inputs)
            if readings[at].intent is None
            and len(fewer := _without_kinds(words, matches)) < len(matches)
        }
        for at, reading in zip(again, self._network.read(list(again.values())), strict=True):
            readings[at] = reading
        return readings

    def _judge(
        self, tokens: Tokens, reading: Reading, gazetteer: Gazetteer, min_confidence: float
    ) -> Result:
        intent = reading.intent
        if intent is None or _is_off(intent, tokens):
            return Rejection(reason=Reason.NOT_A_COMMAND)
        found = spans(tokens, reading.tags)
        free = _free(tokens, found)
        if not intent.is_question and (_is_told(tokens, free) or _is_both_ways(tokens)):
            return Rejection(reason=Reason.NOT_A_COMMAND)
        share = _explained(free, self._network.plain_words[intent])
        must = english().must.get(intent)
        if share == 0 or (must is not None and must.isdisjoint(free)):
            return Rejection(reason=Reason.NOT_A_COMMAND)
        confidence = reading.confidence * share
        filled = fill(intent, found, gazetteer)
        if isinstance(filled, Rejection) and confidence >= min_confidence * _REJECTION_SHARE:
            return filled
        if confidence < min_confidence or isinstance(filled, Rejection):
            return Rejection(reason=Reason.LOW_CONFIDENCE)
        intent, slots = filled
        return (Command(intent=intent, slots=slots, confidence=round(confidence, 4)),)

    # ---------------------------------------------------------- several commands

    def _joined(
        self, tokens: Tokens, gazetteer: Gazetteer, min_confidence: float, left: int = MAX_COMMANDS
    ) -> tuple[Command, ...]:
        """The commands of `… and …`, at most `left`; none unless every part is understood."""
        if left <= 1 or len(tokens) > 2 * MAX_TOKENS or _is_denied(tokens):
            return ()
        for at in _joints(tokens, gazetteer)[:left]:
            first = self._one(tokens[:at], gazetteer, min_confidence)
            if first is None or not _goes_on(first):
                continue
            rest = _without_joints(tokens[at:])
            for candidate in dict.fromkeys((rest, (*_verb(tokens[:at], first), *rest))):
                later = self._rest(candidate, gazetteer, min_confidence, left - 1)
                if later:
                    return (first, *later)
        return ()

    def _rest(
        self, tokens: Tokens, gazetteer: Gazetteer, min_confidence: float, left: int
    ) -> tuple[Command, ...]:
        one = self._one(tokens, gazetteer, min_confidence)
        if one is not None:
            return (one,) if _goes_on(one) else ()
        return self._joined(tokens, gazetteer, min_confidence, left)

    def _one(self, tokens: Tokens, gazetteer: Gazetteer, min_confidence: float) -> Command | None:
        result = self._results([tokens], gazetteer, min_confidence)[0]
        return None if isinstance(result, Rejection) else result[0]


def _by_pattern(tokens: Tokens, gazetteer: Gazetteer) -> Result | None:
    """What a sentence is that follows a pattern to the word; None for any other."""
    if not 0 < len(tokens) <= MAX_TOKENS:
        return None
    read = read_by_pattern(tokens, gazetteer.matches(tokens))
    filled = None if read is None else fill(*read, gazetteer)
    if filled is None or isinstance(filled, Rejection):
        return _SURELY_NONE if is_no_command(tokens, gazetteer) else None
    intent, slots = filled
    return (Command(intent=intent, slots=slots, confidence=1.0),)


def _without_kinds(tokens: Tokens, matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """The matches but for rooms that are called like a kind of device."""
    kinds = english().kinds_by_words
    return tuple(
        m for m in matches if m.name.kind != "area" or tokens[m.start : m.end] not in kinds
    )


def _is_off(intent: Intent, tokens: Tokens) -> bool:
    """Whether the words deny what the intent says, or break off."""
    if intent in ANSWERS:
        return False
    is_broken = tokens[-1] in english().words("open_ends") and not intent.is_question
    return is_broken or _is_denied(tokens)


def _is_both_ways(tokens: Tokens) -> bool:
    """Whether it says `on and off`, which nobody can do at once."""
    ends = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return any({a, c} == _ON_OFF and b in {"and", "or"} for a, b, c in ends)


def _is_denied(tokens: Tokens) -> bool:
    return not english().words("negations").isdisjoint(tokens)


def _is_told(tokens: Tokens, free: Tokens) -> bool:
    """Whether the words, of which the free ones fill no slot, tell how something is.

    A telling word at the very beginning has no subject: it is another one that was misheard.
    """
    if any(word in free and other not in free for word, other in english().only_with.items()):
        return True
    telling = english().words("telling").difference(tokens[:1])
    told = [at for at, word in enumerate(free) if word in telling]
    return any(english().words("subjects").issuperset(free[:at]) for at in told)


def _free(tokens: Tokens, found: Sequence[Span]) -> Tokens:
    """The words that fill no slot."""
    filling = {at for span in found for at in range(span.start, span.end)}
    return tuple(word for at, word in enumerate(tokens) if at not in filling)


def _explained(free: Tokens, plain: frozenset[str]) -> float:
    """Share of the confidence that is left for words that neither a slot nor the intent explains.

    0 where one has a meaning of its own.
    """
    unexplained = [word for word in free if word not in plain]
    if not english().words("slips").issuperset(unexplained):
        return 0.0
    return float(_UNEXPLAINED_SHARE ** len(unexplained))


def _rejected(texts: Sequence[str], results: Sequence[Result]) -> Understanding:
    rejections = [(t, r) for t, r in zip(texts, results, strict=True) if isinstance(r, Rejection)]
    for text, rejection in rejections:
        if rejection.reason is Reason.UNKNOWN_NAME:
            return Understanding(text=text, rejection=rejection)
    if not rejections:
        return Understanding(text="", rejection=Rejection(reason=Reason.NOISE))
    text, rejection = rejections[0]
    return Understanding(text=text, rejection=rejection)


def _joints(tokens: Tokens, gazetteer: Gazetteer) -> list[int]:
    """Where sentences may be joined: at each `and` or `then` that is in no name."""
    inside = {at for m in gazetteer.matches(tokens) for at in range(m.start + 1, m.end)}
    words = english().words("joints")
    return [at for at, word in enumerate(tokens) if word in words and at and at not in inside]


def _without_joints(tokens: Tokens) -> Tokens:
    while tokens and tokens[0] in english().words("joints"):
        tokens = tokens[1:]
    return tokens


def _verb(tokens: Tokens, first: Command) -> Tokens:
    """The words that repeat what the first command said to do; none where it ends with them."""
    verb = english().verbs.get(first.intent, ())
    return verb if verb and tokens[-1] not in verb else ()


def _goes_on(command: Command) -> bool:
    """Answers and questions are not joined to other commands."""
    return command.intent not in ANSWERS and not command.intent.is_question
