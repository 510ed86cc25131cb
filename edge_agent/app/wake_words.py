"""From the configured wake words to the gate that they open."""

from edge_agent.config.wake import WakeSettings, WakeWordSettings
from edge_agent.nlu.waking import spoken_wake_words
from edge_agent.speech.wake.models import MODELS, WakeModels
from edge_agent.speech.wake.wake_gate import WakeGate
from edge_agent.speech.wake.words import WakeWord


def open_gate(settings: WakeSettings, *, passes_all: bool = False) -> WakeGate:
    """Load what hears the wake words.

    Args:
        settings: of wake words.
        passes_all: the recogniser hears all that is said, for the sake of something else.

    Raises:
        ModelError: the models cannot be loaded.
    """
    words = wake_words(settings)
    modelled = [word.word for word in words if word.has_model]
    models = WakeModels.load(modelled) if modelled else None
    return WakeGate(words, settings, models, passes_all=passes_all)


def words_of(settings: WakeSettings | None) -> tuple[str, ...]:
    """The wake words as they are told to others, in order."""
    return () if settings is None else tuple(one.word.lower() for one in settings.each)


def wake_words(settings: WakeSettings) -> tuple[WakeWord, ...]:
    """The wake words as the ear knows them."""
    return tuple(map(_wake_word, settings.each))


def _wake_word(one: WakeWordSettings) -> WakeWord:
    word = one.word.lower()
    return WakeWord(
        word=word,
        ways=tuple(" ".join(way) for way in spoken_wake_words((one.word,))),
        area=one.area,
        sensitivity=one.sensitivity,
        has_model=has_model(one),
    )


def has_model(one: WakeWordSettings) -> bool:
    """Whether a model listens for a word."""
    return one.model and one.word.lower() in MODELS
