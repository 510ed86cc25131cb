"""An ear and an understanding of one home, in this process, by the clock of the sound."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
from announced_home import announced_home
from numpy.typing import NDArray
from speech_trial import SAMPLE_RATE_HZ, pcm_of

from edge_agent.app.grammar_order import write_home_grammar
from edge_agent.app.home_grammar import HomeGrammar
from edge_agent.app.speech_models import load_voice_activity, speech_model_directory
from edge_agent.app.understanding import Understander
from edge_agent.config.schema import SpeechSettings, UnderstandingSettings
from edge_agent.domain.audio import FRAME_BYTES, FRAME_S, AudioFrame
from edge_agent.domain.speech import Transcript
from edge_agent.speech.listener import Listener
from edge_agent.speech.recogniser import Sentences

Commands = tuple[tuple[str, tuple[tuple[str, object], ...]], ...]
"""Intent and slots of each."""
Samples = NDArray[np.float64]
_BEFORE_S: Final = 0.5
_BEHIND_S: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One utterance."""

    transcript: Transcript
    commands: Commands
    """Empty where it was taken for other speech."""
    spoken_until_s: float
    """Second of the sound at which the speaker had stopped."""
    ended_s: float
    """Second of the sound at which its turn was over."""


class HomeEar:
    """Hears and understands in the home of a folder with discovery.json and labels.json."""

    def __init__(self, folder: Path) -> None:
        self._understander = Understander(UnderstandingSettings())
        home = announced_home(folder / "discovery.json")
        self._understander.learn(home)
        settings = SpeechSettings()
        grammar = HomeGrammar(speech_model_directory(settings), settings).grammar(home)
        if not isinstance(grammar, Sentences):
            raise TypeError("The speech model takes no grammar of sentences.")
        self.grammar = grammar
        """What is listened for, with the model that decodes."""
        self._listener = Listener(load_voice_activity(), settings)
        understander = self._understander
        self._listener.judge_by(
            understander.completeness, understander.is_question, understander.extends
        )
        self._listener.set_grammar(self.grammar)

    def hear(self, sound: Samples) -> list[Heard]:
        """All utterances of a sound, which is put into silence."""
        return [
            Heard(
                transcript=event,
                commands=self._commands(event),
                spoken_until_s=event.speech_ended_at - _BEFORE_S,
                ended_s=at_s - _BEFORE_S,
            )
            for event, at_s in self.listen(self.in_silence(sound))
        ]

    @property
    def decoder_id(self) -> int:
        """Of the process that decodes."""
        return self.grammar.model.process_id

    def in_silence(self, sound: Samples) -> Samples:
        """A sound with silence around it."""
        before, behind = (np.zeros(round(s * SAMPLE_RATE_HZ)) for s in (_BEFORE_S, _BEHIND_S))
        return np.concatenate((before, sound, behind))

    def listen(self, sound: Samples) -> list[tuple[Transcript, float]]:
        """All utterances, and the second at which the turn of each was over."""
        self._listener.discard()
        return [
            (event, (frame.index + 1) * FRAME_S)
            for frame in frames_of(sound)
            for event in self._listener.accept(frame)
            if isinstance(event, Transcript)
        ]

    def decode_all(self, sound: Samples) -> None:
        """Decode all of a sound in a bare loop."""
        recogniser = self.grammar.recogniser(SpeechSettings().alternatives)
        for frame in frames_of(sound):
            recogniser.accept(frame.pcm)
        recogniser.finish()

    def _commands(self, transcript: Transcript) -> Commands:
        if transcript.is_other_speech:
            return ()
        found = self._understander.understand(transcript.alternatives).commands
        return tuple((c.wire_name, tuple(c.slots.as_dict().items())) for c in found)


def bare_recognisers(folder: Path) -> Callable[[], Any]:
    """Vosk's own recognisers, each used once, of the model and grammar that an ear of it has."""
    import vosk  # noqa: PLC0415 - the package's own module is not what the product uses

    vosk.SetLogLevel(-1)
    settings = SpeechSettings()
    with TemporaryDirectory() as name:
        home = announced_home(folder / "discovery.json")
        write_home_grammar(speech_model_directory(settings), settings, home, Path(name))
        model = vosk.Model(name)
    return lambda: vosk.KaldiRecognizer(model, SAMPLE_RATE_HZ)


def commands_in(heard: list[Heard]) -> Commands:
    """All commands in a row, but for those that are put right by what goes on with them."""
    put_right = {one.transcript.continues for one in heard}
    meant = [one for one in heard if one.transcript.speech_ended_at not in put_right]
    return tuple(command for one in meant for command in one.commands)


def recordings(folder: Path) -> Iterator[Path]:
    """The recordings of a folder whose labels name a command."""
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    return (folder / name for name in sorted(labels) if labels[name])


def samples(path: Path) -> Samples:
    """A recording, s16le at 16 kHz."""
    return np.frombuffer(pcm_of(str(path)), "<i2").astype(np.float64)


def frames_of(sound: Samples) -> Iterator[AudioFrame]:
    """Whole frames, clipped where they are too loud."""
    pcm = np.clip(sound, -32_768, 32_767).astype("<i2").tobytes()
    for index in range(len(pcm) // FRAME_BYTES):
        at = index * FRAME_BYTES
        yield AudioFrame(pcm=pcm[at : at + FRAME_BYTES], index=index, started_at=index * FRAME_S)
