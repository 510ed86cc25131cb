"""What the ear makes of sounds: which wake words it hears, and what is acted on."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np
from speech import Samples

from edge_agent.app.home_grammar import HomeGrammar, also_heard
from edge_agent.app.speech_models import load_voice_activity
from edge_agent.app.understanding import Understander
from edge_agent.app.wake_words import open_gate
from edge_agent.app.watching import watch_of, watched_phrases
from edge_agent.config.policy import PolicySettings
from edge_agent.config.schema import Config, SpeechSettings, UnderstandingSettings
from edge_agent.config.wake import WakeSettings, WakeWordSettings
from edge_agent.config.watch import WatchSettings
from edge_agent.domain.alert import Alert
from edge_agent.domain.audio import FRAME_S, FRAME_SAMPLES, AudioFrame
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Home
from edge_agent.domain.policy import Occasion
from edge_agent.domain.resolution import Clarify, Confirm, Errand, Later, Plan
from edge_agent.domain.speech import ListenerEvent, Transcript, WakeDetected
from edge_agent.domain.turn import Source
from edge_agent.home.needs_table import usual_needs
from edge_agent.pipeline.dialogue import Dialogue, Recent
from edge_agent.speech.listener import Listener
from edge_agent.speech.recogniser import Grammar
from edge_agent.usage import family, processor_s

_FULL_SCALE: Final = 32_767
_DEEDS: Final = (Plan, Errand, Later, Confirm, Clarify)
"""What something is done by, or would be after a yes or a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to wait for wake words."""

    name: str
    words: tuple[str, ...] = ()
    """None: nobody waits for any, and all is listened to."""
    model: bool = True
    verify: bool = True
    sensitivity: float = 0.5
    is_wordless: bool = False
    watch: WatchSettings | None = None

    @property
    def settings(self) -> WakeSettings | None:
        """As the configuration has it."""
        words = tuple(WakeWordSettings(word=word, model=self.model) for word in self.words)
        wake = WakeSettings(words=words, verify=self.verify, sensitivity=self.sensitivity)
        return None if self.is_wordless else wake


@dataclass(slots=True, kw_only=True)
class Heard:
    """What was heard in one sound."""

    wakes: list[tuple[float, str]] = field(default_factory=list)
    """When each wake word was sure, in seconds of the sound, and which."""
    commands: list[str] = field(default_factory=list)
    """What was taken for a sentence to the agent."""
    acts: list[str] = field(default_factory=list)
    """Those of them by which something would be done, also if only after a yes."""
    alerts: list[tuple[float, str]] = field(default_factory=list)
    """When something that is watched for was told, in seconds of the sound, and what."""


def grammar_of(model: Path, home: Home, way: Way) -> Grammar:
    """All that can be said to a home, also behind wake words."""
    heard = also_heard(Config(wake=way.settings, watch=way.watch))
    return HomeGrammar(model, SpeechSettings(), heard).grammar(home)


class Ear:
    """A listener that waits in one way, and an understanding of what it hears."""

    def __init__(self, way: Way, grammar: Grammar, home: Home) -> None:
        wake, settings = way.settings, SpeechSettings()
        passes_all = bool(watched_phrases(way.watch))
        gate = None if wake is None else open_gate(wake, passes_all=passes_all)
        watch = watch_of(way.watch, settings)
        self._listener = Listener(load_voice_activity(), settings, gate=gate, watch=watch)
        self._understander = Understander(UnderstandingSettings())
        self._understander.learn(home)
        self._home = home
        understander = self._understander
        self._listener.judge_by(
            understander.completeness, understander.is_question, understander.extends
        )
        self._listener.set_grammar(grammar)
        self._index = 0

    def hear(self, sound: Samples) -> Heard:
        """Hear a sound, and forget it."""
        self._listener.listen(FRAME_S)  # what the sound before has it expect is over
        self._listener.discard()
        begun_at, heard = self._index * FRAME_S, Heard()
        for frame in self._frames([sound]):
            for event in self._listener.accept(frame):
                self._note(event, heard, (self._index * FRAME_S) - begun_at)
        for event in self._listener.finish():
            self._note(event, heard, (self._index * FRAME_S) - begun_at)
        return heard

    def hear_on(self, sounds: Iterable[Samples]) -> tuple[Heard, float, float]:
        """Hear sounds as one; also tells how long they are and the processor time, in seconds."""
        heard, before_s, begun = Heard(), _spent_s(), self._index
        for frame in self._frames(sounds):
            for event in self._listener.accept(frame):
                self._note(event, heard, frame.started_at)
        return heard, (self._index - begun) * FRAME_S, _spent_s() - before_s

    def _frames(self, sounds: Iterable[Samples]) -> Iterable[AudioFrame]:
        rest = np.zeros(0, np.float32)
        for sound in sounds:
            rest = np.concatenate((rest, sound))
            whole = len(rest) - len(rest) % FRAME_SAMPLES
            for at in range(0, whole, FRAME_SAMPLES):
                yield self._frame(rest[at : at + FRAME_SAMPLES])
            rest = rest[whole:]

    def _frame(self, samples: Samples) -> AudioFrame:
        pcm = (np.clip(samples, -1, 1) * _FULL_SCALE).astype("<i2").tobytes()
        frame = AudioFrame(pcm=pcm, index=self._index, started_at=self._index * FRAME_S)
        self._index += 1
        return frame

    def _note(self, event: ListenerEvent, heard: Heard, at_s: float) -> None:
        match event:
            case WakeDetected():
                heard.wakes.append((at_s, event.word))
            case Alert():
                heard.alerts.append((at_s, event.phrase or event.kind.value))
            case Transcript() if event.alternatives and not event.is_other_speech:
                heard.commands.append(event.text)
                if any(
                    map(self._is_done, self._understander.understand(event.alternatives).commands)
                ):
                    heard.acts.append(event.text)
            case _:
                pass

    def _is_done(self, command: Command) -> bool:
        """Whether something comes of it where nothing was said before."""
        dialogue = Dialogue(settings=PolicySettings(), needs=usual_needs())
        occasion = Occasion(source=Source.VOICE, area=None, at=datetime.now().astimezone())
        found = dialogue.resolutions(command, None, self._home, occasion, Recent())
        return not command.intent.is_question and any(isinstance(one, _DEEDS) for one in found)


def _spent_s() -> float:
    return sum(map(processor_s, family(os.getpid())))
