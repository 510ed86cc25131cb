"""What was said → commands, or why there are none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from edge_agent.domain.command import Command
from edge_agent.domain.intent import Intent
from edge_agent.domain.understanding import Reason, Rejection, Understanding
from edge_agent.nlu.asking import straight
from edge_agent.nlu.doubting import unsure
from edge_agent.nlu.framing import Frame, frames, in_scale, without_asides, without_scale
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.joining import by_pattern
from edge_agent.nlu.judging import Judge, Judgement
from edge_agent.nlu.language import Tokens
from edge_agent.nlu.network import Network
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.patterned import (
    NOT_A_COMMAND,
    SURELY_NONE,
    Result,
    by_patterns,
    can_wait,
    chosen,
    in_time,
    only_chooses,
)
from edge_agent.nlu.rejecting import is_denied
from edge_agent.nlu.sharing import Said
from edge_agent.nlu.targets import is_suited

MAX_ALTERNATIVES: Final = 30
"""Readings of one utterance beyond this are not looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What each step made of one text."""

    text: str
    tokens: Tokens
    """Normalised, without asides and roundabout phrases."""
    scale: str | None
    """The scale of degrees that was said."""
    one: Said | None
    """The one command that it is by a pattern to the word."""
    by_pattern: Result | None
    """What it is by patterns alone; None where the network had to read it."""
    frame: Frame | None = None
    """A time that stands around it, which the network is not told."""
    whole: Judgement | None = None
    """What the network makes of it."""
    core: Judgement | None = None
    """What the network makes of it without the time around it."""
    result: Result
    """What it is taken for."""

    @property
    def counting(self) -> Judgement | None:
        """What the network makes of it as far as that counts; None where it was not needed."""
        core = self.core
        if core is None or isinstance(core.result, Rejection) or not can_wait(core.result):
            return self.whole
        return core


class Interpreter:
    """Understands sentences by the language's patterns, all others with a trained network."""

    def __init__(self, network: Network) -> None:
        """Take a loaded network."""
        self.judge = Judge(network)
        """Reads what follows no pattern."""

    @classmethod
    def load(cls, model_dir: Path) -> "Interpreter":
        """Load the network of a model directory.

        Raises:
            ModelError: a file is missing, damaged, or of another version.
        """
        return cls(Network.load(model_dir))

    def interpret(
        self,
        alternatives: Sequence[str],
        gazetteer: Gazetteer,
        *,
        min_confidence: float,
        ask_confidence: float | None = None,
    ) -> Understanding:
        """The first alternative that is understood as a whole.

        Args:
            alternatives: what may have been said, likeliest first.
            gazetteer: the names of the home.
            min_confidence: 0 to 1; commands that are less sure are rejected.
            ask_confidence: 0 to 1; what is less sure is not even asked about; None: nothing is.

        A command that the home cannot do is taken only if no other alternative is one that it can.
        Where the likeliest denies something, none is taken: it may have lost its `not`. None is
        taken, either, that comes after one that surely is no command.
        Where none is understood, the rejection is that of the likeliest alternative that was at
        least a command for something unknown, or else of the first.
        """
        traces = self.traces(alternatives, gazetteer, min_confidence=min_confidence)
        understanding = decided(traces, gazetteer)
        if ask_confidence is None or ask_confidence >= min_confidence:
            return understanding
        return _with_doubts(understanding, traces, gazetteer, ask_confidence)

    def traces(
        self, alternatives: Sequence[str], gazetteer: Gazetteer, *, min_confidence: float
    ) -> list[Trace]:
        """What is made of each alternative by itself, as `interpret` takes them."""
        texts = list(dict.fromkeys(alternatives))[:MAX_ALTERNATIVES]
        unread = [_by_patterns(text, gazetteer) for text in texts]
        return [
            trace
            if isinstance(trace.result, Rejection)
            else replace(trace, result=in_scale(trace.result, trace.scale))
            for trace in self._read(unread, gazetteer, min_confidence)
        ]

    def _read(
        self, traces: Sequence[Trace], gazetteer: Gazetteer, min_confidence: float
    ) -> list[Trace]:
        """The same; the network reads at once what follows no pattern."""
        unread = [trace for trace in traces if trace.by_pattern is None]
        framed = [next(frames(trace.tokens), None) for trace in unread]
        cores = [frame.tokens for frame in framed if frame is not None]
        sentences = [*(trace.tokens for trace in unread), *cores]
        judged = self.judge.judge(sentences, gazetteer, min_confidence)
        wholes, parts = iter(judged[: len(unread)]), iter(judged[len(unread) :])
        settled = (
            _settled(trace, next(wholes), frame, next(parts) if frame else None, gazetteer)
            for trace, frame in zip(unread, framed, strict=True)
        )
        return [next(settled) if trace.by_pattern is None else trace for trace in traces]


def _by_patterns(text: str, gazetteer: Gazetteer) -> Trace:
    """What a text is by patterns alone; else it is taken for nothing yet."""
    tokens, scale = without_scale(without_asides(straight(normalise(text))))
    one = by_pattern(tokens, gazetteer)
    result = by_patterns(tokens, gazetteer, one)
    if result is None and only_chooses(one, tokens):
        result = NOT_A_COMMAND
    return Trace(
        text=text,
        tokens=tokens,
        scale=scale,
        one=one,
        by_pattern=result,
        result=SURELY_NONE if result is None else result,
    )


def _settled(
    trace: Trace,
    whole: Judgement,
    frame: Frame | None,
    core: Judgement | None,
    gazetteer: Gazetteer,
) -> Trace:
    """The same with what the network makes of it, with and without the time around it."""
    result = whole.result
    if frame is not None and core is not None:
        result = in_time(frame, whole.result, core.result, gazetteer)
    return replace(trace, whole=whole, frame=frame, core=core, result=result)


def decided(traces: Sequence[Trace], gazetteer: Gazetteer) -> Understanding:
    """Which of the alternatives is taken, as `Interpreter.interpret` tells."""
    if traces and isinstance(traces[0].result, Rejection) and is_denied(traces[0].tokens):
        choice = chosen(traces[0].one, gazetteer)
        return replace(_rejected(traces[:1]), choice=choice)
    taken = _taken(traces, gazetteer)
    if taken is not None:
        return taken
    choices = (chosen(trace.one, gazetteer) for trace in traces)
    choice = next((choice for choice in choices if choice), ())
    return replace(_rejected(traces), choice=choice)


def _with_doubts(
    understanding: Understanding,
    traces: Sequence[Trace],
    gazetteer: Gazetteer,
    ask_confidence: float,
) -> Understanding:
    """The same with what may have been meant, where the likeliest alternative was rejected."""
    first = next(iter(traces), None)
    if first is None or first.whole is None or first.frame is not None or is_denied(first.tokens):
        return understanding
    if understanding.commands or understanding.choice or understanding.text != first.text:
        return understanding
    return replace(understanding, unsure=unsure(first.whole, gazetteer, ask_confidence))


def _taken(traces: Sequence[Trace], gazetteer: Gazetteer) -> Understanding | None:
    """The first that is likely, else the first that is a command; None where none is."""
    unlikely: Understanding | None = None
    for trace in traces:
        text, result = trace.text, trace.result
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


def _rejected(traces: Sequence[Trace]) -> Understanding:
    found = [(t.text, t.result) for t in traces if isinstance(t.result, Rejection)]
    for text, rejection in found:
        if rejection.reason is Reason.UNKNOWN_NAME:
            return Understanding(text=text, rejection=rejection)
    if not found:
        return Understanding(text="", rejection=Rejection(reason=Reason.NOISE))
    text, rejection = found[0]
    return Understanding(text=text, rejection=rejection)
