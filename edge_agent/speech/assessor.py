"""What an utterance is so far: a whole command, the beginning of one, or other speech."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.audio import FRAME_S
from edge_agent.domain.speech import Completeness
from edge_agent.speech.plausibility import Evidence, Plausibility
from edge_agent.speech.recogniser import Recognition
from edge_agent.speech.spoken import Spoken
from edge_agent.speech.wake.gate import Addressed, Gate
from edge_agent.speech.watch.watch import Watch

Judge = Callable[[tuple[str, ...]], Completeness]
"""Tells of the readings of what was said so far, the best first, whether it is all."""

Asks = Callable[[tuple[str, ...]], bool]
"""Tells of the readings whether they only ask for something."""

_SURELY_UNFINISHED: Final = 1.0
"""In nats, as `Recognition.unfinished`."""
COMMANDS: Final = frozenset({Completeness.CLOSED, Completeness.OPEN})
"""Whole ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """A command amid other speech."""

    spoken: Spoken
    completeness: Completeness
    first: int
    """How many frames ago it began."""
    last: int
    """How many frames ago it ended."""


class Assessor:
    """Assesses utterances by whom they are for, how they sound and what they say."""

    def __init__(self, gate: Gate, plausibility: Plausibility, watch: Watch) -> None:
        """Take what tells whom they are for, how they must sound, and what raises an alert."""
        self._gate = gate
        self._watch = watch
        self.plausibility = plausibility
        self.judge: Judge = _may_go_on
        """Tells what they say; by default everything may go on."""
        self.is_question: Asks = _asks_nothing
        """Tells whether they only ask for something; by default nothing is known to."""

    def completeness(self, spoken: Spoken, *, speech_s: float, is_cut: bool) -> Completeness:
        """How much of a command has been said.

        Args:
            spoken: the utterance so far.
            speech_s: from its first voiced frame to the last.
            is_cut: as `Evidence.is_cut`.
        """
        if spoken.is_astray:
            return Completeness.OTHER
        recognition = spoken.finish()
        addressed = self._gate.whole(recognition, speech_s)
        if self.phrase(addressed, spoken) is not None:
            is_sure = self.is_sure_of_phrase(spoken, speech_s=speech_s, is_cut=is_cut)
            # In no hurry: who goes on after "help" has not called for it.
            return Completeness.UNFINISHED if is_sure else Completeness.OTHER
        if addressed is not None and addressed.is_call:
            return Completeness.OPEN
        if addressed is None or self.is_other_speech(spoken, speech_s=speech_s, is_cut=is_cut):
            return self._begun(recognition)
        if recognition.unfinished > _SURELY_UNFINISHED:
            return Completeness.UNFINISHED
        found = self.judge(addressed.recognition.alternatives)
        is_in_doubt = recognition.unfinished > 0 and found is Completeness.CLOSED
        return Completeness.OPEN if is_in_doubt else found

    def phrase(self, addressed: Addressed | None, spoken: Spoken) -> str | None:
        """The phrase that is watched for, if it is all that was said, but for a wake word."""
        said = spoken.finish() if addressed is None else addressed.recognition
        return self._watch.phrase(said.alternatives)

    def is_sure_of_phrase(self, spoken: Spoken, *, speech_s: float, is_cut: bool) -> bool:
        """Whether it surely was a phrase that is watched for; arguments as in `completeness`."""
        extra_lead = self._watch.extra_lead
        return not self.is_other_speech(
            spoken, speech_s=speech_s, is_cut=is_cut, extra_lead=extra_lead
        )

    def is_other_speech(
        self, spoken: Spoken, *, speech_s: float, is_cut: bool, extra_lead: float = 0.0
    ) -> bool:
        """Whether it is no sentence of the home.

        Free speech is heard by itself only where a sentence passes without that. Arguments as in
        `completeness`, and `extra_lead` as for `Plausibility.is_other_speech`.
        """
        evidence = Evidence(
            text=spoken.text,
            speech_s=speech_s,
            level_db=spoken.level_db,
            lead=spoken.finish().lead,
            is_cut=is_cut,
        )
        if self.plausibility.is_other_speech(evidence, extra_lead=extra_lead):
            as_question = replace(evidence, is_question=True)
            is_other = self.plausibility.is_other_speech(as_question, extra_lead=extra_lead)
            if is_other or not self._asks(spoken, speech_s):
                return True
        lead = spoken.exact_lead()
        if lead is None:
            return False
        exact = replace(evidence, lead=lead, is_exact=True)
        return self.plausibility.is_other_speech(exact, extra_lead=extra_lead)

    def _asks(self, spoken: Spoken, speech_s: float) -> bool:
        """Whether a question has been put to the agent: to answer one too many does no harm."""
        addressed = self._gate.whole(spoken.finish(), speech_s)
        return addressed is not None and self.is_question(addressed.recognition.alternatives)

    def nearby(self, utterance: Spoken, *, last: int) -> Nearby | None:
        """The command that was last given nearby, which ended `last` frames ago, if it was one."""
        found = utterance.nearby()
        if found is None:
            return None
        spoken, first = found
        before = utterance.frames - 1 - first
        speech_s = (before - last + 1) * FRAME_S
        completeness = self.completeness(spoken, speech_s=speech_s, is_cut=False)
        if completeness is Completeness.UNFINISHED and self._watch.phrase((spoken.text,)):
            completeness = Completeness.OPEN  # others speak on, so there is no silence to wait for
        if completeness not in COMMANDS:
            return None
        return Nearby(spoken=spoken, completeness=completeness, first=before, last=last)

    def _begun(self, recognition: Recognition) -> Completeness:
        """Whether what is no sentence may become one."""
        is_lead = self.plausibility.is_lead(recognition.begun_lead)
        is_begun = recognition.unfinished > 0 and is_lead
        return Completeness.UNFINISHED if is_begun else Completeness.OTHER


def _may_go_on(_alternatives: tuple[str, ...]) -> Completeness:
    return Completeness.OPEN


def _asks_nothing(_alternatives: tuple[str, ...]) -> bool:
    return False
