"""The intent network: tokens and the home's names in, what they ask for out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from edge_agent.domain.entity import Domain
from edge_agent.domain.intent import Intent
from edge_agent.errors import ModelError
from edge_agent.nlu.gazetteer import Match
from edge_agent.nlu.numbers import is_number

MAX_TOKENS: Final = 32
"""No utterance that is meant for the home is longer; what is longer is not looked at."""
FORMAT_VERSION: Final = 3
"""Of the model's files; another one cannot be read."""

PAD: Final = 0
UNKNOWN: Final = 1
NUMBER: Final = 2
SPECIAL_WORDS: Final = ("<pad>", "<unk>", "<num>")

_SPANS: Final = {"name": 0, "area": 2, "floor": 4, "mode": 6}
_SIMILAR: Final = 8
_FIRST_DOMAIN: Final = 9
_DOMAINS: Final = {domain: at for at, domain in enumerate(Domain, start=_FIRST_DOMAIN)}
FEATURES: Final = 32
"""Per token; a few domains have room left."""

_POSSIBLE: Final = 0.01
"""Intents less probable than this are not looked at."""
NONE: Final = "none"
OUTSIDE: Final = "O"

Array = npt.NDArray[Any]


class SpeechAct(StrEnum):
    """What somebody does by saying something."""

    COMMAND = "command"
    QUESTION = "question"
    """One that the home can answer."""
    REPLY = "reply"
    """Yes, no, never mind."""
    DENIED = "denied"
    """A command that is not to be carried out."""
    TOLD = "told"
    """A statement, or a question about what people do."""
    BROKEN = "broken"
    """Half a sentence."""
    CHATTER = "chatter"
    """All else, not to the home."""


ASKING: Final = frozenset({SpeechAct.COMMAND, SpeechAct.QUESTION, SpeechAct.REPLY})
"""What asks something of the home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One command within a sentence."""

    intent: Intent
    confidence: float
    """Calibrated probability of the intent and of the least sure tag, 0 to 1."""
    start: int
    """Its first token."""
    end: int
    """One past its last token."""
    tags: tuple[str, ...]
    """One a token of the part: `O`, or `B-` or `I-` and the slot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the network takes one sentence to be."""

    act: SpeechAct
    confidence: float
    """Calibrated probability that it asks something of the home, 0 to 1."""
    parts: tuple[Part, ...]
    """Its commands, in order; none where one of them would be no intent."""
    intents: Mapping[str, float]
    """Those that any of its tokens may belong to, with calibrated probabilities."""
    acts: Mapping[SpeechAct, float] = field(default_factory=dict)
    """Calibrated probabilities of what it may do."""


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
        self._responses: list[str] = labels["responses"]
        self._acts = [SpeechAct(act) for act in labels["acts"]]
        self._temperatures: dict[str, float] = labels["temperatures"]
        self.plain_words: dict[str, frozenset[str]] = {
            intent: frozenset(words) for intent, words in labels["plain_words"].items()
        }
        """By intent: words that belong to its sentences and fill no slot."""
        self.mending: dict[str, float] = labels["mending"]
        """How far sentences with wrong words are to be trusted, as `nlu.mending` uses it."""

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
        outputs = dict(zip(_OUTPUTS, self._run(sentences, _OUTPUTS), strict=True))
        for name in ("acts", "intents", "tags"):
            outputs[name] = outputs[name] / self._temperatures[name]
        return [
            self._reading({name: rows[at] for name, rows in outputs.items()}, len(tokens))
            for at, (tokens, _) in enumerate(sentences)
        ]

    def vectors(self, sentences: Sequence[Sequence[str]]) -> npt.NDArray[np.float32]:
        """What some sentences are about: one vector of unit length each, shape (sentences, any).

        Each is read by itself: beside others it would be quantised otherwise.
        """
        rows = np.array([self._vector(tokens) for tokens in sentences], np.float32, ndmin=2)
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))

    def _vector(self, tokens: Sequence[str]) -> npt.NDArray[np.float32]:
        (found,) = self._run([(tokens, ())], (_SENTENCE,))
        return np.asarray(found[0], np.float32)

    def response(self, tokens: Sequence[str], matches: Sequence[Match]) -> tuple[str, float]:
        """With what to answer a sentence, a manner or a topic, and its calibrated probability."""
        (logits,) = self._run([(tokens, matches)], ("response",))
        shares = _softmax(logits[0] / self._temperatures["response"])
        best = int(shares.argmax())
        return self._responses[best], float(shares[best])

    def _run(
        self, sentences: Sequence[tuple[Sequence[str], Sequence[Match]]], names: Sequence[str]
    ) -> list[Array]:
        """The outputs with these names."""
        encoded = [encode(tokens, matches, self._vocabulary) for tokens, matches in sentences]
        length = max(1, min(MAX_TOKENS, max(len(tokens) for tokens, _ in sentences)))
        ids = np.stack([one for one, _ in encoded])[:, :length]
        features = np.stack([one for _, one in encoded])[:, :length]
        return list(self._session.run(names, {"ids": ids, "features": features}))

    def _reading(self, outputs: Mapping[str, Array], length: int) -> Reading:
        acts = dict(zip(self._acts, map(float, _softmax(outputs["acts"])), strict=True))
        asked = sum(probability for act, probability in acts.items() if act in ASKING)
        begins = outputs["begins"][:length] > 0
        starts = [0, *(at for at in range(1, length) if begins[at])]
        parts = [
            self._part(outputs, start, end)
            for start, end in zip(starts, [*starts[1:], length], strict=True)
        ]
        return Reading(
            act=max(acts, key=lambda act: acts[act]),
            confidence=asked,
            parts=tuple(part for part in parts if part) if all(parts) else (),
            intents=self._possible(outputs["intents"][:length]),
            acts=acts,
        )

    def _possible(self, logits: Array) -> dict[str, float]:
        shares = _softmax(logits).max(axis=0, initial=0.0)
        return {self._intents[at]: float(shares[at]) for at in np.flatnonzero(shares > _POSSIBLE)}

    def _part(self, outputs: Mapping[str, Array], start: int, end: int) -> Part | None:
        """The command in a stretch of tokens; its intent is what they are for on average."""
        intents = _softmax(outputs["intents"][start:end].mean(axis=0))
        best = int(intents.argmax())
        if self._intents[best] == NONE:
            return None
        tags = _softmax(outputs["tags"][start:end])
        return Part(
            intent=Intent(self._intents[best]),
            confidence=float(intents[best]) * float(tags.max(axis=-1).min()),
            start=start,
            end=end,
            tags=tuple(self._tags[at] for at in tags.argmax(axis=-1)),
        )


_SENTENCE: Final = "sentence"
_OUTPUTS: Final = ("acts", "begins", "intents", "tags")
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
