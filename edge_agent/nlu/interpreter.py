"""What was said → commands, or why there are none."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from edge_agent.domain.command import Command, Intent, Reason, Rejection, Understanding
from edge_agent.nlu.asking import straight
from edge_agent.nlu.framing import frames, in_scale, without_asides, without_scale
from edge_agent.nlu.gazetteer import Gazetteer, Match
from edge_agent.nlu.joining import (
    MAX_COMMANDS,
    by_pattern,
    goes_on,
    without_joints,
)
from edge_agent.nlu.language import english
from edge_agent.nlu.mending import mend, trust
from edge_agent.nlu.network import ASKING, Network, Part, Reading, SpeechAct
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.patterned import (
    NOT_A_COMMAND,
    SURELY_NONE,
    Result,
    by_patterns,
    chosen,
    filled,
    in_time,
)
from edge_agent.nlu.rejecting import is_denied, share_left
from edge_agent.nlu.sharing import Said, shared
from edge_agent.nlu.skeleton import ANSWERS
from edge_agent.nlu.tagging import spans, with_whole_names
from edge_agent.nlu.targets import is_suited

MAX_ALTERNATIVES: Final = 30
"""Readings of one utterance beyond this are not looked at."""

Tokens = tuple[str, ...]

_LEAST_ASKED: Final = 0.02
"""Sentences less likely to ask for anything are not looked at for misheard words."""


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
        scaled = [without_scale(without_asides(straight(normalise(text)))) for text in texts]
        tokens = [words for words, _ in scaled]
        ones = [by_pattern(words, gazetteer) for words in tokens]
        results = [
            result if isinstance(result, Rejection) else in_scale(result, scale)
            for result, (_, scale) in zip(
                self._results(tokens, ones, gazetteer, min_confidence), scaled, strict=True
            )
        ]
        if results and isinstance(results[0], Rejection) and is_denied(tokens[0]):
            choice = chosen(ones[0], gazetteer)
            return replace(_rejected(texts[:1], results[:1]), choice=choice)
        taken = _taken(texts, results, gazetteer)
        if taken is not None:
            return taken
        choices = (chosen(one, gazetteer) for one in ones)
        choice = next((choice for choice in choices if choice), ())
        return replace(_rejected(texts, results), choice=choice)

    def _results(
        self,
        sentences: Sequence[Tokens],
        ones: Sequence[Said | None],
        gazetteer: Gazetteer,
        min_confidence: float,
    ) -> list[Result]:
        """What each is; the network reads at once what follows no pattern."""
        results = [
            by_patterns(words, gazetteer, one) for words, one in zip(sentences, ones, strict=True)
        ]
        unread = [words for words, result in zip(sentences, results, strict=True) if result is None]
        framed = [next(frames(words), None) for words in unread]
        cores = [frame.tokens for frame in framed if frame is not None]
        judged = self._judge([*unread, *cores], gazetteer, min_confidence)
        wholes, parts = iter(judged[: len(unread)]), iter(judged[len(unread) :])
        settled = (
            next(wholes) if frame is None else in_time(frame, next(wholes), next(parts), gazetteer)
            for frame in framed
        )
        return [next(settled) if result is None else result for result in results]

    def _judge(
        self, sentences: Sequence[Tokens], gazetteer: Gazetteer, min_confidence: float
    ) -> list[Result]:
        """What the network makes of each."""
        inputs = [(words, gazetteer.matches(words)) for words in sentences]
        return [
            self._judged(words, matches, reading, gazetteer, min_confidence)
            for (words, matches), reading in zip(inputs, self._read(inputs), strict=True)
        ]

    def _read(self, inputs: Sequence[tuple[Tokens, tuple[Match, ...]]]) -> list[Reading]:
        """As the network reads them; what is no command with `garage` as a room may be a door."""
        readings = list(self._network.read(inputs))
        again = {
            at: (words, fewer)
            for at, (words, matches) in enumerate(inputs)
            if readings[at].act not in ASKING
            and len(fewer := _without_kinds(words, matches)) < len(matches)
        }
        for at, reading in zip(again, self._network.read(list(again.values())), strict=True):
            readings[at] = reading
        return readings

    def _judged(
        self,
        tokens: Tokens,
        matches: tuple[Match, ...],
        reading: Reading,
        gazetteer: Gazetteer,
        min_confidence: float,
    ) -> Result:
        """The commands of what follows no pattern as a whole; all of them or none."""
        own = self._read_off(tokens, matches, reading, gazetteer, min_confidence)
        if not isinstance(own, Rejection) or is_denied(tokens):
            return own
        if reading.confidence < _LEAST_ASKED:
            return own
        mending = mend(tokens, gazetteer)
        if mending is None:
            return own
        sure = trust(mending, reading, self._network.mending)
        said = [replace(one, confidence=sure) for one in mending.said]
        meant = filled(shared(said), gazetteer, min_confidence)
        return own if isinstance(meant, Rejection) else meant

    def _read_off(
        self,
        tokens: Tokens,
        matches: tuple[Match, ...],
        reading: Reading,
        gazetteer: Gazetteer,
        min_confidence: float,
    ) -> Result:
        """The commands by the network's tags."""
        parts = reading.parts
        is_alone = len(parts) == 1
        if reading.act not in ASKING:
            return _REASONS.get(reading.act, NOT_A_COMMAND)
        if is_denied(tokens) and not (is_alone and parts[0].intent in ANSWERS):
            return Rejection(reason=Reason.NEGATED)
        can_join = is_alone or all(goes_on(part.intent) for part in parts)
        if not 0 < len(parts) <= MAX_COMMANDS or not can_join:
            return NOT_A_COMMAND
        said = []
        for part in parts:
            one = self._said(tokens, matches, part, gazetteer, is_alone=is_alone)
            if one is None:
                return NOT_A_COMMAND
            said.append(_as_sure(one, reading))
        return filled(shared(said), gazetteer, min_confidence)

    def _said(
        self,
        tokens: Tokens,
        matches: tuple[Match, ...],
        part: Part,
        gazetteer: Gazetteer,
        *,
        is_alone: bool,
    ) -> Said | None:
        is_last = part.end == len(tokens)
        words = without_joints(tokens[part.start : part.end], is_last=is_last)
        exact = None if is_alone else by_pattern(words, gazetteer)
        if exact is not None and exact.intent is part.intent:
            return exact
        return self._tagged(tokens, matches, part, is_alone=is_alone)

    def _tagged(
        self, tokens: Tokens, matches: tuple[Match, ...], part: Part, *, is_alone: bool
    ) -> Said | None:
        """A command by the network's tags; None where a word stands against it."""
        part = _trimmed(part, tokens)
        words = tokens[part.start : part.end]
        tags = with_whole_names(words, part.tags, _within(matches, part))
        own = spans(words, tags)
        plain = self._network.plain_words.get(part.intent, frozenset())
        share = share_left(part.intent, words, own, plain, () if is_alone else tokens)
        if share == 0:
            return None
        return Said(intent=part.intent, spans=own, confidence=part.confidence * share)


def _taken(
    texts: Sequence[str], results: Sequence[Result], gazetteer: Gazetteer
) -> Understanding | None:
    """The first that is likely, else the first that is a command; None where none is."""
    unlikely: Understanding | None = None
    for text, result in zip(texts, results, strict=True):
        if result is SURELY_NONE:
            return unlikely or Understanding(text=text, rejection=SURELY_NONE)
        if isinstance(result, Rejection):
            continue
        if all(_is_likely(command, gazetteer) for command in result):
            return Understanding(text=text, commands=result)
        unlikely = unlikely or Understanding(text=text, commands=result)
    return unlikely


def _is_likely(command: Command, gazetteer: Gazetteer) -> bool:
    """Whether the home can do it; words that only correct may be a part of something else."""
    return command.intent is not Intent.CORRECT and is_suited(
        command.intent, command.slots, gazetteer
    )


def _as_sure(one: Said, reading: Reading) -> Said:
    """A command of a sentence that may be none."""
    return replace(one, confidence=one.confidence * reading.confidence)


def _trimmed(part: Part, tokens: Tokens) -> Part:
    """The part without what joins it to the next one."""
    joints = english().words("joints")
    end = part.end
    while end - 1 > part.start and tokens[end - 1] in joints and end < len(tokens):
        end -= 1
    return replace(part, end=end, tags=part.tags[: end - part.start])


def _within(matches: Sequence[Match], part: Part) -> list[Match]:
    """The names in a part, with their places in it."""
    return [
        replace(match, start=match.start - part.start, end=match.end - part.start)
        for match in matches
        if part.start <= match.start and match.end <= part.end
    ]


def _without_kinds(tokens: Tokens, matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """The matches but for rooms that are called like a kind of device."""
    kinds = english().kinds_by_words
    return tuple(
        m for m in matches if m.name.kind != "area" or tokens[m.start : m.end] not in kinds
    )


_REASONS: Final = {
    SpeechAct.DENIED: Rejection(reason=Reason.NEGATED),
    SpeechAct.TOLD: Rejection(reason=Reason.STATEMENT),
    SpeechAct.BROKEN: Rejection(reason=Reason.INCOMPLETE),
}


def _rejected(texts: Sequence[str], results: Sequence[Result]) -> Understanding:
    rejections = [(t, r) for t, r in zip(texts, results, strict=True) if isinstance(r, Rejection)]
    for text, rejection in rejections:
        if rejection.reason is Reason.UNKNOWN_NAME:
            return Understanding(text=text, rejection=rejection)
    if not rejections:
        return Understanding(text="", rejection=Rejection(reason=Reason.NOISE))
    text, rejection = rejections[0]
    return Understanding(text=text, rejection=rejection)
