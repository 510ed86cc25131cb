"""MFCC as the model's conf/mfcc.conf wants them, and shards of them on disk."""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

Frames = np.ndarray[Any, np.dtype[np.float16]]

RATE_HZ: Final = 16_000


def mfcc(samples: np.ndarray[Any, np.dtype[np.float32]]) -> Frames:
    """40 cepstra a frame of 10 ms; samples at 16 kHz, 1.0 is full scale."""
    native = importlib.import_module("kaldi_native_fbank")
    options = native.MfccOptions()
    options.frame_opts.samp_freq = RATE_HZ
    options.frame_opts.dither = 0
    options.frame_opts.snip_edges = True
    options.num_ceps = options.mel_opts.num_bins = 40
    options.mel_opts.low_freq, options.mel_opts.high_freq = 20, 7600
    options.use_energy = False
    extractor = native.OnlineMfcc(options)
    extractor.accept_waveform(RATE_HZ, (samples * 32768).tolist())
    extractor.input_finished()
    frames = [extractor.get_frame(at) for at in range(extractor.num_frames_ready)]
    return np.stack(frames).astype(np.float16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An utterance to train with."""

    text: str
    """Words of the lexicon, separated by spaces."""
    source: str
    """Where the speech comes from."""
    frames: Frames
    """Cepstra by frame."""
    quiet: tuple[int, int] = (0, 0)
    """Frames at the beginning and at the end in which surely nobody speaks."""


def write_shard(path: Path, examples: Sequence[Example]) -> None:
    """Write examples, all or nothing."""
    part = path.with_suffix(".part")
    with part.open("wb") as out:
        np.savez(
            out,
            frames=np.concatenate([one.frames for one in examples]),
            lengths=np.array([len(one.frames) for one in examples]),
            texts=np.array([one.text for one in examples]),
            sources=np.array([one.source for one in examples]),
            quiet=np.array([one.quiet for one in examples]),
        )
    part.rename(path)


def read_shard(path: Path) -> list[Example]:
    """The examples of a shard."""
    with np.load(path) as held:
        ends = np.cumsum(held["lengths"])[:-1]
        parts = np.split(held["frames"], ends)
        rows = zip(held["texts"], held["sources"], held["quiet"].tolist(), parts, strict=True)
        return [
            Example(text=str(text), source=str(source), frames=frames, quiet=(quiet[0], quiet[1]))
            for text, source, quiet, frames in rows
        ]
