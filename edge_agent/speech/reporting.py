"""What of an utterance is told, as events: by whom it is for, and what it turned out to be."""

from collections.abc import Callable
from dataclasses import replace

from edge_agent.domain.alert import Alert, AlertKind
from edge_agent.domain.speech import (
    CommandExpected,
    ListenerEvent,
    Partial,
    TimedOut,
    Transcript,
    WakeDetected,
)
from edge_agent.speech.assessor import Assessor
from edge_agent.speech.endpointing import Endpointing
from edge_agent.speech.spoken import Spoken
from edge_agent.speech.wake.gate import Addressed, Gate
from edge_agent.speech.watch.watch import Watch


class Reporting:
    """Tells of utterances, one after the other; of each, a wake word once."""

    def __init__(
        self, gate: Gate, assessor: Assessor, watch: Watch, clock: Callable[[], float]
    ) -> None:
        """Take what tells whom utterances are for, what they are, and what raises an alert.

        Args:
            gate: tells what is for the agent.
            assessor: tells other speech.
            watch: tells what raises an alert.
            clock: monotonic seconds.
        """
        self._gate = gate
        self._assessor = assessor
        self._watch = watch
        self._clock = clock
        self._is_told = False
        self.is_called = False
        """A wake word was said alone, and the command for it has not come yet."""

    def begin(self) -> None:
        """Somebody begins to speak, as the gate knows already."""
        self._is_told = self._gate.is_open

    def text(self, utterance: Spoken, at: float) -> tuple[ListenerEvent, ...]:
        """What is recognised so far, and a wake word in it, as far as both are new."""
        text = utterance.new_text()
        if text is None:
            return self.wake(at)
        part = self._gate.part(text)
        partial = (Partial(text=part),) if self._gate.is_open else ()
        return (*self.wake(at), *partial)

    def wake(self, at: float) -> tuple[ListenerEvent, ...]:
        """That the gate was opened by a wake word, if that is new."""
        word = self._gate.word
        if self._is_told or word is None:
            return ()
        self._is_told = True
        return (WakeDetected(word=word.word, at=at, area=word.area),)

    def end(
        self,
        utterance: Spoken,
        ending: Endpointing,
        endpoint_at: float,
        at: float,
        continues: float | None = None,
    ) -> tuple[ListenerEvent, ...]:
        """What the whole was.

        Args:
            utterance: all that was said.
            ending: what found its end.
            endpoint_at: when the end was sure, monotonic seconds.
            at: end of what was heard, monotonic seconds.
            continues: as in the transcript.
        """
        addressed = self._gate.whole(utterance.finish(), ending.speech_s)
        phrase = self._assessor.phrase(addressed, utterance)
        alerts = () if phrase is None else self._alert(phrase, utterance, ending)
        if addressed is None or (phrase is not None and not addressed.is_said):
            timed_out = (TimedOut(at=ending.speech_ended_at),) if self._is_told else ()
            return (*alerts, *timed_out)
        word = addressed.word
        wake: tuple[ListenerEvent, ...] = ()
        if word is not None and not self._is_told:
            wake = (WakeDetected(word=word.word, at=ending.speech_ended_at, area=word.area),)
        if word is not None and addressed.is_call:
            return (*alerts, *wake, CommandExpected(at=at, wake=word.word))
        transcript = self._transcript(addressed, utterance, ending, endpoint_at)
        return (*alerts, *wake, replace(transcript, continues=continues))

    def _alert(self, phrase: str, utterance: Spoken, ending: Endpointing) -> tuple[Alert, ...]:
        if not self._assessor.is_sure_of_phrase(
            utterance, speech_s=ending.speech_s, is_cut=ending.is_cut
        ):
            return ()
        at, level_db = ending.speech_ended_at, utterance.level_db
        return self._watch.news(
            Alert(kind=AlertKind.PHRASE, phrase=phrase, at=at, level_db=level_db)
        )

    def _transcript(
        self, addressed: Addressed, utterance: Spoken, ending: Endpointing, endpoint_at: float
    ) -> Transcript:
        word = addressed.word
        is_other_speech = self._assessor.is_other_speech(
            utterance, speech_s=ending.speech_s, is_cut=ending.is_cut
        )
        if is_other_speech and not (addressed.is_said or self.is_called):
            word = None  # somebody else has spoken while a further command was expected
        return Transcript(
            alternatives=addressed.recognition.alternatives,
            speech_started_at=ending.speech_started_at,
            speech_ended_at=ending.speech_ended_at,
            endpoint_at=endpoint_at,
            decoded_at=self._clock(),
            has_gap=utterance.has_gap,
            lead=utterance.lead,
            level_db=utterance.level_db,
            is_other_speech=is_other_speech,
            wake=None if word is None else word.word,
            area=None if word is None else word.area,
        )
