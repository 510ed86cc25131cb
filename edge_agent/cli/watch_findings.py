"""What is to be said about what raises an alert."""

from typing import Final

from edge_agent.cli.name_findings import Finding
from edge_agent.cli.wake_findings import can_be_heard, unheard_of
from edge_agent.config.schema import Config
from edge_agent.nlu.taught_sentences import ways_to_say
from edge_agent.speech.lexicon import HeardWord

_UNHEARD: Final = "cannot be heard by this speech model; watch for another phrase."
_NOT_COMPARED: Final[Finding] = {
    "name": "watch.phrases",
    "finding": "are compared with nothing, as speech.min_lead is null; much of what people say will"
    " raise an alert.",
}


def watch_findings(config: Config, heard: tuple[HeardWord, ...]) -> tuple[Finding, ...]:
    """What the user should do something about.

    Args:
        config: as a whole.
        heard: how each word of the phrases is heard.
    """
    if config.watch is None or not config.watch.phrases:
        return ()
    unheard = unheard_of(heard)
    lost: list[Finding] = [
        {"name": phrase, "finding": _UNHEARD}
        for phrase in config.watch.phrases
        if not can_be_heard(ways_to_say(phrase), unheard)
    ]
    return (*lost, *([_NOT_COMPARED] if config.speech.min_lead is None else []))
