"""What is listened for: the sentences of the home."""

from pathlib import Path
from tempfile import TemporaryDirectory

from edge_agent.app.grammar_process import write_home_grammar
from edge_agent.app.speech_models import load_voice_activity, speech_model_directory
from edge_agent.app.word_lexicon import sounds_like_of
from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.entity import Home
from edge_agent.nlu.phrases import phrases
from edge_agent.speech.grammar.compiler import SentenceGrammar
from edge_agent.speech.grammar.model_copy import takes_grammars
from edge_agent.speech.listener import Listener
from edge_agent.speech.recogniser import Grammar, PhraseList, SpeechModel
from edge_agent.speech.worker import SpeechWorker


class HomeGrammar:
    """Makes the grammar of a home for one speech model."""

    def __init__(self, directory: Path, settings: SpeechSettings) -> None:
        """Load the model.

        Raises:
            ConfigError: an entry of `sounds_like` cannot be understood.
            ModelError: a file of the model is missing or damaged.
        """
        self._settings = settings
        sounds_like_of(settings)
        self.model = SpeechModel.load(directory)
        """The model, which hears whatever it knows as long as there is no grammar."""

    def grammar(self, home: Home) -> Grammar:
        """All that can be said to a home; may run in any thread, and takes a second or two.

        A model whose graph is one whole listens for phrases instead.

        Raises:
            ModelError: the model does not take it.
        """
        directory = self.model.directory
        if not takes_grammars(directory):
            return PhraseList(self.model, phrases(home))
        with TemporaryDirectory(prefix="edge-agent-") as name:
            write_home_grammar(directory, self._settings, home, Path(name))
            sentences = SpeechModel.load(Path(name))
        compares = self._settings.min_lead is not None
        return SentenceGrammar(sentences, self.model if compares else None)


def open_ear(settings: SpeechSettings) -> tuple[SpeechWorker, HomeGrammar]:
    """Load all that hears: a worker that is still without a grammar, and what makes grammars.

    Raises:
        ConfigError: an entry of `sounds_like` cannot be understood.
        ModelError: a model is missing or damaged.
    """
    grammar = HomeGrammar(speech_model_directory(settings), settings)
    listener = Listener(grammar.model, load_voice_activity(), settings)
    return SpeechWorker(listener), grammar
