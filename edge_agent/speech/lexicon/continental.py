"""Foreign words as a careful English speaker reads them: letters as they sound on the Continent.

A rough mixture of the ways of German, Romance and Nordic languages. It stands beside what the
network guesses, which reads everything as if it were English: `sovrum` S OW V R UW M.
"""

import re
from typing import Final

from edge_agent.speech.lexicon.phones import Pronunciation

_RULES: Final = tuple(
    (re.compile(letters), phones)
    for letters, phones in (
        (r"tsch|tch|tsj", "CH"),
        (r"sch|sj|skj", "SH"),
        (r"^ch|sh", "SH"),
        (r"ch|ck|kk|cch|qu|q", "K"),
        (r"ph|ff", "F"),
        (r"th|tt", "T"),
        (r"dd", "D"),
        (r"(?<=.)gn", "N Y"),
        (r"gli(?=[aeou])", "L Y"),
        (r"gi(?=[aou])", "JH"),
        (r"ggi(?=[aou])|gg(?=[ei])", "JH"),
        (r"cci(?=[aou])|cc(?=[ei])|ci(?=[aou])", "CH"),
        (r"nn", "N"),
        (r"mm", "M"),
        (r"ll", "L"),
        (r"rr", "R"),
        (r"pp", "P"),
        (r"bb", "B"),
        (r"gg|gh", "G"),
        (r"ss", "S"),
        (r"tz|zz", "T S"),
        (r"ng$|nk(?=.)", "NG K"),
        (r"eaux?|aux$", "OW"),
        (r"ei|ai|ay", "AY"),
        (r"ieu", "Y UW"),
        (r"ie", "IY"),
        (r"eu|oeu", "OY"),
        (r"au|ao|ou(?=[td]$)", "AW"),
        (r"ou|oo|uu", "UW"),
        (r"oi", "W AA"),
        (r"oe", "ER"),
        (r"aa|ah(?![aeiou])", "AA"),
        (r"ee|eh(?![aeiou])", "EY"),
        (r"ii|ih(?![aeiou])", "IY"),
        (r"oh(?![aeiou])", "OW"),
        (r"uh(?![aeiou])", "UW"),
        (r"er$", "ER"),
        (r"re$", "R AX"),
        (r"(?<=.)[ea]$", "AX"),
        (r"i(?=[aeou])", "IY"),
        (r"i(?=[^aeiou]{2})", "IH"),
        (r"c(?=[ei])", "S"),
        (r"a", "AA"), (r"b", "B"), (r"c", "K"), (r"d", "D"), (r"e", "EH"), (r"f", "F"),
        (r"g", "G"), (r"h", "HH"), (r"i", "IY"), (r"j", "Y"), (r"k", "K"), (r"l", "L"),
        (r"m", "M"), (r"n", "N"), (r"o", "OW"), (r"p", "P"), (r"r", "R"), (r"s", "S"),
        (r"t", "T"), (r"u", "UW"), (r"v", "V"), (r"w", "V"), (r"x", "K S"), (r"y", "IY"),
        (r"z", "Z"),
    )
)  # fmt: skip


def continental(word: str) -> Pronunciation:
    """How a lower-case word without accents is read; nothing for one without letters."""
    phones: list[str] = []
    at = 0
    while at < len(word):
        for letters, said in _RULES:
            if (found := letters.match(word, at)) and found.end() > at:
                phones += said.split()
                at = found.end()
                break
        else:
            at += 1
    return tuple(phones)
