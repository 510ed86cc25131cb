"""The section on what raises an alert: what it takes and what it refuses."""

from pathlib import Path

import pytest

from edge_agent.app.watching import alert_kinds, watched_phrases
from edge_agent.config.load import load_config
from edge_agent.config.schema import Config
from edge_agent.domain.alert import AlertKind
from edge_agent.errors import ConfigError


def loaded(tmp_path: Path, section: str) -> Config:
    path = tmp_path / "home.yaml"
    path.write_text(f"watch: {section}\n")
    return load_config(path)


def test_without_a_section_nothing_is_watched_for() -> None:
    assert watched_phrases(Config().watch) == ()
    assert alert_kinds(Config().watch) == ()


def test_an_empty_section_is_enough(tmp_path: Path) -> None:
    watch = loaded(tmp_path, "{}").watch
    assert watched_phrases(watch) == ("help", "help me", "call for help", "fire")
    assert alert_kinds(watch) == (AlertKind.PHRASE,)


def test_quiet_hours_alone_are_enough(tmp_path: Path) -> None:
    watch = loaded(tmp_path, "{phrases: [], quiet: {hours: '22:00-06:00'}}").watch
    assert alert_kinds(watch) == (AlertKind.SPEECH, AlertKind.SOUND)


@pytest.mark.parametrize(
    "section",
    [
        "{phrases: []}",
        "{phrases: ['']}",
        "{phrases: [help, Help]}",
        "{phrases: [one two three four five six]}",
        f"{{phrases: [{', '.join(f'phrase {letter}' for letter in 'abcdefghijklmnopqrstu')}]}}",
        "{phrases: help}",
        "{sensitivity: 2}",
        "{refractory_s: 0}",
        "{quiet: {}}",
        "{quiet: {hours: night}}",
        "{quiet: {hours: '22:00-22:00'}}",
        "{quiet: {hours: '22:00-06:00', louder_db: 0}}",
        "{quiet: '22:00-06:00'}",
        "{words: [help]}",
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(tmp_path: Path, section: str) -> None:
    with pytest.raises(ConfigError) as raised:
        loaded(tmp_path, section)
    assert "watch" in str(raised.value)
    assert "\n" not in str(raised.value)
