"""libvosk in a process of its own: what it hears, and what becomes of it."""

import gc
import os
import signal
from pathlib import Path

import pytest
from fixtures.hearing import KITCHEN, PHRASES, SPEECH_MODEL, TIME, frames_of
from fixtures.mosquitto import wait_for

from edge_agent.domain.audio import SAMPLE_RATE_HZ
from edge_agent.errors import ModelError
from edge_agent.speech.decoding import channel
from edge_agent.speech.decoding.channel import DecodingLostError
from edge_agent.speech.decoding.model import VoskDecoder, VoskModel
from edge_agent.usage import family, resident_bytes


@pytest.fixture
def model() -> VoskModel:
    return VoskModel(SPEECH_MODEL, "of a test")


def decoder_of(model: VoskModel) -> VoskDecoder:
    return model.decoder(rate_hz=SAMPLE_RATE_HZ, phrases=PHRASES, alternatives=1)


def best(decoder: VoskDecoder) -> str:
    return decoder.finish()["alternatives"][0]["text"].strip()


def is_gone(process_id: int) -> bool:
    return not Path(f"/proc/{process_id}").exists()


def test_utterances_at_the_same_time_do_not_mix(model: VoskModel) -> None:
    one, other = decoder_of(model), decoder_of(model)
    for first, second in zip(frames_of(KITCHEN), frames_of(TIME), strict=False):
        one.accept(first.pcm)
        other.accept(second.pcm)
    assert one.partial()["partial"]
    assert best(one) == KITCHEN.stem
    assert best(other) == TIME.stem


def test_the_model_is_in_the_memory_of_another_process(model: VoskModel) -> None:
    assert model.process_id in family(os.getpid())
    assert 20e6 < resident_bytes(model.process_id) < 90e6
    loaded = Path(f"/proc/{model.process_id}/maps").read_text()
    assert "libvosk" in loaded
    assert "numpy" not in loaded
    assert "onnxruntime" not in loaded


def used(model: VoskModel) -> VoskDecoder:
    """A decoder that has heard something."""
    decoder = decoder_of(model)
    for frame in frames_of(KITCHEN):
        decoder.accept(frame.pcm)
    decoder.partial()
    return decoder


def test_decoders_that_are_dropped_are_forgotten(model: VoskModel) -> None:
    used(model)
    before = resident_bytes(model.process_id)
    for _ in range(20):
        used(model)
    grown = resident_bytes(model.process_id) - before
    kept = [used(model) for _ in range(20)]
    assert len(kept) * grown < resident_bytes(model.process_id) - before, "as if one were kept"


def test_the_process_ends_with_the_model() -> None:
    model = VoskModel(SPEECH_MODEL, "of a test")
    process_id = model.process_id
    decoder = decoder_of(model)
    del model
    gc.collect()
    assert not is_gone(process_id), "a decoder is still there"
    del decoder
    gc.collect()
    assert is_gone(process_id)


def test_systemd_ends_the_agent_first(model: VoskModel) -> None:
    os.kill(model.process_id, signal.SIGTERM)
    assert model.knows("kitchen")
    assert int(Path(f"/proc/{model.process_id}/oom_score_adj").read_text()) == 500


@pytest.mark.parametrize(
    ("how", "why"), [(signal.SIGSEGV, r"makes Vosk crash \(Seg"), (signal.SIGKILL, "was killed")]
)
def test_a_lost_process_is_told(model: VoskModel, how: signal.Signals, why: str) -> None:
    decoder = decoder_of(model)
    os.kill(model.process_id, how)
    with pytest.raises(DecodingLostError, match=f"^Speech model of a test {why}"):
        decoder.finish()
    assert model.is_lost
    assert is_gone(model.process_id), "waited for"
    with pytest.raises(DecodingLostError):
        decoder.accept(b"")
    with pytest.raises(DecodingLostError):
        model.knows("kitchen")


def test_a_process_that_does_not_answer_is_ended(
    model: VoskModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "_ANSWER_S", 0.2)
    monkeypatch.setattr(channel, "_END_S", 0.1)
    slow = VoskModel(SPEECH_MODEL, "of a test")
    decoder = decoder_of(slow)
    os.kill(slow.process_id, signal.SIGSTOP)
    with pytest.raises(DecodingLostError, match="took too long"):
        decoder.partial()
    assert is_gone(slow.process_id)
    assert model.knows("kitchen"), "the other one lives on"


def test_without_a_model_there_is_no_process(tmp_path: Path) -> None:
    before = family(os.getpid())
    with pytest.raises(ModelError, match="cannot be loaded by Vosk"):
        VoskModel(tmp_path, "of a test")
    gc.collect()
    wait_for(lambda: family(os.getpid()) == before)
