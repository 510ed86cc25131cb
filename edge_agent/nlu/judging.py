"""What the network makes of sentences that follow no pattern, and what else they may have been."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.color import COLORS, FURTHER_COLORS
from edge_agent.domain.understanding import Reason, Rejection
from edge_agent.nlu.gazetteer import Gazetteer, Match
from edge_agent.nlu.joining import MAX_COMMANDS, by_pattern, goes_on, without_joints
from edge_agent.nlu.language import Tokens, english
from edge_agent.nlu.mending import Mending, mend, trust
from edge_agent.nlu.network import ASKING, Network, Part, Reading, SpeechAct
from edge_agent.nlu.patterned import NOT_A_COMMAND, Result, filled
from edge_agent.nlu.rejecting import is_conditional, is_denied, share_left
from edge_agent.nlu.sharing import Said, shared
from edge_agent.nlu.skeleton import ANSWERS
from edge_agent.nlu.tagging import spans, with_whole_names
from edge_agent.nlu.unknown_thing import unknown_thing

_LEAST_ASKED: Final = 0.02
"""Sentences less likely to ask for anything are not looked at for misheard words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was made of one sentence, and on which grounds."""

    tokens: Tokens
    matches: tuple[Match, ...]
    """The names of the home in it, as the network was told them."""
    reading: Reading
    said: tuple[Said, ...]
    """The commands by the network's tags; none where one of them cannot be."""
    own: Result
    """What these come to."""
    mending: Mending | None = None
    """The commands if words of it are wrong, where that was looked at."""
    trust: float = 0.0
    """How far the mending is to be trusted, 0 to 1."""
    is_mended: bool = False
    """The mending is what was taken."""
    result: Result
    """What it is taken for."""

    @property
    def meant(self) -> tuple[Said, ...]:
        """The commands if words of it are wrong, as sure as these are to be trusted."""
        if self.mending is None:
            return ()
        return shared([replace(one, confidence=self.trust) for one in self.mending.said])


class Judge:
    """Reads sentences with a trained network; all commands of a sentence or none are taken."""

    def __init__(self, network: Network) -> None:
        """Take a loaded network."""
        self._network = network

    def judge(
        self, sentences: Sequence[Tokens], gazetteer: Gazetteer, min_confidence: float
    ) -> list[Judgement]:
        """What each sentence is.

        Args:
            sentences: as `normalise` gives them; they are read at once.
            gazetteer: the names of the home.
            min_confidence: 0 to 1; commands that are less sure are rejected.
        """
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
    ) -> Judgement:
        """By the network's tags; where these give no commands, with misheard words put right."""
        said = self._read_off(tokens, matches, reading, gazetteer)
        own = said if isinstance(said, Rejection) else filled(said, gazetteer, min_confidence)
        judgement = Judgement(
            tokens=tokens,
            matches=matches,
            reading=reading,
            said=() if isinstance(said, Rejection) else said,
            own=own,
            result=own,
        )
        may_be_wrong = reading.confidence >= _LEAST_ASKED and not is_denied(tokens)
        if not isinstance(own, Rejection) or not may_be_wrong:
            return judgement
        judgement = self._mended(judgement, gazetteer, min_confidence)
        if not isinstance(judgement.result, Rejection) or reading.act in _REASONS:
            return judgement
        return replace(judgement, result=unknown_thing(tokens, gazetteer) or judgement.result)

    def _mended(
        self, judgement: Judgement, gazetteer: Gazetteer, min_confidence: float
    ) -> Judgement:
        """The same, with what it says if some of its words are wrong."""
        mending = mend(judgement.tokens, gazetteer)
        tokens = judgement.tokens
        if mending is None or _widens(mending) or _has_to_wait(mending.said, tokens):
            return judgement
        sure = trust(mending, judgement.reading, self._network.mending)
        judgement = replace(judgement, mending=mending, trust=sure)
        result = filled(judgement.meant, gazetteer, min_confidence)
        if isinstance(result, Rejection):
            return judgement
        return replace(judgement, is_mended=True, result=result)

    def _read_off(
        self,
        tokens: Tokens,
        matches: tuple[Match, ...],
        reading: Reading,
        gazetteer: Gazetteer,
    ) -> tuple[Said, ...] | Rejection:
        """The commands by the network's tags."""
        parts = reading.parts
        is_alone = len(parts) == 1
        if reading.act not in ASKING:
            return _REASONS.get(reading.act, NOT_A_COMMAND)
        if is_denied(tokens) and not (is_alone and parts[0].intent in ANSWERS):
            return Rejection(reason=Reason.NEGATED)
        can_join = is_alone or all(goes_on(part.intent) for part in parts)
        if not parts and reading.act is SpeechAct.COMMAND:
            return unknown_thing(tokens, gazetteer) or NOT_A_COMMAND
        if not 0 < len(parts) <= MAX_COMMANDS or not can_join:
            return NOT_A_COMMAND
        said = []
        for part in parts:
            one = self._said(tokens, matches, part, gazetteer, is_alone=is_alone)
            if one is None:
                return NOT_A_COMMAND
            said.append(_as_sure(one, reading))
        is_meant = _covers(said, tokens, matches) and not _has_to_wait(said, tokens)
        return shared(said) if is_meant else NOT_A_COMMAND

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


def _widens(mending: Mending) -> bool:
    """Whether it would be about all of a kind, or the others, by a word that nobody said.

    Or of a colour that is seldom spoken of: `mode` is no `tomato`.
    """
    is_of_others = any("which" in one.slots for one in mending.said)
    unlikely = english().quantifiers.keys() | _SELDOM
    return is_of_others or any(meant in unlikely for _, meant in mending.swaps)


_SELDOM: Final = frozenset(FURTHER_COLORS) - frozenset(COLORS)


def _has_to_wait(said: Sequence[Said], tokens: Tokens) -> bool:
    """Whether something would be done at once although it was told when it is to be done."""
    return is_conditional(tokens) and not all(one.intent.is_question for one in said)


def _covers(said: Sequence[Said], tokens: Tokens, matches: Sequence[Match]) -> bool:
    """Whether every device that was named is one of those that the commands are about.

    Half of a list is not done: who hears that would take the rest for done, too.
    """
    named = [(m.start, m.end) for m in matches if m.name.kind == "name" and m.score == 1]
    whole = [
        tokens[start:end]
        for start, end in named
        if not any((a, b) != (start, end) and a <= start and end <= b for a, b in named)
    ]
    filled_by = [f" {' '.join(span.tokens)} " for one in said for span in one.spans]
    return all(any(f" {' '.join(name)} " in words for words in filled_by) for name in whole)


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
