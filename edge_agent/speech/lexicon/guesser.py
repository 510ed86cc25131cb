"""A small network that guesses how a word is said from how it is written.

It gives each letter two places for sounds, and for each place the odds of every phone and of
none; the same phone in neighbouring places is said once (connectionist temporal classification,
Graves et al. 2006). The best few readings are found by a beam search over what is said so far.
"""

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from edge_agent.errors import ModelError
from edge_agent.speech.lexicon.phones import Pronunciation

FORMAT_VERSION: Final = 1
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz'"
MAX_LETTERS: Final = 32
SOUNDS_PER_LETTER: Final = 2
BLANK: Final = "-"
_BEAM: Final = 12
_UNLIKELY: Final = -7.0
"""Phones with a smaller logarithm of their odds are not tried."""


def letter_ids(word: str) -> list[int]:
    """The network's input for a word; what is no letter of it is left out."""
    return [LETTERS.index(letter) + 1 for letter in word[:MAX_LETTERS] if letter in LETTERS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One way in which a word may be said."""

    phones: Pronunciation
    """At least one phone."""
    probability: float
    """As the network sees it, 0 to 1."""


class Guesser:
    """The network of `models/g2p`."""

    def __init__(self, session: Any, phones: tuple[str, ...]) -> None:  # noqa: ANN401 - onnxruntime has no types
        self._session = session
        self._phones = phones

    @classmethod
    def load(cls, directory: Path) -> "Guesser":
        """The network of a directory.

        Raises:
            ModelError: it is missing, damaged, or made for another version of this program.
        """
        import onnxruntime  # noqa: PLC0415 - 35 MB and a while, for homes with words to guess

        try:
            symbols = json.loads((directory / "symbols.json").read_text(encoding="utf-8"))
            is_known = (symbols["version"], symbols["letters"]) == (FORMAT_VERSION, LETTERS)
            phones = tuple(map(str, symbols["phones"]))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            session = onnxruntime.InferenceSession(
                str(directory / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime raises nothing more special
            raise ModelError(
                f"Pronunciation model {directory} cannot be read; install edge-agent again."
            ) from error
        if not is_known:
            raise ModelError(
                f"Pronunciation model {directory} is of another version; install edge-agent again."
            )
        return cls(session, phones)

    def guesses(self, word: str, *, most: int) -> tuple[Guess, ...]:
        """The likeliest ways to say a lower-case word, best first; none for one without letters."""
        ids = letter_ids(word)
        if not ids:
            return ()
        (odds,) = self._session.run(None, {"letters": np.array([ids], np.int64)})
        found = [
            Guess(phones=tuple(self._phones[at] for at in said), probability=math.exp(score))
            for said, score in _search(odds[0])
            if said
        ]
        return tuple(found[:most])


def _search(odds: npt.NDArray[np.float32]) -> list[tuple[tuple[int, ...], float]]:
    """What may be said, best first, with the logarithm of its probability.

    Prefix beam search: each entry has the score of having ended with silence, and with a phone.
    """
    beam: dict[tuple[int, ...], tuple[float, float]] = {(): (0.0, -math.inf)}
    for place in odds:
        tried = [(int(at), float(place[at])) for at in np.flatnonzero(place > _UNLIKELY)]
        after: defaultdict[tuple[int, ...], list[float]] = defaultdict(lambda: [-math.inf] * 2)
        for said, (quiet, loud) in beam.items():
            either = _plus(quiet, loud)
            for phone, score in tried:
                if phone == 0:
                    after[said][0] = _plus(after[said][0], either + score)
                elif said and said[-1] == phone:
                    after[said][1] = _plus(after[said][1], loud + score)
                    longer = after[(*said, phone)]
                    longer[1] = _plus(longer[1], quiet + score)
                else:
                    longer = after[(*said, phone)]
                    longer[1] = _plus(longer[1], either + score)
        best = sorted(after.items(), key=lambda item: -_plus(*item[1]))[:_BEAM]
        beam = {said: (quiet, loud) for said, (quiet, loud) in best}
    return [(said, _plus(*scores)) for said, scores in beam.items()]


def _plus(one: float, other: float) -> float:
    """The logarithm of the sum of two probabilities."""
    high, low = max(one, other), min(one, other)
    return high if low == -math.inf else high + math.log1p(math.exp(low - high))
