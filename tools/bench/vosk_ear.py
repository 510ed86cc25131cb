"""Hearing with a Vosk model as edge-agent does."""

import sys
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from announced_home import announced_home
from coffee_order import coffee_graph
from generated_home import generated_home
from sentences_of_graph import Sentences as SampledSentences
from speech_trial import SAMPLE_RATE_HZ, Ear, Heard, Measurement, Trial, pcm_of, timed

from edge_agent.app.grammar_process import names_of
from edge_agent.app.speech_models import load_voice_activity
from edge_agent.app.word_lexicon import load_model_lexicon
from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import FRAME_BYTES, FRAME_S, AudioFrame
from edge_agent.domain.entity import Home
from edge_agent.domain.speech import Transcript
from edge_agent.nlu.normalise import spoken
from edge_agent.nlu.phrases import phrases
from edge_agent.nlu.sentences import sentence_graph
from edge_agent.speech.grammar.compiler import GrammarWriter
from edge_agent.speech.grammar.model_copy import GRAMMAR_FILE, graph_directory
from edge_agent.speech.lexicon import ListedWords, written_words
from edge_agent.speech.listener import Listener
from edge_agent.speech.recogniser import Grammar, PhraseList, Sentences, SpeechModel
from edge_agent.speech.search import search_of

COFFEE: Final = "coffee"
COFFEE_PHRASES: Final = 3_000
"""So many sentences stand for the whole grammar where only sentences can be listed."""
_TAIL: Final = bytes(round(0.3 * SAMPLE_RATE_HZ) * 2)
"""Silence after a recording that is taken for one utterance."""
_LONG_TAIL: Final = bytes(SAMPLE_RATE_HZ * 2)
"""Silence in which the voice detector finds the end."""


class WholeEar:
    """Takes each recording for one utterance."""

    def __init__(self, grammar: Grammar, alternatives: int, process_id: int) -> None:
        self.process_id = process_id
        self._grammar = grammar
        self._alternatives = alternatives

    def hear(self, path: str) -> list[Heard]:
        """As `Ear.hear`."""
        recogniser = self._grammar.recogniser(self._alternatives)
        for piece in _pieces(pcm_of(path) + _TAIL):
            recogniser.accept(piece)
        return [Heard(alternatives=recogniser.finish().alternatives)]


class ListeningEar:
    """Finds the utterances as the agent does."""

    def __init__(self, listener: Listener, process_id: int) -> None:
        self.process_id = process_id
        self._listener = listener

    def hear(self, path: str) -> list[Heard]:
        """As `Ear.hear`."""
        self._listener.discard()
        pieces = enumerate(_pieces(pcm_of(path) + _LONG_TAIL))
        frames = (AudioFrame(pcm=pcm, index=at, started_at=at * FRAME_S) for at, pcm in pieces)
        events = [event for frame in frames for event in self._listener.accept(frame)]
        events += self._listener.finish()
        return [
            Heard(
                alternatives=event.alternatives,
                lead=event.lead,
                is_other_speech=event.is_other_speech,
            )
            for event in events
            if isinstance(event, Transcript)
        ]


def vosk_ear(trial: Trial, found: Measurement) -> Ear:
    """Make a grammar and load its model."""
    compares = trial.way == "strict"
    min_lead = SpeechSettings().min_lead if compares else None
    settings = SpeechSettings(alternatives=trial.alternatives, min_lead=min_lead, beam=trial.beam)
    make = _strict if trial.way.startswith("strict") else _listed
    with timed() as spent_s:
        grammar, process_id = make(trial, settings, found)
        grammar.recogniser(trial.alternatives)
    found.build_s = spent_s()
    if trial.rebuilds:
        with timed() as spent_s:
            grammar, process_id = make(trial, settings, found)
        found.rebuild_s = spent_s()
    if not trial.listens:
        return WholeEar(grammar, trial.alternatives, process_id)
    listener = Listener(load_voice_activity(), settings)
    listener.set_grammar(grammar)
    return ListeningEar(listener, process_id)


_Made = tuple[Grammar, int]
"""A grammar, and the process that decodes with it."""


def _strict(trial: Trial, settings: SpeechSettings, found: Measurement) -> _Made:
    with TemporaryDirectory(prefix="bench-") as name:
        # As the product does, in a process of its own.
        given = (trial.speaks, Path(trial.model), settings, Path(name))
        context = get_context("spawn")
        context.set_executable(sys.executable)
        process = context.Process(target=_write, args=given)
        process.start()
        process.join()
        found.grammar_bytes = (graph_directory(Path(name)) / GRAMMAR_FILE).stat().st_size
        model = _loaded(Path(name), found)
    return Sentences(model, search_of(settings)), model.process_id


def _loaded(directory: Path, found: Measurement) -> SpeechModel:
    with timed() as spent_s:
        model = SpeechModel.load(directory)
    found.load_s = spent_s()
    return model


def _write(speaks: str, model_directory: Path, settings: SpeechSettings, into: Path) -> None:
    graph, written = coffee_graph(), dict[str, str]()
    if speaks != COFFEE:
        home = home_of(speaks)
        graph, written = sentence_graph(home), dict(written_words(names_of(home), spoken))
    GrammarWriter(
        model_directory=model_directory,
        lexicon=load_model_lexicon(ListedWords(model_directory), settings),
        search=search_of(settings),
    ).write(graph, written, into)


def _listed(
    trial: Trial,
    settings: SpeechSettings,  # noqa: ARG001 - as `_strict`
    found: Measurement,
) -> _Made:
    model = _loaded(Path(trial.model), found)
    return PhraseList(model, _phrases(trial.speaks)), model.process_id


def _phrases(speaks: str) -> Iterable[str]:
    if speaks == COFFEE:
        return SampledSentences(coffee_graph()).sample(COFFEE_PHRASES)
    return phrases(home_of(speaks))


def home_of(which: str) -> Home:
    """A generated home of so many names, or the one that a file of messages announces."""
    if which.isdecimal():
        return generated_home(int(which))
    return announced_home(Path(which))


def _pieces(pcm: bytes) -> Iterator[bytes]:
    """Frames, the last one filled up with silence."""
    for at in range(0, len(pcm), FRAME_BYTES):
        yield pcm[at : at + FRAME_BYTES].ljust(FRAME_BYTES, b"\0")
