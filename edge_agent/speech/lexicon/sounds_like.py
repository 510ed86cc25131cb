"""What users write about how a name sounds: words that sound like it, or phones."""

from collections.abc import Callable, Mapping
from typing import Final

from edge_agent.errors import ConfigError
from edge_agent.speech.lexicon.phones import ARPABET, SCHWA, Pronunciation

_PHONES: Final = ARPABET | {SCHWA}


def written_phones(text: str) -> Pronunciation | None:
    """The phones of `/Z IH G B IY/`; stress is left out; None for anything else."""
    if len(text) < len("/A/") or text[0] != "/" or text[-1] != "/":
        return None
    phones = tuple(_without_stress(phone) for phone in text[1:-1].upper().split())
    return phones if phones and _PHONES.issuperset(phones) else None


def sounds_by_word(
    sounds_like: Mapping[str, str], spoken: Callable[[str], tuple[str, ...]]
) -> dict[str, str]:
    """How single words sound, from how names sound: `Hue Lights: hew lights` → `hue: hew`.

    Words that both have in common at the beginning and the end stay as they are. What is left
    must be one word of the name, or as many words as its sound has.

    Args:
        sounds_like: names or words, each with what it sounds like.
        spoken: turns a written name into the lower-case words that are said.

    Raises:
        ConfigError: an entry cannot be understood.
    """
    found: dict[str, str] = {}
    for name, sound in sounds_like.items():
        for word, part in _parts(name, sound, spoken):
            if found.setdefault(word, part) != part:
                raise _wrong(name, f"{word!r} is given two sounds; write it once")
    return found


def _parts(
    name: str, sound: str, spoken: Callable[[str], tuple[str, ...]]
) -> list[tuple[str, str]]:
    words = next(iter(spoken(name)), "").split()
    if not words:
        raise _wrong(name, "there is no word in it; write the name as devices spell it")
    if sound.strip().startswith("/"):
        return _phone_parts(name, sound.strip(), words)
    sounds = sound.lower().split()
    if not sounds or not any(letter.isalnum() for letter in sound):
        raise _wrong(name, "the sound is empty; write words that sound like it")
    while words and sounds and words[0] == sounds[0]:
        words, sounds = words[1:], sounds[1:]
    while words and sounds and words[-1] == sounds[-1]:
        words, sounds = words[:-1], sounds[:-1]
    if len(words) == 1 and sounds:
        return [(words[0], " ".join(sounds))]
    if len(words) != len(sounds):
        raise _wrong(
            name,
            f"{' '.join(words) or 'no words'!r} and {' '.join(sounds) or 'no words'!r} differ in"
            " the number of words; write an entry for each word",
        )
    return list(zip(words, sounds, strict=True))


def _phone_parts(name: str, sound: str, words: list[str]) -> list[tuple[str, str]]:
    if len(words) > 1:
        raise _wrong(name, "phones can stand for one word only; write an entry for each word")
    if written_phones(sound) is None:
        raise _wrong(name, f"{sound!r} is not a line of ARPAbet phones such as /Z IH G B IY/")
    return [(words[0], sound)]


def _without_stress(phone: str) -> str:
    return SCHWA if phone == "AH0" else phone.rstrip("012")


def _wrong(name: str, what: str) -> ConfigError:
    return ConfigError(f"speech.sounds_like: {name!r}: {what}.")
