"""What is listened for: the sentences of the home."""

from pathlib import Path
from tempfile import TemporaryDirectory

from edge_agent.app.grammar_order import write_home_grammar
from edge_agent.app.hearing import Hearing
from edge_agent.app.speech_models import load_voice_activity, speech_model_directory
from edge_agent.audio.source import AudioSource
from edge_agent.config.schema import EscalationSettings, SpeechSettings
from edge_agent.domain.entity import Home
from edge_agent.nlu.open_requests import spoken_openings
from edge_agent.nlu.phrases import phrases
from edge_agent.nlu.taught_sentences import taught_sentences
from edge_agent.speech.grammar.model_copy import takes_grammars
from edge_agent.speech.listener import Listener
from edge_agent.speech.model_files import check_model_files
from edge_agent.speech.recogniser import Grammar, PhraseList, Sentences, SpeechModel
from edge_agent.speech.search import search_of
from edge_agent.speech.worker import SpeechWorker


class HomeGrammar:
    """Makes the grammar of a home for one speech model."""

    def __init__(
        self, directory: Path, settings: SpeechSettings, openings: tuple[str, ...] = ()
    ) -> None:
        """Take a model, which is loaded with the first grammar.

        Args:
            directory: the model's.
            settings: for what the user wrote about names, and for how to search.
            openings: what announces an open question, where that is listened for.

        Raises:
            ModelError: a file of the model is missing or cut off.
        """
        check_model_files(directory)
        self._directory = directory
        self._settings = settings
        self._openings = openings
        self._loaded: SpeechModel | None = None

    def grammar(self, home: Home, examples: tuple[str, ...] = ()) -> Grammar:
        """All that can be said to a home; may run in any thread, and takes a second or two.

        Args:
            home: what can be named.
            examples: of phrases that were taught.

        A model whose graph is one whole listens for phrases instead.

        Raises:
            ConfigError: an entry of `sounds_like` cannot be understood.
            ModelError: a file of the model is damaged, or the model does not take the grammar.
        """
        if not takes_grammars(self._directory):
            taught = (" ".join(words) for words in taught_sentences(examples))
            return PhraseList(self._whole_model(), (*phrases(home), *taught, *self._openings))
        with TemporaryDirectory(prefix="edge-agent-") as name:
            write_home_grammar(
                self._directory, self._settings, home, Path(name), examples, self._openings
            )
            model = SpeechModel.load(Path(name), made_of=self._directory)
        return Sentences(model, search_of(self._settings))

    def free_speech(self) -> Grammar:
        """All words of the model in any order, less surely heard; may run in any thread.

        Raises:
            ModelError: a file of the model is damaged.
        """
        return PhraseList(SpeechModel.load(self._directory), ())

    def _whole_model(self) -> SpeechModel:
        if self._loaded is None or self._loaded.is_lost:
            self._loaded = SpeechModel.load(self._directory)
        return self._loaded


def openings_of(settings: EscalationSettings) -> tuple[str, ...]:
    """What announces an open question, where there is somebody to hand one on to."""
    return () if settings.url is None else spoken_openings()


def open_hearing(
    settings: SpeechSettings, source: AudioSource, openings: tuple[str, ...] = ()
) -> Hearing:
    """Load the ear of an agent.

    Raises:
        ModelError: a model is missing or damaged.
    """
    worker, grammar = open_ear(settings, openings)
    return Hearing(worker, source, grammar_of=grammar.grammar, free_speech=grammar.free_speech)


def open_ear(
    settings: SpeechSettings, openings: tuple[str, ...] = ()
) -> tuple[SpeechWorker, HomeGrammar]:
    """Load what finds speech: a worker that is still without a grammar, and what makes grammars.

    Raises:
        ModelError: a model is missing or damaged.
    """
    grammar = HomeGrammar(speech_model_directory(settings), settings, openings)
    return SpeechWorker(Listener(load_voice_activity(), settings)), grammar
