"""From frames to transcripts: detector, endpointing and recogniser put together."""

import math
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import FRAME_S, AudioFrame
from edge_agent.domain.speech import (
    Completeness,
    DecodingLost,
    ListenerEvent,
    Partial,
    SpeechStarted,
    TimedOut,
    Transcript,
)
from edge_agent.speech.decoding.channel import DecodingLostError
from edge_agent.speech.endpointing import Endpointing, Verdict
from edge_agent.speech.plausibility import Evidence, Plausibility
from edge_agent.speech.recogniser import Grammar, Recogniser
from edge_agent.speech.spoken import Spoken
from edge_agent.speech.voice_activity import VoiceActivity

Judge = Callable[[tuple[str, ...]], Completeness]
"""Tells of the readings of what was said so far, the best first, whether it is all."""

_SURELY_UNFINISHED: Final = 0.5
"""In nats, as `Recognition.unfinished`."""


def _may_go_on(_alternatives: tuple[str, ...]) -> Completeness:
    return Completeness.OPEN


class Listener:
    """Hears utterances: each `SpeechStarted` is followed by partials and one `Transcript`.

    Whenever the speaker stops, what was said is recognised to the end at once and judged: it
    decides how long more is waited for, and is there already when nothing more comes.

    Synchronous; everything happens in the one speech thread. Sound too short to be speech gives
    no event. Until a grammar is set, nothing is heard, nor after `DecodingLost`.
    """

    def __init__(
        self,
        vad: VoiceActivity,
        settings: SpeechSettings,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._vad = vad
        self._clock = clock
        self._pre_roll: deque[AudioFrame] = deque()
        self._new_settings: SpeechSettings | None = None
        self._apply(settings)
        self._grammar: Grammar | None = None
        self._prepared: Recogniser | None = None
        self._utterance: Spoken | None = None
        self._pending: list[AudioFrame] = []
        self._next_index: int | None = None
        self._wait_frames: int | None = None
        self._judge: Judge = _may_go_on

    def judge_by(self, judge: Judge) -> None:
        """Have somebody tell whether all was said; by default everything may go on."""
        self._judge = judge

    def set_grammar(self, grammar: Grammar) -> None:
        """Listen for what a grammar allows from the next utterance on."""
        self._grammar = grammar
        self._prepared = None

    def set_settings(self, settings: SpeechSettings) -> None:
        """Find speech by other settings from the next utterance on."""
        self._new_settings = settings
        if self._endpointing.is_idle:
            self._start_over()

    def listen(self, within_s: float) -> None:
        """Expect somebody to begin to speak in time; else `TimedOut` comes, once."""
        self._wait_frames = math.ceil(within_s / FRAME_S)

    def discard(self) -> None:
        """Forget what is being said: the agent itself speaks, or the microphone was off."""
        self._vad.reset()
        self._pre_roll.clear()
        self._next_index = None
        self._start_over()

    def accept(self, frame: AudioFrame) -> tuple[ListenerEvent, ...]:
        """Hear one frame.

        Raises:
            ModelError: the model does not take the grammar.
        """
        if (grammar := self._grammar) is None:
            return ()
        try:
            return self._accept(frame, grammar)
        except DecodingLostError as error:
            return self._lose(error)

    def _accept(self, frame: AudioFrame, grammar: Grammar) -> tuple[ListenerEvent, ...]:
        if self._next_index not in (None, frame.index):
            self._vad.reset()
        self._next_index = frame.index + 1
        verdict = self._endpointing.accept(frame, self._vad.accept(frame))
        match verdict:
            case Verdict.SILENT | Verdict.DROPPED:
                events = self._wait(frame, verdict, grammar)
            case Verdict.HEARD:
                self._pending.append(frame)
                events = ()
            case Verdict.STARTED:
                events = self._begin(frame, grammar)
            case Verdict.SPEAKING:
                events = self._go_on(frame)
            case Verdict.PAUSED:
                events = self._pause(frame)
            case Verdict.ENDED:
                self._go_on(frame)
                events = self._end()
        return events

    def finish(self) -> tuple[ListenerEvent, ...]:
        """The sound has ended: end the utterance that is going on."""
        try:
            return self._end()
        except DecodingLostError as error:
            return self._lose(error)

    def _wait(
        self, frame: AudioFrame, verdict: Verdict, grammar: Grammar
    ) -> tuple[ListenerEvent, ...]:
        if verdict is Verdict.DROPPED:
            self._pre_roll.extend(self._pending)
            self._start_over()
        self._pre_roll.append(frame)
        if self._prepared is None:
            # Here rather than when speech begins: a long phrase list takes a while.
            self._prepared = grammar.recogniser(self._alternatives)
        return self._count_down(frame)

    def _count_down(self, frame: AudioFrame) -> tuple[ListenerEvent, ...]:
        if self._wait_frames is None:
            return ()
        self._wait_frames -= 1
        if self._wait_frames > 0:
            return ()
        self._wait_frames = None
        return (TimedOut(at=frame.started_at + FRAME_S),)

    def _begin(self, frame: AudioFrame, grammar: Grammar) -> tuple[ListenerEvent, ...]:
        recogniser = self._prepared or grammar.recogniser(self._alternatives)
        self._prepared = self._wait_frames = None
        alternatives = self._alternatives
        self._utterance = Spoken(recogniser, lambda: grammar.recogniser(alternatives))
        for heard in (*self._pre_roll, *self._pending, frame):
            self._utterance.accept(heard)
        self._pre_roll.clear()
        self._pending.clear()
        return (SpeechStarted(at=self._endpointing.speech_started_at),)

    def _go_on(self, frame: AudioFrame) -> tuple[ListenerEvent, ...]:
        if self._utterance is None:
            return ()
        self._utterance.accept(frame, is_silent=self._endpointing.is_paused)
        text = self._utterance.new_text()
        return (Partial(text=text),) if text is not None else ()

    def _pause(self, frame: AudioFrame) -> tuple[ListenerEvent, ...]:
        """Recognise what was said so far, and settle how long more is waited for."""
        if self._utterance is None:
            return ()
        self._utterance.accept(frame)
        paused_at = self._clock()
        self._utterance.finish()
        self._endpointing.expect(self._completeness(self._utterance))
        if self._endpointing.is_over:
            return self._end(paused_at)
        text = self._utterance.new_text()
        return (Partial(text=text),) if text else ()

    def _completeness(self, utterance: Spoken) -> Completeness:
        evidence = self._evidence(utterance)
        if self._plausibility.is_other_speech(evidence):
            return Completeness.UNFINISHED
        recognition = utterance.finish()
        if recognition.unfinished > _SURELY_UNFINISHED:
            return Completeness.UNFINISHED
        found = self._judge(recognition.alternatives)
        is_in_doubt = recognition.unfinished > 0 and found is Completeness.CLOSED
        return Completeness.OPEN if is_in_doubt else found

    def _evidence(self, utterance: Spoken) -> Evidence:
        recognition = utterance.finish()
        return Evidence(
            text=next(iter(recognition.alternatives), ""),
            speech_s=self._endpointing.speech_s,
            level_db=utterance.level_db,
            lead=recognition.lead,
            is_cut=self._endpointing.is_cut,
        )

    def _end(self, endpoint_at: float | None = None) -> tuple[ListenerEvent, ...]:
        utterance, endpointing = self._utterance, self._endpointing
        if utterance is None:
            return ()
        endpoint_at = self._clock() if endpoint_at is None else endpoint_at
        evidence = self._evidence(utterance)
        transcript = Transcript(
            alternatives=utterance.finish().alternatives,
            speech_started_at=endpointing.speech_started_at,
            speech_ended_at=endpointing.speech_ended_at,
            endpoint_at=endpoint_at,
            decoded_at=self._clock(),
            has_gap=utterance.has_gap,
            lead=evidence.lead,
            level_db=evidence.level_db,
            is_other_speech=self._plausibility.is_other_speech(evidence),
        )
        self._wait_frames = None
        self._start_over()
        return (transcript,)

    def _lose(self, error: DecodingLostError) -> tuple[ListenerEvent, ...]:
        self._grammar = self._prepared = None
        self.discard()
        return (DecodingLost(reason=str(error)),)

    def _apply(self, settings: SpeechSettings) -> None:
        self._alternatives = settings.alternatives
        self._plausibility = Plausibility(settings)
        self._endpointing = Endpointing(settings)
        frames = math.ceil(settings.pre_roll_s / FRAME_S)
        self._pre_roll = deque(self._pre_roll, maxlen=frames)

    def _start_over(self) -> None:
        self._endpointing.reset()
        if self._new_settings is not None:
            self._apply(self._new_settings)
            self._new_settings = None
        self._utterance = None
        self._pending.clear()
