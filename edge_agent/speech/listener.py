"""From frames to transcripts: detector, endpointing and recogniser put together."""

import math
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import FRAME_S, AudioFrame
from edge_agent.domain.speech import (
    CommandExpected,
    Completeness,
    DecodingLost,
    ListenerEvent,
    SpeechStarted,
    TimedOut,
)
from edge_agent.speech.assessor import Asks, Assessor, Judge
from edge_agent.speech.decoding.channel import DecodingLostError
from edge_agent.speech.endpointing import Endpointing, Verdict
from edge_agent.speech.going_on import Extends, GoingOn
from edge_agent.speech.pausing import Pausing
from edge_agent.speech.plausibility import Plausibility
from edge_agent.speech.recogniser import Grammar, Recogniser
from edge_agent.speech.reporting import Reporting
from edge_agent.speech.spoken import Spoken
from edge_agent.speech.voice_activity import VoiceActivity
from edge_agent.speech.wake.gate import Gate, OpenGate
from edge_agent.speech.watch.watch import Watch


class Listener:
    """Hears utterances: each `SpeechStarted` is followed by partials and one `Transcript`.

    Whenever the speaker stops, what was said is recognised to the end at once and judged: it
    decides how long more is waited for, and is there already when nothing more comes.

    Where a gate wants a wake word, `WakeDetected` comes before the partials. A wake word alone has
    no `Transcript`, but `CommandExpected`.

    Synchronous; everything happens in the one speech thread. Sound too short to be speech gives
    no event. Until a grammar is set, nothing is heard, nor after `DecodingLost`.
    """

    def __init__(  # noqa: PLR0913 - what it is put together of
        self,
        vad: VoiceActivity,
        settings: SpeechSettings,
        clock: Callable[[], float] = time.monotonic,
        *,
        gate: Gate | None = None,
        watch: Watch | None = None,
        listen_s: float = 8.0,
    ) -> None:
        """Take what finds speech.

        Args:
            vad: tells voices.
            settings: how speech is found.
            clock: monotonic seconds.
            gate: tells what is for the agent; without one, all is.
            watch: tells what raises an alert, whether it is for the agent or not.
            listen_s: how soon a command must begin after a wake word alone.
        """
        self._vad = vad
        self._gate: Gate = gate or OpenGate()
        self._watch = watch or Watch()
        self._assessor = Assessor(self._gate, Plausibility(settings), self._watch)
        self._reporting = Reporting(self._gate, self._assessor, self._watch, clock)
        self._going_on = GoingOn(self._assessor)
        self._listen_s = listen_s
        self._heard_until = 0.0
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

    def judge_by(
        self, judge: Judge, is_question: Asks | None = None, extends: Extends | None = None
    ) -> None:
        """Have somebody tell of what was said what it is.

        Args:
            judge: whether it is all; by default everything may go on.
            is_question: whether it only asks for something; by default nothing is known to.
            extends: whether it says more of what was taken for all; by default nothing does.
        """
        self._assessor.judge = judge
        if is_question is not None:
            self._assessor.is_question = is_question
        if extends is not None:
            self._going_on.extends = extends

    def set_grammar(self, grammar: Grammar) -> None:
        """Listen for what a grammar allows from the next utterance on."""
        self._grammar = grammar
        self._prepared = None
        with suppress(DecodingLostError):  # told when something is said
            self._gate.learn(grammar)

    def set_settings(self, settings: SpeechSettings) -> None:
        """Find speech by other settings from the next utterance on."""
        self._new_settings = settings
        if self._endpointing.is_idle:
            self._start_over()

    def set_wake_sensitivity(self, sensitivity: float) -> None:
        """Hear wake words that have no sensitivity of their own more or less readily, 0 to 1."""
        self._gate.set_sensitivity(sensitivity)

    def listen(self, within_s: float, wake: str | None = None) -> None:
        """Expect somebody to begin to speak in time; else `TimedOut` comes, once.

        Whoever speaks already, but not to the agent, is not waited for.

        Args:
            within_s: how soon, in seconds.
            wake: the wake word that somebody has said before, if they have.
        """
        self._gate.expect(wake)
        self._reporting.is_called = False
        if not (self._endpointing.is_idle or self._gate.is_open):
            self._start_over()
        self._wait_frames = math.ceil(within_s / FRAME_S)

    def discard(self) -> None:
        """Forget what is being said: the agent itself speaks, or the microphone was off."""
        self._vad.reset()
        self._pre_roll.clear()
        self._next_index = None
        self._going_on.forget()
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
        self._heard_until = frame.started_at + FRAME_S
        voice = self._vad.accept(frame)
        return (*self._watch.hear(frame, voice), *self._follow(frame, voice, grammar))

    def _follow(
        self, frame: AudioFrame, voice: float, grammar: Grammar
    ) -> tuple[ListenerEvent, ...]:
        verdict = self._endpointing.accept(frame, voice)
        match verdict:
            case Verdict.SILENT | Verdict.DROPPED:
                events = self._wait(frame, verdict, grammar)
            case Verdict.HEARD:
                self._pending.append(frame)
                events = ()
            case Verdict.STARTED:
                events = self._begin(frame, grammar)
            case Verdict.SPEAKING:
                events = self._go_on(frame, grammar)
            case Verdict.PAUSED:
                events = self._pause(frame, grammar)
            case Verdict.ENDED:
                self._take(frame, grammar)
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
        self._gate.rest(frame)
        self._going_on.expire(frame.started_at)
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
        self._gate.begin(is_expected=self._wait_frames is not None)
        self._wait_frames = None
        self._reporting.begin()
        self._going_on.expire(self._endpointing.speech_started_at)
        events: tuple[ListenerEvent, ...] = ()
        if self._gate.is_open:
            events = (SpeechStarted(at=self._endpointing.speech_started_at),)
        for heard in (*self._pre_roll, *self._pending, frame):
            self._take(heard, grammar)
        self._pre_roll.clear()
        self._pending.clear()
        return (*events, *self._reporting.wake(self._heard_until))

    def _take(self, frame: AudioFrame, grammar: Grammar) -> bool:
        """Hear what the gate lets through; tells whether an utterance begins with that."""
        passage = self._gate.accept(frame)
        if passage.is_start:
            recogniser = self._prepared or grammar.recogniser(self._alternatives)
            self._prepared = None
            alternatives = self._alternatives
            self._utterance = Spoken(
                recogniser,
                another=lambda: grammar.recogniser(alternatives),
                any_words=grammar.any_words,
            )
            self._endpointing.begin_at(passage.frames[0])
        if self._utterance is not None:
            is_silent = self._endpointing.is_paused
            for heard in passage.frames:
                self._utterance.accept(heard, is_silent=is_silent)
                self._going_on.accept(heard, is_silent=is_silent)
        return passage.is_start

    def _go_on(self, frame: AudioFrame, grammar: Grammar) -> tuple[ListenerEvent, ...]:
        is_start = self._take(frame, grammar)
        if self._utterance is None:
            return ()
        is_silent = self._endpointing.is_paused
        if is_start and is_silent:
            return self._settle(frame, self._utterance)
        if not is_silent:
            if self._utterance.is_fading:
                return self._look(frame, self._utterance)
            self._utterance.look_ahead()
        return self._reporting.text(self._utterance, self._heard_until)

    def _pause(self, frame: AudioFrame, grammar: Grammar) -> tuple[ListenerEvent, ...]:
        self._take(frame, grammar)
        if self._utterance is None:
            # A model may be sure of a wake word only a little after it.
            self._endpointing.expect(Completeness.UNFINISHED)
            return ()
        return self._settle(frame, self._utterance)

    def _settle(self, frame: AudioFrame, utterance: Spoken) -> tuple[ListenerEvent, ...]:
        paused_at = self._clock()
        self._utterance = self._pausing.settle(frame, utterance)
        if self._endpointing.is_over:
            return self._end(paused_at)
        return self._reporting.text(self._utterance, self._heard_until)

    def _look(self, frame: AudioFrame, utterance: Spoken) -> tuple[ListenerEvent, ...]:
        looked_at = self._clock()
        near = self._pausing.look(frame, utterance)
        if near is None:
            return ()
        self._utterance = near
        return self._end(looked_at)

    def _end(self, endpoint_at: float | None = None) -> tuple[ListenerEvent, ...]:
        utterance = self._utterance
        if utterance is None:
            self._start_over()
            return ()
        if self._gate.is_open:
            self._wait_frames = None
        endpoint_at = self._clock() if endpoint_at is None else endpoint_at
        ending, until, continues = self._endpointing, self._heard_until, self._pausing.continues
        events = self._reporting.end(utterance, ending, endpoint_at, until, continues)
        self._going_on.note(events, utterance, ending, until)
        for event in events:
            if isinstance(event, CommandExpected):
                self.listen(self._listen_s, event.wake)
                self._reporting.is_called = True
        self._start_over()
        return events

    def _lose(self, error: DecodingLostError) -> tuple[ListenerEvent, ...]:
        self._grammar = self._prepared = None
        self.discard()
        return (DecodingLost(reason=str(error)),)

    def _apply(self, settings: SpeechSettings) -> None:
        self._alternatives = settings.alternatives
        self._assessor.plausibility = Plausibility(settings)
        self._endpointing = Endpointing(settings)
        self._pausing = Pausing(self._assessor, self._going_on, self._endpointing)
        frames = math.ceil(settings.pre_roll_s / FRAME_S)
        self._pre_roll = deque(self._pre_roll, maxlen=frames)

    def _start_over(self) -> None:
        self._endpointing.reset()
        if self._new_settings is not None:
            self._apply(self._new_settings)
            self._new_settings = None
        self._utterance = self._pausing.continues = None
        self._pending.clear()
