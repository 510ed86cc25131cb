"""When a turn ends: after pauses within a sentence, amid talk, and by Vosk's own rules."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from announced_home import announced_home
from home_ear import HomeEar, Samples, commands_in, frames_of, samples
from speech_trial import SAMPLE_RATE_HZ

from edge_agent.app.grammar_order import write_home_grammar
from edge_agent.app.speech_models import load_voice_activity, speech_model_directory
from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import FRAME_S
from edge_agent.speech.endpointing import Endpointing
from edge_agent.usage import processor_s

PLACES: Final = 6
"""So many pauses are put into each recording, one at a time, where it is softest."""
_EDGE_S: Final = 0.15
_WINDOW_S: Final = 0.04
_STEP_S: Final = 0.01
_NEIGHBOURHOOD: Final = 12
_AUDIBLE: Final = 0.05
_TALK_S: Final = 4.0
_COST_ROUNDS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """Recordings with a pause inside."""

    tried: int
    cut: int
    """Another turn began where the speaker went on, and the commands were others."""
    heard_otherwise: int
    """One turn, and other commands: what broke off within a sound is hard to hear."""


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


def with_pauses(ear: HomeEar, paths: Sequence[Path], pause_s: float) -> Pauses:
    """Hear each recording with a pause at each of its softest places."""
    tried = cut = otherwise = 0
    for path in paths:
        sound = samples(path)
        wanted = commands_in(ear.hear(sound))
        silence = np.zeros(round(pause_s * SAMPLE_RATE_HZ))
        for at in _softest(sound):
            heard = ear.hear(np.concatenate((sound[:at], silence, sound[at:])))
            is_other = commands_in(heard) != wanted
            tried += 1
            cut += is_other and len(heard) > 1
            otherwise += is_other and len(heard) <= 1
    return Pauses(tried=tried, cut=cut, heard_otherwise=otherwise)


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
    import vosk  # noqa: PLC0415 - the package's own module is not what the product uses

    vosk.SetLogLevel(-1)
    settings = SpeechSettings()
    with TemporaryDirectory() as name:
        home = announced_home(folder / "discovery.json")
        write_home_grammar(speech_model_directory(settings), settings, home, Path(name))
        model = vosk.Model(name)
    for path in paths:
        yield from _vosk_silence_ms(vosk.KaldiRecognizer(model, SAMPLE_RATE_HZ), samples(path))


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


def _softest(sound: Samples) -> list[int]:
    """Where a recording is softest within its speech, the softest places first found, in order."""
    window, step = round(_WINDOW_S * SAMPLE_RATE_HZ), round(_STEP_S * SAMPLE_RATE_HZ)
    starts = range(0, len(sound) - window, step)
    levels = np.array([np.sqrt(np.mean(sound[at : at + window] ** 2)) for at in starts])
    audible = np.flatnonzero(levels > _AUDIBLE * levels.max())
    edge = round(_EDGE_S / _STEP_S)
    lows = [
        at
        for at in range(audible[0] + edge, audible[-1] - edge)
        if levels[at] == levels[max(0, at - _NEIGHBOURHOOD) : at + _NEIGHBOURHOOD + 1].min()
    ]
    chosen = sorted(lows, key=lambda at: levels[at])[:PLACES]
    return [at * step + window // 2 for at in sorted(chosen)]


def _mixed(sound: Samples, voices: Sequence[Samples], softer_db: float, *, seed: int) -> Samples:
    random = np.random.default_rng(seed)
    around = round(_TALK_S * SAMPLE_RATE_HZ)
    length = len(sound) + 2 * around
    babble = sum(np.resize(np.roll(one, -random.integers(len(one))), length) for one in voices)
    rate = np.sqrt(np.mean(sound**2) / np.mean(babble**2)) * 10 ** (-softer_db / 20)
    mixed: Samples = babble * rate
    mixed[around : around + len(sound)] += sound
    return mixed
