"""Loading what hears: the speech model and the voice detector."""

from pathlib import Path
from typing import Final

from edge_agent.config.paths import models_directory
from edge_agent.config.schema import SpeechSettings
from edge_agent.speech.listener import Listener
from edge_agent.speech.recogniser import SpeechModel
from edge_agent.speech.voice_activity import VoiceActivity
from edge_agent.store.location import store_directory
from edge_agent.store.models import ModelStore
from edge_agent.store.selection import chosen_directory

_SHIPPED: Final = "vosk-en-us-starter"
_VOICE_ACTIVITY: Final = Path("silero-vad", "silero_vad.onnx")


def load_speech_model(settings: SpeechSettings) -> SpeechModel:
    """Load the configured Vosk model, the selected one, or the one that comes with the program.

    Raises:
        ModelError: it is missing or damaged.
    """
    return SpeechModel.load(
        chosen_directory(settings.model, speech_model_store(), shipped_speech_model())
    )


def speech_model_store() -> ModelStore:
    """The fetched models."""
    return ModelStore(store_directory())


def shipped_speech_model() -> Path:
    """The directory of the model that is used by default."""
    return models_directory() / _SHIPPED


def load_voice_activity() -> VoiceActivity:
    """Load the voice detector.

    Raises:
        ModelError: it is missing or damaged.
    """
    return VoiceActivity.load(models_directory() / _VOICE_ACTIVITY)


def new_listener(settings: SpeechSettings) -> Listener:
    """Load everything that a listener needs.

    Raises:
        ModelError: a model is missing or damaged.
    """
    return Listener(load_speech_model(settings), load_voice_activity(), settings)
