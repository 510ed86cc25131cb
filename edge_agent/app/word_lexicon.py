"""Loading what knows how words are said."""

from pathlib import Path
from typing import Final

from edge_agent.config.paths import models_directory
from edge_agent.config.schema import SpeechSettings
from edge_agent.nlu.normalise import spoken
from edge_agent.speech.lexicon import ListedWords, ModelLexicon, Pronouncer, sounds_by_word
from edge_agent.speech.recogniser import SpeechModel

_PRONUNCIATIONS: Final = Path("g2p")


def load_pronouncer(settings: SpeechSettings) -> Pronouncer:
    """Load what knows how words are said, with what the user wrote about it.

    Raises:
        ConfigError: an entry of `sounds_like` cannot be understood.
        ModelError: the dictionary or the network is missing or damaged.
    """
    return Pronouncer.load(
        models_directory() / _PRONUNCIATIONS, sounds_like=sounds_like_of(settings)
    )


def sounds_like_of(settings: SpeechSettings) -> dict[str, str]:
    """What the user wrote about how single words sound.

    Raises:
        ConfigError: an entry cannot be understood.
    """
    return sounds_by_word(settings.sounds_like, spoken)


def load_model_lexicon(model: SpeechModel | ListedWords, settings: SpeechSettings) -> ModelLexicon:
    """Load the lexicon of a speech model, which itself need not be loaded.

    Raises:
        ConfigError: an entry of `sounds_like` cannot be understood.
        ModelError: a file is missing or damaged.
    """
    return ModelLexicon.load(model.directory, model, load_pronouncer(settings))
