"""The models of pymicro-wakeword: small networks, each of which knows one wake word."""

from collections.abc import Iterable, Mapping
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from edge_agent.errors import ModelError

MODELS: Final[Mapping[str, str]] = {
    "okay nabu": "okay_nabu",
    "hey jarvis": "hey_jarvis",
    "hey mycroft": "hey_mycroft",
    "alexa": "alexa",
}
"""What each wake word's model is called in the package."""
_CONFIRMED: Final = (0.4, 0.1)
"""What a model must be sure of, at a sensitivity of 0.5 and of 1, if the recogniser confirms it."""
_ALONE: Final = 0.995
"""What it must be sure of at a sensitivity of 0 if its word alone counts."""
_USUAL: Final = 0.5


class _Model(Protocol):
    probability_cutoff: float

    def process_streaming_prob(self, features: NDArray[np.float64]) -> float | None: ...

    def reset(self) -> None: ...


class _Features(Protocol):
    def process_streaming(self, audio_bytes: bytes) -> Iterable[NDArray[np.float64]]: ...

    def reset(self) -> None: ...


class WakeModels:
    """Listens for several wake words at once, whose features are computed once."""

    def __init__(self, models: Mapping[str, _Model], features: _Features) -> None:
        self._models = models
        self._features = features

    @classmethod
    def load(cls, words: Iterable[str]) -> "WakeModels":
        """The models of some of the words of `MODELS`.

        Raises:
            ModelError: the package is missing or damaged.
        """
        try:
            import pymicro_wakeword  # noqa: PLC0415 - no memory for it where nobody wants it

            kind = pymicro_wakeword.Model
            models = {
                word: pymicro_wakeword.MicroWakeWord.from_builtin(kind(MODELS[word]))
                for word in words
            }
            features = pymicro_wakeword.MicroWakeWordFeatures()
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            raise ModelError(
                "The wake word models cannot be loaded; reinstall them: pip install"
                f" --force-reinstall pymicro-wakeword ({error})."
            ) from error
        return cls(models, features)

    def accept(self, pcm: bytes) -> dict[str, float]:
        """How sure each model is at most within this sound, 0 to 1."""
        surest = dict.fromkeys(self._models, 0.0)
        for features in self._features.process_streaming(pcm):
            for word, model in self._models.items():
                surest[word] = max(surest[word], model.process_streaming_prob(features) or 0.0)
        return surest

    def cutoff(self, word: str, sensitivity: float, *, is_confirmed: bool) -> float:
        """How sure a model must be.

        Its own cutoff counts at a sensitivity of 0 if the recogniser confirms what it hears, and
        at 0.5 if its word alone counts.

        Args:
            word: which model.
            sensitivity: 0 to 1.
            is_confirmed: whether the recogniser confirms it.
        """
        own = self._models[word].probability_cutoff
        points = (own, *_CONFIRMED) if is_confirmed else (_ALONE, own, _CONFIRMED[0])
        return float(np.interp(sensitivity, (0.0, _USUAL, 1.0), points))

    def reset(self) -> None:
        """Forget the sound so far, as after a gap."""
        self._features.reset()
        for model in self._models.values():
            model.reset()
