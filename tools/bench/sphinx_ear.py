"""Hearing with pocketsphinx; imports nothing of edge-agent."""

import importlib
import os
from typing import Any

from speech_trial import Heard, Measurement, Trial, pcm_of, timed


class SphinxEar:
    """Takes each recording for one utterance."""

    process_id = os.getpid()

    def __init__(self, decoder: Any) -> None:  # noqa: ANN401 - it is not installed where types are checked
        self._decoder = decoder

    def hear(self, path: str) -> list[Heard]:
        """As `Ear.hear`."""
        self._decoder.start_utt()
        self._decoder.process_raw(pcm_of(path), full_utt=True)
        self._decoder.end_utt()
        best = self._decoder.hyp()
        # A word's further pronunciations are written word(2).
        said = " ".join(word.split("(")[0] for word in best.hypstr.split()) if best else ""
        return [Heard(alternatives=(said,) if said else ())]


def sphinx_ear(trial: Trial, found: Measurement) -> SphinxEar:
    """Load it with its own English model and a strict grammar."""
    library = importlib.import_module("pocketsphinx")
    with timed() as spent_s:
        decoder = library.Decoder(jsgf=trial.speaks, dict=trial.model, lm=None, loglevel="FATAL")
    # It loads no model without a grammar: one figure for both.
    found.load_s = spent_s()
    return SphinxEar(decoder)
