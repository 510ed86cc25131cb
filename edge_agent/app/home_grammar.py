"""What is listened for: the sentences of the home."""

from pathlib import Path
from tempfile import TemporaryDirectory

from edge_agent.app.grammar_order import AlsoHeard, write_home_grammar
from edge_agent.app.hearing import Hearing
from edge_agent.app.speech_models import load_voice_activity, speech_model_directory
from edge_agent.app.wake_words import has_model, open_gate
from edge_agent.app.watching import watch_of, watched_phrases
from edge_agent.audio.source import AudioSource
from edge_agent.config.schema import Config, SpeechSettings
from edge_agent.config.wake import WakeSettings
from edge_agent.config.watch import WatchSettings
from edge_agent.domain.entity import Home
from edge_agent.nlu.open_requests import spoken_openings
from edge_agent.nlu.phrases import phrases
from edge_agent.nlu.spoken_pins import pin_pairs
from edge_agent.nlu.talking import spoken_about_talking
from edge_agent.nlu.taught_sentences import taught_sentences
from edge_agent.nlu.waking import woken_phrases
from edge_agent.nlu.watching import ways_of_phrases
from edge_agent.speech.grammar.model_copy import takes_grammars
from edge_agent.speech.grammar.word_loop import WordLoop
from edge_agent.speech.listener import Listener
from edge_agent.speech.model_files import check_model_files
from edge_agent.speech.recogniser import Grammar, PhraseList, Sentences, SpeechModel
from edge_agent.speech.search import search_of
from edge_agent.speech.worker import SpeechWorker


class HomeGrammar:
    """Makes the grammar of a home for one speech model."""

    def __init__(
        self, directory: Path, settings: SpeechSettings, also_heard: AlsoHeard | None = None
    ) -> None:
        """Take a model, which is loaded with the first grammar.

        Args:
            directory: the model's.
            settings: for what the user wrote about names, and for how to search.
            also_heard: what is listened for beside the home's sentences; by default nothing.

        Raises:
            ModelError: a file of the model is missing or cut off.
        """
        check_model_files(directory)
        self._directory = directory
        self._settings = settings
        self._also_heard = also_heard or AlsoHeard()
        self._loaded: SpeechModel | None = None
        self._search = search_of(settings)
        self._words = WordLoop(directory, self._search) if settings.min_lead is not None else None

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
            pins = pin_pairs() if self._also_heard.pins else ()
            openings = self._also_heard.openings
            watched = ways_of_phrases(self._also_heard.watch_phrases)
            further = (*taught, *openings, *pins, *spoken_about_talking(), *watched)
            said = (*phrases(home), *further)
            woken = woken_phrases(self._also_heard.wake_words, said)
            return PhraseList(self._whole_model(), (*said, *woken))
        with TemporaryDirectory(prefix="edge-agent-") as name:
            write_home_grammar(
                self._directory, self._settings, home, Path(name), examples, self._also_heard
            )
            model = SpeechModel.load(Path(name), made_of=self._directory)
        return Sentences(model, self._search, self._words)

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


def also_heard(config: Config) -> AlsoHeard:
    """What the configuration has the agent listen for beside the home's sentences."""
    openings = () if config.escalation.url is None else spoken_openings()
    words = () if config.wake is None else config.wake.each
    return AlsoHeard(
        openings=openings,
        pins=config.policy.has_pin,
        wake_words=tuple(one.word for one in words),
        # What only the recogniser hears, it would hear in too much of what people say.
        calls=frozenset(one.word for one in words if has_model(one)),
        watch_phrases=watched_phrases(config.watch),
    )


def open_hearing(
    settings: SpeechSettings,
    source: AudioSource,
    also_heard: AlsoHeard | None = None,
    wake: WakeSettings | None = None,
    watch: WatchSettings | None = None,
) -> Hearing:
    """Load the ear of an agent.

    Raises:
        ModelError: a model is missing or damaged.
    """
    worker, grammar = open_ear(settings, also_heard, wake, watch)
    return Hearing(worker, source, grammar_of=grammar.grammar, free_speech=grammar.free_speech)


def open_ear(
    settings: SpeechSettings,
    also_heard: AlsoHeard | None = None,
    wake: WakeSettings | None = None,
    watch: WatchSettings | None = None,
) -> tuple[SpeechWorker, HomeGrammar]:
    """Load what finds speech: a worker that is still without a grammar, and what makes grammars.

    Without settings of wake words, all that is said is for the agent.

    Raises:
        ModelError: a model is missing or damaged.
    """
    grammar = HomeGrammar(speech_model_directory(settings), settings, also_heard)
    passes_all = bool(watched_phrases(watch))
    gate = None if wake is None else open_gate(wake, passes_all=passes_all)
    listener = Listener(
        load_voice_activity(),
        settings,
        gate=gate,
        watch=watch_of(watch, settings),
        listen_s=(wake or WakeSettings()).listen_s,
    )
    return SpeechWorker(listener), grammar
