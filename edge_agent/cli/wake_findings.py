"""What is to be said about wake words."""

from edge_agent.app.wake_words import wake_words
from edge_agent.cli.name_findings import Finding
from edge_agent.config.wake import WakeSettings
from edge_agent.nlu.normalise import spoken
from edge_agent.speech.lexicon import HeardWord, ModelLexicon, Treatment, written_words
from edge_agent.speech.wake.words import WakeWord

_FEWEST_LETTERS = 7


def words_of_wake_words(
    settings: WakeSettings | None, lexicon: ModelLexicon
) -> tuple[HeardWord, ...]:
    """How each of their words is heard."""
    if settings is None:
        return ()
    written = written_words((one.word for one in settings.each), spoken)
    said = dict.fromkeys(
        part for word in wake_words(settings) for way in word.ways for part in way.split()
    )
    return tuple(lexicon.heard(part, written=written.get(part, "")) for part in said)


def wake_findings(
    settings: WakeSettings | None, heard: tuple[HeardWord, ...]
) -> tuple[Finding, ...]:
    """What the user should do something about.

    Args:
        settings: of wake words.
        heard: as `words_of_wake_words` tells.
    """
    if settings is None:
        return ()
    unheard = {word.word for word in heard if word.treatment == Treatment.UNHEARD}
    found = ((word, _finding(word, unheard)) for word in wake_words(settings))
    return tuple({"name": word.word, "finding": finding} for word, finding in found if finding)


def _finding(word: WakeWord, unheard: set[str]) -> str:
    if any(unheard.isdisjoint(way.split()) for way in word.ways):
        is_short = len("".join(word.ways[0].split())) < _FEWEST_LETTERS
        return _SHORT if is_short and not word.has_model else ""
    return _UNCONFIRMED if word.has_model else _UNHEARD


_SHORT = "is short for a wake word; much of what people say will sound like it."
_UNHEARD = "cannot be heard by this speech model; choose another wake word."
_UNCONFIRMED = "cannot be heard by this speech model, so nothing confirms what wakes the agent."
