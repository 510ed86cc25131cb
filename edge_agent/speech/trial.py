"""Trying a speech model: whatever becomes of the process that decodes, this one lives on."""

from pathlib import Path
from typing import Final

from edge_agent.domain.audio import SAMPLE_RATE_HZ
from edge_agent.speech.recogniser import SpeechModel
from edge_agent.usage import peak_bytes

_SILENCE: Final = bytes(2 * SAMPLE_RATE_HZ)


def try_model(directory: Path) -> int:
    """Find out whether a model loads and decodes.

    Returns:
        The bytes of memory that it took a process at its peak.

    Raises:
        ModelError: it does not.
    """
    model = SpeechModel.load(directory)
    recogniser = model.recogniser(alternatives=1)
    recogniser.accept(_SILENCE)
    recogniser.finish()
    return peak_bytes(model.process_id)
