"""Decoding of recordings under a strict grammar with the stock vosk library, and what it hears."""

import json
import resource
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import vosk
from const_fst import Acceptor, Grammar, write_acceptor

Samples = np.ndarray[Any, np.dtype[np.float32]]

SAMPLE_RATE_HZ: Final = 16_000
LOUDEST_FRAME: Final = 2_048
MIX_PEAK: Final = 0.5
_BLOCK: Final = 4_000
_TAIL_S: Final = 0.3

vosk.SetLogLevel(-1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a model made of recordings."""

    texts: tuple[str, ...]
    """In the order of the recordings."""
    real_time_factor: float
    """Seconds of sound decoded in one second of processor time."""


def word_ids(model: Path) -> dict[str, int]:
    """The model's words by their numbers in a grammar."""
    lines = (model / "graph" / "words.txt").read_text("utf-8").splitlines()
    return {word: int(number) for word, number in (line.split() for line in lines)}


def strict_model(model: Path, grammar: Acceptor, into: Path) -> Path:
    """A directory of links to the model's files, with the grammar in place of its own."""
    for source in model.rglob("*"):
        target = into / source.relative_to(model)
        if source.is_file() and source.name not in {"Gr.fst", "CARD.md"}:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            target.symlink_to(source.resolve())
    write_acceptor(into / "graph" / "Gr.fst", grammar.rows, grammar.finals)
    return into


def sentences_grammar(sentences: Sequence[str], ids: Mapping[str, int]) -> Acceptor:
    """The grammar of these sentences alone."""
    grammar = Grammar()
    end = grammar.state()
    for sentence in sentences:
        grammar.add(0, end, sentence)
    return grammar.acceptor(ids, [end])


def transcribe(model: Path, recordings: Sequence[Samples]) -> Heard:
    """What the model with its own Gr.fst hears in each recording."""
    loaded = vosk.Model(str(model))
    started, texts = time.process_time(), []
    for samples in recordings:
        recogniser = vosk.KaldiRecognizer(loaded, SAMPLE_RATE_HZ)
        texts.append(_decode(recogniser, samples))
    spent = time.process_time() - started
    seconds = sum(map(len, recordings)) / SAMPLE_RATE_HZ
    return Heard(texts=tuple(texts), real_time_factor=seconds / spent)


def _decode(recogniser: Any, samples: Samples) -> str:  # noqa: ANN401 - vosk has no types
    """What is heard in a recording that is one utterance, wherever Vosk would end it."""
    padded = np.concatenate([samples, np.zeros(int(_TAIL_S * SAMPLE_RATE_HZ), np.float32)])
    pcm = (np.clip(padded, -1, 1) * 32767).astype("<i2").tobytes()
    for at in range(0, len(pcm), 2 * _BLOCK):
        recogniser.AcceptWaveform(pcm[at : at + 2 * _BLOCK])
    text: str = json.loads(recogniser.FinalResult())["text"]
    return text


def mixed(speech: Samples, noise: Samples, decibels: float, draw: np.random.Generator) -> Samples:
    """Speech with noise: ratio by the loudest frame of each, random place, peak 0.5.

    After Picovoice's speech-to-intent-benchmark, src/mix.py.
    """
    start = int(draw.integers(0, len(noise) - len(speech)))
    part = noise[start : start + len(speech)]
    scale = _loudest(speech) / _loudest(part) / 10 ** (decibels / 10)
    mixture = speech + part * np.sqrt(scale)
    return np.asarray(mixture / np.abs(mixture).max() * MIX_PEAK, dtype=np.float32)


def _loudest(samples: Samples) -> float:
    frames = samples[: len(samples) // LOUDEST_FRAME * LOUDEST_FRAME].reshape(-1, LOUDEST_FRAME)
    return float((frames.astype(np.float64) ** 2).mean(1).max())


def word_errors(heard: str, said: str) -> tuple[int, int]:
    """Edit distance in words, and the words that were said."""
    truth = said.split()
    row = list(range(len(truth) + 1))
    for word in heard.split():
        before, row[0] = row[0], row[0] + 1
        for place, wanted in enumerate(truth, start=1):
            best = min(row[place] + 1, row[place - 1] + 1, before + (word != wanted))
            before, row[place] = row[place], best
    return row[-1], len(truth)


def peak_memory_mib() -> float:
    """The process's largest resident size so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
