"""Noises, rooms, other voices and the sentences that are said."""

import random
import re
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools" / "acoustic"))

from augment import distorted, microphone, nothing_said, other_voice, resampled, stretched
from noises import KINDS, RATE_HZ, Noises, band, convolved, evened, grains, loudest, room
from sentences import Sentences


def tone(hertz, seconds=1.0):
    return np.sin(2 * np.pi * hertz * np.arange(int(RATE_HZ * seconds)) / RATE_HZ).astype("f4")


def pitch_hz(samples):
    inner = samples[len(samples) // 5 : -len(samples) // 5]
    power = np.abs(np.fft.rfft(inner * np.hanning(len(inner))))
    return np.argmax(power) * RATE_HZ / len(inner)


@pytest.mark.parametrize("make", [kind for kind, _ in KINDS], ids=lambda kind: kind.__name__)
def test_a_noise_is_finite_even_and_repeated_by_its_seed(make):
    one, again, other = (make(np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.isfinite(one).all()
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
    assert np.sqrt((evened(one) ** 2).mean()) == pytest.approx(1, abs=1e-3)


def test_the_shares_of_noises_are_whole():
    assert sum(share for _, share in KINDS) == pytest.approx(1)


def test_a_band_keeps_what_is_inside():
    inside, outside = (np.std(band(tone(hertz), 500, 2000)) for hertz in (1000, 6000))
    assert inside > 0.6
    assert outside < 0.1


def test_convolution_is_the_textbook_one():
    wave, response = np.arange(50.0), np.array([1.0, -0.5, 0.25])
    assert np.allclose(convolved(wave, response), np.convolve(wave, response)[:50])


def test_a_room_answers_the_direct_sound_first_and_fades():
    response = room(np.random.default_rng(3))
    assert response[0] == pytest.approx(1, abs=0.5)
    tenth = len(response) // 10
    assert (response[tenth : 2 * tenth] ** 2).sum() > (response[-tenth:] ** 2).sum()


def test_noise_lies_under_the_loudest_frame_by_at_least_the_ratio():
    speech = tone(300) * 0.3
    for seed in range(4):
        noises = Noises(np.random.default_rng(seed), count=4, rooms=1)
        added = noises.over(speech, 10.0) - speech
        below = 20 * np.log10(loudest(speech) / loudest(added))
        assert -15 < below < 10.1


def test_faster_is_higher_and_shorter():
    changed = resampled(tone(400), 1.25)
    assert len(changed) == pytest.approx(RATE_HZ / 1.25, abs=2)
    assert pitch_hz(changed) == pytest.approx(500, abs=8)


@pytest.mark.parametrize("factor", [0.8, 1.3])
def test_stretching_keeps_the_pitch(factor):
    changed = stretched(tone(400, 2.0), factor)
    assert len(changed) == pytest.approx(2 * RATE_HZ * factor, rel=0.03)
    assert pitch_hz(changed) == pytest.approx(400, abs=8)


def test_other_voices_differ_in_pitch():
    pitches = {
        round(pitch_hz(other_voice(tone(300), np.random.default_rng(seed)))) for seed in range(12)
    }
    assert min(pitches) < 290
    assert max(pitches) > 330


def test_a_microphone_colours_but_keeps_the_length():
    speech = tone(440)
    changed = microphone(speech, np.random.default_rng(4))
    assert changed.shape == speech.shape
    assert not np.allclose(changed, speech, atol=0.01)


def test_distortion_is_bounded_and_repeated_by_its_seed():
    def made(seed):
        draw = np.random.default_rng(seed)
        noises = Noises(draw, count=3, rooms=2)
        return [distorted(tone(250), draw, noises) for _ in range(6)]

    for (one, before, after), (again, *_) in zip(made(5), made(5), strict=True):
        assert np.array_equal(one, again)
        assert after >= 0
        assert 0 < before < len(one) - after
        assert one.dtype == np.float32
        assert np.abs(one).max() <= 1
        assert len(one) > 0.7 * RATE_HZ


def test_noise_alone_is_quiet_throughout():
    draw = np.random.default_rng(6)
    noises = Noises(draw, count=3, rooms=2)
    noises.remember(tone(200))
    for _ in range(5):
        found = nothing_said(draw, noises)
        assert found.before == len(found.samples)
        assert 0 < np.abs(found.samples).max() <= 1


def test_grains_keep_the_sounds_of_a_voice():
    scattered = grains(np.random.default_rng(7), tone(500), RATE_HZ)
    assert len(scattered) == RATE_HZ
    assert pitch_hz(scattered) == pytest.approx(500, abs=60)


def test_sentences_use_only_known_words_and_repeat():
    known = re.findall(
        r"\w+",
        "turn switch on off the my all light lamp kitchen bedroom fan please open close door a of "
        "make latte with milk sugar set timer for ten minutes yes no stop good morning",
    )
    sentences = Sentences(known)
    draw, again = random.Random(8), random.Random(8)
    said = [sentences.draw(draw) for _ in range(40)]
    assert said == [sentences.draw(again) for _ in range(40)]
    assert set(" ".join(said).split()) <= set(known)
    assert len(set(said)) > 20


def test_a_kind_without_known_words_is_refused():
    with pytest.raises(ValueError, match="widen the vocabulary"):
        Sentences(["zebra"]).draw(random.Random(1), "appliance")
