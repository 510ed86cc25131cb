"""What is to be said about wake words."""

from collections.abc import Iterable, Sequence

from edge_agent.app.wake_words import wake_words
from edge_agent.cli.name_findings import Finding
from edge_agent.config.wake import WakeSettings
from edge_agent.nlu.normalise import spoken
from edge_agent.nlu.taught_sentences import ways_to_say
from edge_agent.speech.lexicon import HeardWord, ModelLexicon, Treatment, written_words
from edge_agent.speech.wake.words import WakeWord

_FEWEST_LETTERS = 7


def words_of_wake_words(
    settings: WakeSettings | None, lexicon: ModelLexicon
) -> tuple[HeardWord, ...]:
    """How each of their words is heard."""
    return () if settings is None else words_of([one.word for one in settings.each], lexicon)


def words_of(phrases: Sequence[str], lexicon: ModelLexicon) -> tuple[HeardWord, ...]:
    """How each word of phrases is heard."""
    written = written_words(phrases, spoken)
    said = dict.fromkeys(
        part for phrase in phrases for way in ways_to_say(phrase) for part in way.split()
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
    unheard = unheard_of(heard)
    found = ((word, _finding(word, unheard)) for word in wake_words(settings))
    return tuple({"name": word.word, "finding": finding} for word, finding in found if finding)


def unheard_of(heard: Iterable[HeardWord]) -> set[str]:
    """The words that the speech model cannot hear."""
    return {word.word for word in heard if word.treatment == Treatment.UNHEARD}


def can_be_heard(ways: Iterable[str], unheard: set[str]) -> bool:
    """Whether there is a way to say something without a word that is not heard."""
    return any(unheard.isdisjoint(way.split()) for way in ways)


def _finding(word: WakeWord, unheard: set[str]) -> str:
    if can_be_heard(word.ways, unheard):
        is_short = len("".join(word.ways[0].split())) < _FEWEST_LETTERS
        return _SHORT if is_short and not word.has_model else ""
    return _UNCONFIRMED if word.has_model else _UNHEARD


_SHORT = "is short for a wake word; much of what people say will sound like it."
_UNHEARD = "cannot be heard by this speech model; choose another wake word."
_UNCONFIRMED = "cannot be heard by this speech model, so nothing confirms what wakes the agent."
