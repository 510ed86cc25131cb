"""What is listened for: the sentences of the home."""

from pathlib import Path

from edge_agent.app.speech_models import load_voice_activity, speech_model_directory
from edge_agent.app.word_lexicon import load_model_lexicon, load_pronouncer
from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.entity import Home
from edge_agent.nlu.normalise import spoken
from edge_agent.nlu.phrases import phrases
from edge_agent.nlu.sentences import sentence_graph
from edge_agent.speech.grammar.compiler import GrammarCompiler
from edge_agent.speech.grammar.model_copy import takes_grammars
from edge_agent.speech.lexicon import ModelLexicon, written_words
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
        load_pronouncer(settings)
        self.model = SpeechModel.load(directory)
        """The model, which hears whatever it knows as long as there is no grammar."""
        self._compiler = (
            GrammarCompiler(self.model, self._open_lexicon, compares=settings.min_lead is not None)
            if takes_grammars(directory)
            else None
        )

    def grammar(self, home: Home) -> Grammar:
        """All that can be said to a home; may run in any thread, and takes a second or two.

        A model whose graph is one whole listens for phrases instead.

        Raises:
            ModelError: the model does not take it.
        """
        if self._compiler is None:
            return PhraseList(self.model, phrases(home))
        return self._compiler.compile(sentence_graph(home), written_words(names_of(home), spoken))

    def _open_lexicon(self, model: SpeechModel) -> ModelLexicon:
        return load_model_lexicon(model, self._settings)


def open_ear(settings: SpeechSettings) -> tuple[SpeechWorker, HomeGrammar]:
    """Load all that hears: a worker that is still without a grammar, and what makes grammars.

    Raises:
        ConfigError: an entry of `sounds_like` cannot be understood.
        ModelError: a model is missing or damaged.
    """
    grammar = HomeGrammar(speech_model_directory(settings), settings)
    listener = Listener(grammar.model, load_voice_activity(), settings)
    return SpeechWorker(listener), grammar


def names_of(home: Home) -> list[str]:
    """Names of devices, rooms and floors, and aliases."""
    names = {name for entity in home.entities for name in entity.names}
    return sorted(names | set(home.areas) | set(home.floors))
