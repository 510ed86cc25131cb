"""The section on wake words: what it takes and what it refuses."""

from pathlib import Path

import pytest

from edge_agent.app.wake_words import wake_words, words_of
from edge_agent.config.load import load_config
from edge_agent.config.schema import Config
from edge_agent.errors import ConfigError


def loaded(tmp_path: Path, section: str) -> Config:
    path = tmp_path / "home.yaml"
    path.write_text(f"wake: {section}\n")
    return load_config(path)


def test_without_a_section_there_are_no_wake_words() -> None:
    assert Config().wake is None
    assert words_of(Config().wake) == ()


def test_an_empty_section_is_enough(tmp_path: Path) -> None:
    assert words_of(loaded(tmp_path, "{}").wake) == ("okay nabu",)
    assert words_of(loaded(tmp_path, "{words: []}").wake) == ()


def test_words_have_settings_of_their_own(tmp_path: Path) -> None:
    wake = loaded(
        tmp_path,
        "{words: [Okay Nabu, {word: Kitchen Brain, area: Kitchen, sensitivity: 0.7},"
        " {word: alexa, model: false}, R2 D2]}",
    ).wake
    assert wake is not None
    found = {word.word: word for word in wake_words(wake)}
    assert [word.has_model for word in found.values()] == [True, False, False, False]
    assert found["okay nabu"].sensitivity is None
    brain = found["kitchen brain"]
    assert (brain.area, brain.sensitivity, brain.ways) == ("Kitchen", 0.7, ("kitchen brain",))
    assert all(not any(map(str.isdecimal, way)) for way in found["r2 d2"].ways)


@pytest.mark.parametrize(
    "section",
    [
        "{words: ['']}",
        "{words: ['!']}",
        "{words: [okay nabu, Okay Nabu]}",
        "{words: [one two three four five six]}",
        f"{{words: [{'x' * 60}]}}",
        f"{{words: [{', '.join(f'word {letter}' for letter in 'abcdefghijk')}]}}",
        "{words: [{word: okay nabu, sensitivity: 2}]}",
        "{words: [{area: Kitchen}]}",
        "{words: okay nabu}",
        "{words: [[okay]]}",
        "{sensitivity: 1.5}",
        "{follow_up_s: -1}",
        "{key: {device: /dev/input/event0}}",
        "{key: {device: /dev/input/event0, code: 0}}",
        "{button: {pin: 99}}",
        "{word: okay nabu}",
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(tmp_path: Path, section: str) -> None:
    with pytest.raises(ConfigError) as raised:
        loaded(tmp_path, section)
    assert "wake" in str(raised.value)
    assert "\n" not in str(raised.value)
