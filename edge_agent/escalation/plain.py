"""Plain text of what strangers wrote: names that devices give themselves, answers of models."""

import re
import unicodedata
from typing import Final

MAX_SPOKEN: Final = 600
"""Characters of the longest answer that is spoken, some 40 seconds."""
_MOST_READ: Final = 20_000
"""Characters of an answer beyond this are not looked at."""
_THOUGHTS: Final = re.compile(r"<think>.*?(</think>|\Z)", re.DOTALL | re.IGNORECASE)
_LINK: Final = re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}\)")
_LINE_MARK: Final = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]|>|[-*+\u2022][ \t]|```.*$|[-*_=|: \t]+$)", re.MULTILINE
)
_EMPHASIS: Final = re.compile(r"\*{2,3}|_{2,3}|~~|`+|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|\|")
_SENTENCE_END: Final = re.compile(r"[.!?](?=\s|$)")
_SPOKEN_SIGNS: Final = "\N{DEGREE SIGN}"


def one_line(text: str, most: int) -> str:
    """A text without control characters and line breaks, cut off after so many characters."""
    shown = "".join(c if c.isprintable() else " " for c in text[: 4 * most])
    return " ".join(shown.split())[:most].rstrip()


def speakable(answer: str) -> str:
    """An answer as it can be said: without markup, thoughts and pictures, at most `MAX_SPOKEN`.

    Empty where nothing is left.
    """
    text = _THOUGHTS.sub(" ", answer[:_MOST_READ])
    text = _LINE_MARK.sub("", _LINK.sub(r"\1", text))
    text = "".join(c for c in text if _can_be_said(c))
    lines = (one_line(_EMPHASIS.sub("", line), _MOST_READ) for line in text.splitlines())
    return _cut(" ".join(_ended(line) for line in lines if line).removesuffix(","))


def _ended(line: str) -> str:
    """A line that is no sentence is one of a list."""
    return line if line[-1] in ".!?:;," else f"{line},"


def _can_be_said(character: str) -> bool:
    return character in _SPOKEN_SIGNS or unicodedata.category(character) != "So"


def _cut(text: str) -> str:
    """The first sentences, as many as are not too long together."""
    if len(text) <= MAX_SPOKEN:
        return text
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, MAX_SPOKEN)]
    return text[: ends[-1]] if ends else text[:MAX_SPOKEN].rpartition(" ")[0] or text[:MAX_SPOKEN]
