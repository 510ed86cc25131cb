"""What is made of an utterance when the speaker pauses, or when only others speak on."""

from edge_agent.domain.audio import AudioFrame
from edge_agent.domain.speech import Completeness
from edge_agent.speech.assessor import COMMANDS, Assessor, Nearby
from edge_agent.speech.endpointing import Endpointing
from edge_agent.speech.going_on import GoingOn, Whole
from edge_agent.speech.spoken import Spoken


class Pausing:
    """Tells an `Endpointing` what to wait for; of the sound only a part may count, or more."""

    def __init__(self, assessor: Assessor, going_on: GoingOn, ending: Endpointing) -> None:
        """Take what tells commands, what knows the utterance before, and what finds the end."""
        self._assessor = assessor
        self._going_on = going_on
        self.ending = ending
        self.continues: float | None = None
        """As `Transcript.continues`, of what counts now."""

    def settle(self, frame: AudioFrame, utterance: Spoken) -> Spoken:
        """Recognise what was said up to a pause, and settle how long more is waited for.

        Returns:
            What counts as the utterance from now on.
        """
        completeness = self._completeness(utterance)
        if whole := self._going_on.whole(completeness, until=self.ending.speech_ended_at):
            completeness = whole.completeness
            utterance = self._joined(utterance, whole)
        elif completeness is Completeness.OTHER and (
            near := self._assessor.nearby(utterance, last=1)
        ):
            completeness = near.completeness
            utterance = self._narrowed(frame, near)
        self.ending.expect(completeness)
        return utterance

    def look(self, frame: AudioFrame, utterance: Spoken) -> Spoken | None:
        """The command that somebody nearby has given, if only softer speech is left behind it."""
        soft = utterance.soft_frames
        near = self._assessor.nearby(utterance, last=soft)
        if near is None or not self.ending.is_enough(soft, near.completeness):
            return None
        # Last, as what was recognised has to be heard again when the speaker goes on.
        is_sentence = self._completeness(utterance) is not Completeness.OTHER
        if is_sentence and _goes_on(utterance, near.spoken):
            return None
        return self._narrowed(frame, near)

    def _completeness(self, utterance: Spoken) -> Completeness:
        ending = self.ending
        return self._assessor.completeness(
            utterance, speech_s=ending.speech_s, is_cut=ending.is_cut
        )

    def _narrowed(self, frame: AudioFrame, near: Nearby) -> Spoken:
        self.ending.narrow(frame, first=near.first, last=near.last)
        return near.spoken

    def _joined(self, utterance: Spoken, whole: Whole) -> Spoken:
        """What was said before is a part of it, once both are a command."""
        if whole.completeness not in COMMANDS:
            return utterance
        self.ending.begin_with(whole.first)
        self.continues = whole.continues
        self._going_on.forget()
        return whole.spoken


def _goes_on(utterance: Spoken, near: Spoken) -> bool:
    """Whether softer words go on with the sentence that was said nearby."""
    return utterance.finish().unfinished > 0 or not utterance.text.endswith(near.text)
