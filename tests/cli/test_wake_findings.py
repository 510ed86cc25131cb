"""What `check` says about wake words."""

from edge_agent.cli.wake_findings import wake_findings, words_of_wake_words
from edge_agent.config.wake import WakeSettings, WakeWordSettings
from edge_agent.speech.lexicon import HeardWord, Treatment


def heard(**treatments: Treatment) -> tuple[HeardWord, ...]:
    return tuple(HeardWord(word=word, treatment=one) for word, one in treatments.items())


def test_without_wake_words_there_is_nothing_to_say() -> None:
    assert wake_findings(None, ()) == ()


def test_words_that_can_be_heard_are_fine() -> None:
    settings = WakeSettings(words=("okay nabu", "kitchen brain", "alexa"))
    words = dict.fromkeys(["okay", "kitchen", "brain", "alexa"], Treatment.KNOWN)
    assert wake_findings(settings, heard(**words, nabu=Treatment.ADDED)) == ()


def test_what_cannot_be_heard_is_found() -> None:
    settings = WakeSettings(words=("okay nabu", "okay krzk"))
    unheard = heard(okay=Treatment.KNOWN, nabu=Treatment.UNHEARD, krzk=Treatment.UNHEARD)
    found = {one["name"]: one["finding"] for one in wake_findings(settings, unheard)}
    assert "nothing confirms" in found["okay nabu"]
    assert "choose another" in found["okay krzk"]


def test_a_short_phrase_is_found_unless_a_model_hears_it() -> None:
    settings = WakeSettings(words=("yo", "alexa", WakeWordSettings(word="hey you")))
    known = heard(**dict.fromkeys(["yo", "alexa", "hey", "you"], Treatment.KNOWN))
    assert [one["name"] for one in wake_findings(settings, known)] == ["yo", "hey you"]


def test_each_word_of_a_wake_word_is_looked_up_once() -> None:
    class Lexicon:
        def heard(self, word: str, *, written: str = "") -> HeardWord:
            return HeardWord(word=f"{word} {written}", treatment=Treatment.KNOWN)

    settings = WakeSettings(words=("Hey Jarvis", "hey Computer"))
    words = [one.word for one in words_of_wake_words(settings, Lexicon())]
    assert words == ["hey Hey", "jarvis Jarvis", "computer Computer"]
