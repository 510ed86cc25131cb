"""The intent network: tokens and the home's names in, intent and a tag for each token out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from edge_agent.domain.command import Intent
from edge_agent.domain.entity import Domain
from edge_agent.errors import ModelError
from edge_agent.nlu.gazetteer import Match
from edge_agent.nlu.numbers import is_number

MAX_TOKENS: Final = 32
"""No command is longer; what is longer is not looked at."""
FORMAT_VERSION: Final = 1
"""Of the model's files; another one cannot be read."""

PAD: Final = 0
UNKNOWN: Final = 1
NUMBER: Final = 2
SPECIAL_WORDS: Final = ("<pad>", "<unk>", "<num>")

_SPANS: Final = {"name": 0, "area": 2, "floor": 4}
_SIMILAR: Final = 6
_FIRST_DOMAIN: Final = 7
_TRAINED_DOMAINS: Final = (
    Domain.LIGHT,
    Domain.SWITCH,
    Domain.COVER,
    Domain.LOCK,
    Domain.FAN,
    Domain.CLIMATE,
    Domain.SCENE,
    Domain.SENSOR,
    Domain.BINARY_SENSOR,
)
"""In the order of the trained model's features; other kinds of entity have none."""
_DOMAINS: Final = {domain: at for at, domain in enumerate(_TRAINED_DOMAINS, start=_FIRST_DOMAIN)}
FEATURES: Final = _FIRST_DOMAIN + 12
"""Per token; a few domains have room left."""

NONE: Final = "none"
OUTSIDE: Final = "O"

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the network takes one sentence to be."""

    intent: Intent | None
    """None for no command."""
    confidence: float
    """Calibrated probability of the intent and of the least sure tag, 0 to 1."""
    tags: tuple[str, ...]
    """One a token: `O`, or `B-` or `I-` and the slot."""


def encode(
    tokens: Sequence[str], matches: Sequence[Match], vocabulary: Mapping[str, int]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """One sentence as word ids (MAX_TOKENS) and features of names (MAX_TOKENS x FEATURES)."""
    ids = np.zeros(MAX_TOKENS, dtype=np.int64)
    features = np.zeros((MAX_TOKENS, FEATURES), dtype=np.float32)
    for at, token in enumerate(tokens[:MAX_TOKENS]):
        ids[at] = NUMBER if is_number(token) else vocabulary.get(token, UNKNOWN)
    for match in matches:
        _mark(features, match)
    return ids, features


def _mark(features: npt.NDArray[np.float32], match: Match) -> None:
    span = slice(match.start, min(match.end, MAX_TOKENS))
    column = _SPANS[match.name.kind]
    features[match.start : match.start + 1, column] = 1
    features[match.start + 1 : span.stop, column + 1] = 1
    if match.score < 1:
        features[span, _SIMILAR] = 1
    for entity in match.name.entities:
        if entity.domain in _DOMAINS:
            features[span, _DOMAINS[entity.domain]] = 1


class Network:
    """A trained network, ready to read sentences."""

    def __init__(self, session: ort.InferenceSession, labels: Mapping[str, Any]) -> None:
        """Take the loaded graph and the labels that belong to it."""
        self._session = session
        self._vocabulary: dict[str, int] = {w: i for i, w in enumerate(labels["vocabulary"])}
        self._intents: list[str] = labels["intents"]
        self._tags: list[str] = labels["tags"]
        self._temperatures: tuple[float, float] = (
            labels["intent_temperature"],
            labels["tag_temperature"],
        )
        self.plain_words: dict[str, frozenset[str]] = {
            intent: frozenset(words) for intent, words in labels["plain_words"].items()
        }
        """By intent: words that belong to its sentences and fill no slot."""

    @classmethod
    def load(cls, model_dir: Path) -> "Network":
        """Load `model.onnx` and `labels.json`.

        Raises:
            ModelError: a file is missing, damaged, or of another version.
        """
        labels = _read_labels(model_dir / "labels.json")
        path = model_dir / "model.onnx"
        if not path.is_file():
            raise ModelError(f"The intent model {path} is missing: {_REMEDY}.")
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            network = cls(session, labels)
            network.read([(("lights", "on"), ())])
        except _LOAD_ERRORS as error:
            raise ModelError(f"The intent model {path} is damaged: {_REMEDY}.") from error
        return network

    def read(self, sentences: Sequence[tuple[Sequence[str], Sequence[Match]]]) -> list[Reading]:
        """Read some sentences at once: tokens and the names found in them."""
        if not sentences:
            return []
        encoded = [encode(tokens, matches, self._vocabulary) for tokens, matches in sentences]
        length = max(1, min(MAX_TOKENS, max(len(tokens) for tokens, _ in sentences)))
        ids = np.stack([one for one, _ in encoded])[:, :length]
        features = np.stack([one for _, one in encoded])[:, :length]
        intents, tags = self._session.run(None, {"ids": ids, "features": features})
        intents = _softmax(intents / self._temperatures[0])
        tags = _softmax(tags / self._temperatures[1])
        return [
            self._reading(intents[row], tags[row, : len(tokens)])
            for row, (tokens, _) in enumerate(sentences)
        ]

    def _reading(self, intents: Array, tags: Array) -> Reading:
        best = int(intents.argmax())
        label = self._intents[best]
        least_sure = float(tags.max(axis=-1).min()) if len(tags) else 1.0
        return Reading(
            intent=None if label == NONE else Intent(label),
            confidence=float(intents[best]) * least_sure,
            tags=tuple(self._tags[at] for at in tags.argmax(axis=-1)),
        )


_LOAD_ERRORS: Final = (
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NotImplemented,
    ort_errors.RuntimeException,
    RuntimeError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
)
_REMEDY: Final = "install the program again or give another directory under understanding: model"


def _read_labels(path: Path) -> dict[str, Any]:
    try:
        labels = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"The intent model's labels {path} cannot be read: {_REMEDY}.") from error
    except ValueError as error:
        raise ModelError(f"The intent model's labels {path} are damaged: {_REMEDY}.") from error
    if not isinstance(labels, dict) or labels.get("version") != FORMAT_VERSION:
        raise ModelError(f"The intent model's labels {path} are of another version: {_REMEDY}.")
    return labels


def _softmax(logits: Array) -> Array:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))
