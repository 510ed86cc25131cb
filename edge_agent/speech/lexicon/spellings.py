"""Letters, digits and accents: parts of words that are not read but known by rule."""

import re
import unicodedata
from typing import Final

LETTER_NAMES: Final = {
    "a": "EY", "b": "B IY", "c": "S IY", "d": "D IY", "e": "IY", "f": "EH F", "g": "JH IY",
    "h": "EY CH", "i": "AY", "j": "JH EY", "k": "K EY", "l": "EH L", "m": "EH M", "n": "EH N",
    "o": "OW", "p": "P IY", "q": "K Y UW", "r": "AA R", "s": "EH S", "t": "T IY", "u": "Y UW",
    "v": "V IY", "w": "D AH B AX L Y UW", "x": "EH K S", "y": "W AY", "z": "Z IY",
}  # fmt: skip
DIGIT_NAMES: Final = {
    "0": "Z IH R OW", "1": "W AH N", "2": "T UW", "3": "TH R IY", "4": "F AO R", "5": "F AY V",
    "6": "S IH K S", "7": "S EH V AX N", "8": "EY T", "9": "N AY N",
}  # fmt: skip
_LONGEST_INITIALISM: Final = 5
_VOWELS: Final = frozenset("aeiouy")
_GERMAN: Final = (
    ("sch", "sh"), ("tz", "ts"), ("chs", "x"), ("ch", "k"), ("ss", "s"), ("ß", "s"),
    ("äu", "oy"), ("eu", "oy"), ("ei", "y"), ("ie", "ee"), ("ä", "e"), ("ö", "er"), ("ü", "oo"),
    ("z", "ts"), ("v", "f"), ("w", "v"), ("j", "y"),
)  # fmt: skip
"""German letters as an English reader would have to write them."""
_OTHER: Final = {
    "é": "ay", "è": "e", "ê": "e", "ë": "e", "à": "ah", "â": "ah", "á": "ah", "ã": "ah",
    "å": "o", "æ": "e", "ç": "s", "í": "ee", "ì": "ee", "î": "ee", "ï": "ee", "ñ": "ny",
    "ó": "o", "ò": "o", "ô": "o", "õ": "o", "ø": "er", "œ": "er", "ú": "oo", "ù": "oo",
    "û": "oo", "ý": "ee", "č": "ch", "ć": "ch", "š": "sh", "ś": "sh", "ş": "sh", "ž": "zh",
    "ź": "zh", "ż": "zh", "ł": "w", "ń": "ny", "ň": "ny", "ř": "r", "ě": "ye", "ğ": "",
    "đ": "d", "ð": "th", "þ": "th", "ę": "en", "ą": "on", "ő": "er", "ű": "oo",
}  # fmt: skip
_GERMAN_MARKS: Final = frozenset("äöüß")
_UNDECOMPOSED: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
)


def folded(text: str) -> str:
    """Lower case without accents: `Küche` → `kuche`, `Straße` → `strasse`."""
    apart = unicodedata.normalize("NFKD", text.lower().translate(_UNDECOMPOSED))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def respelt(written: str) -> str:
    """How an English reader would write a word with accents: `Küche` → `kooka`; else empty."""
    word = unicodedata.normalize("NFC", written.lower())
    if _GERMAN_MARKS & set(word):
        return _german(word)
    if not any(letter in _OTHER for letter in word):
        return ""
    return folded("".join(_OTHER.get(letter, letter) for letter in word))


def _german(word: str) -> str:
    end = "a" if word.endswith("e") and len(word) > 1 else ""
    rest = word[:-1] if end else word
    rest = re.sub(r"^s(?=[pt])", "sch", rest)
    said = ""
    while rest:
        for german, english in _GERMAN:
            if rest.startswith(german):
                said, rest = said + english, rest[len(german) :]
                break
        else:
            said, rest = said + rest[0], rest[1:]
    return folded(said + end)


def is_initialism(word: str) -> bool:
    """Whether a word can only be spelt: `kvm`, but not `hall`."""
    return (
        1 <= len(word) <= _LONGEST_INITIALISM
        and word.isascii()
        and word.isalpha()
        and _VOWELS.isdisjoint(word)
    )


def is_capitals(written: str) -> bool:
    """Whether a word is written like letters that may be said one by one: `NAS`, `LED`."""
    return 1 < len(written) <= _LONGEST_INITIALISM and written.isalpha() and written.isupper()


def spelt(word: str) -> tuple[str, ...]:
    """The phones of a word that is said letter by letter and digit by digit; its signs are not."""
    names = {**LETTER_NAMES, **DIGIT_NAMES}
    return tuple(phone for sign in word if sign in names for phone in names[sign].split())
