"""When a turn ends amid talk, and by Vosk's own rules, and what decoding costs."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np
from home_ear import HomeEar, Samples, bare_recognisers, commands_in, frames_of, samples
from speech_trial import SAMPLE_RATE_HZ

from edge_agent.app.speech_models import load_voice_activity
from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import FRAME_S
from edge_agent.speech.endpointing import Endpointing
from edge_agent.usage import processor_s

_TALK_S: Final = 4.0
_COST_ROUNDS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Amid:
    """Recordings amid talk that is softer by so much."""

    softer_db: float
    talkers: int
    tried: int
    right: int
    """The command was heard as without talk."""
    wrong: int
    """Other commands that were taken from it, or from the talk."""
    median_s: float
    """From the end of the command to the end of the turn, of those that were heard rightly."""
    longest_s: float


def amid_talk(
    ear: HomeEar, paths: Sequence[Path], talk: Sequence[Path], *, softer_db: float, talkers: int
) -> Amid:
    """Hear each recording amid others that go on before, under and behind it."""
    voices = [np.concatenate([samples(path) for path in talk[n::talkers]]) for n in range(talkers)]
    wrong, delays = 0, []
    for number, path in enumerate(paths):
        sound = samples(path)
        alone = ear.hear(sound)
        wanted = commands_in(alone)
        heard = ear.hear(_mixed(sound, voices, softer_db, seed=number))
        right = [one for one in heard if one.commands and one.commands == wanted]
        wrong += sum(bool(one.commands) for one in heard) - len(right)
        if right:
            delays.append(right[0].ended_s - _TALK_S - alone[-1].spoken_until_s)
    return Amid(
        softer_db=softer_db,
        talkers=talkers,
        tried=len(paths),
        right=len(delays),
        wrong=wrong,
        median_s=median(delays or [0.0]),
        longest_s=max(delays, default=0.0),
    )


def vosk_silences_ms(folder: Path, paths: Sequence[Path]) -> Iterator[float]:
    """Milliseconds from the last voice to the end that Vosk itself finds, decoding included."""
    recogniser_of = bare_recognisers(folder)
    for path in paths:
        yield from _vosk_silence_ms(recogniser_of(), samples(path))


def decoding_cost(ear: HomeEar, paths: Sequence[Path]) -> tuple[float, float]:
    """Processor seconds of decoding each recording in its silence: as the agent, and all of it."""
    sounds = [ear.in_silence(samples(path)) for path in paths]
    costs = []
    for decode in (ear.listen, ear.decode_all):
        before_s = processor_s(ear.decoder_id)
        for _ in range(_COST_ROUNDS):
            for sound in sounds:
                decode(sound)
        costs.append(processor_s(ear.decoder_id) - before_s)
    agent_s, bare_s = costs
    return agent_s, bare_s


def _vosk_silence_ms(recogniser: object, sound: Samples) -> Iterator[float]:
    vad, endpointing = load_voice_activity(), Endpointing(SpeechSettings(max_utterance_s=3600))
    silence = np.zeros(3 * SAMPLE_RATE_HZ)
    for frame in frames_of(np.concatenate((sound, silence))):
        endpointing.accept(frame, vad.accept(frame))
        begun_at = time.perf_counter()
        is_over = recogniser.AcceptWaveform(frame.pcm)  # type: ignore[attr-defined]
        took_s = time.perf_counter() - begun_at
        if is_over and not endpointing.is_idle:
            waited_s = frame.started_at + FRAME_S - endpointing.speech_ended_at
            if waited_s > 0:
                yield 1000 * (waited_s + took_s)
                return


def _mixed(sound: Samples, voices: Sequence[Samples], softer_db: float, *, seed: int) -> Samples:
    random = np.random.default_rng(seed)
    around = round(_TALK_S * SAMPLE_RATE_HZ)
    length = len(sound) + 2 * around
    babble = sum(np.resize(np.roll(one, -random.integers(len(one))), length) for one in voices)
    rate = np.sqrt(np.mean(sound**2) / np.mean(babble**2)) * 10 ** (-softer_db / 20)
    mixed: Samples = babble * rate
    mixed[around : around + len(sound)] += sound
    return mixed
