"""The smaller English model that comes with the program."""

from pathlib import Path

import pytest
from fixtures.hearing import HOME, ROOT, VOICE_MODEL, frames_of

from edge_agent.app.grammar_order import AlsoHeard
from edge_agent.app.home_grammar import HomeGrammar
from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.domain.speech import Transcript
from edge_agent.speech.listener import Listener
from edge_agent.speech.voice_activity import VoiceActivity

TINY = ROOT / "models" / "vosk-en-us-tiny"
RECORDINGS = sorted((ROOT / "edge_agent" / "demo" / "recordings").glob("*.wav"))


def test_it_has_at_most_four_megabytes_and_a_card() -> None:
    files = [path for path in TINY.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 4_000_000
    assert "Licence" in (TINY / "CARD.md").read_text("utf-8")


@pytest.mark.parametrize("names", [(), ("Zigbeewozzle",)], ids=["as it is", "with a new word"])
def test_it_hears_what_is_said_to_a_home(names: tuple[str, ...]) -> None:
    more = [Entity(entity_id=f"light.{n}", name=n, domain=Domain.LIGHT) for n in names]
    settings = SpeechSettings()
    grammar = HomeGrammar(TINY, settings)
    listener = Listener(VoiceActivity.load(VOICE_MODEL), settings)
    listener.set_grammar(grammar.grammar(Home(entities=(*HOME.entities, *more))))
    right = sum(_heard(listener, path) == _said(path) for path in RECORDINGS)
    assert right >= len(RECORDINGS) - 2


@pytest.mark.parametrize("model", ["vosk-en-us-tiny", "vosk-en-us-starter"])
@pytest.mark.parametrize("hears_pins", [True, False])
def test_a_pin_is_heard_where_one_is_set(model: str, *, hears_pins: bool) -> None:
    settings = SpeechSettings()
    also_heard = AlsoHeard(pins=hears_pins)
    grammar = HomeGrammar(ROOT / "models" / model, settings, also_heard)
    listener = Listener(VoiceActivity.load(VOICE_MODEL), settings)
    listener.set_grammar(grammar.grammar(HOME))
    heard = _heard(listener, ROOT / "tests" / "app" / "recordings" / "two five eight zero.wav")
    assert (heard == "two five eight zero") == hears_pins


def _said(path: Path) -> str:
    return " ".join(path.stem.split("-")[1:])


def _heard(listener: Listener, path: Path) -> str:
    listener.discard()
    events = [event for frame in frames_of(path) for event in listener.accept(frame)]
    found = [event for event in events if isinstance(event, Transcript)]
    return found[0].text if len(found) == 1 and not found[0].is_other_speech else ""
