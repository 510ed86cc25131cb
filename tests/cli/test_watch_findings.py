"""What `check` says about phrases that raise an alert."""

import msgspec

from edge_agent.cli.watch_findings import watch_findings
from edge_agent.config.schema import Config, SpeechSettings
from edge_agent.config.watch import QuietSettings, WatchSettings
from edge_agent.speech.lexicon import HeardWord, Treatment

KNOWN = (HeardWord(word="help", treatment=Treatment.KNOWN),)
WATCH = Config(watch=WatchSettings(phrases=("help", "help krzk")))


def test_without_phrases_there_is_nothing_to_say() -> None:
    quiet = WatchSettings(phrases=(), quiet=QuietSettings(hours="22:00-06:00"))
    for watch in (None, quiet):
        assert watch_findings(Config(watch=watch, speech=SpeechSettings(min_lead=None)), ()) == ()


def test_what_cannot_be_heard_is_found() -> None:
    unheard = HeardWord(word="krzk", treatment=Treatment.UNHEARD)
    assert watch_findings(WATCH, KNOWN) == ()
    (found,) = watch_findings(WATCH, (*KNOWN, unheard))
    assert found["name"] == "help krzk"


def test_where_nothing_is_compared_it_is_told() -> None:
    config = msgspec.structs.replace(WATCH, speech=SpeechSettings(min_lead=None))
    (found,) = watch_findings(config, KNOWN)
    assert "speech.min_lead" in found["finding"]
