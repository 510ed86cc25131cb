"""Loading what hears: the speech model and the voice detector."""

from pathlib import Path
from typing import Final

from edge_agent.config.paths import models_directory
from edge_agent.config.schema import SpeechSettings
from edge_agent.speech.recogniser import SpeechModel
from edge_agent.speech.voice_activity import VoiceActivity
from edge_agent.store.location import store_directory
from edge_agent.store.models import ModelStore
from edge_agent.store.selection import chosen_directory

_SHIPPED: Final = "vosk-en-us-starter"
_VOICE_ACTIVITY: Final = Path("silero-vad", "silero_vad.onnx")


def speech_model_directory(settings: SpeechSettings) -> Path:
    """Where the configured Vosk model lies, the selected one, or the one that is shipped."""
    return chosen_directory(settings.model, speech_model_store(), shipped_speech_model())


def load_speech_model(settings: SpeechSettings) -> SpeechModel:
    """Load the Vosk model that is used.

    Raises:
        ModelError: it is missing or damaged.
    """
    return SpeechModel.load(speech_model_directory(settings))


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
