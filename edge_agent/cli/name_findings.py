"""What is to be said about the words and names of a home."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Final, assert_never

from edge_agent.app.grammar_process import names_of
from edge_agent.domain.entity import Home
from edge_agent.nlu.normalise import spoken
from edge_agent.nlu.sentences import sentence_graph
from edge_agent.speech.lexicon import (
    HeardWord,
    ModelLexicon,
    Origin,
    Pronouncer,
    Pronunciation,
    Treatment,
    alike,
    readable,
    sounds_by_word,
    written_words,
)

_MOST_WAYS: Final = 4
"""Ways to say a name that are compared with those of other names."""
_MOST_SHOWN: Final = 5
_ORIGINS: Final = {
    Origin.SOUNDS_LIKE: "as speech.sounds_like says",
    Origin.BRAND: "a make or standard",
    Origin.DICTIONARY: "from the dictionary",
    Origin.PARTS: "from its parts",
    Origin.SPELT: "letter by letter",
    Origin.GUESSED: "a guess",
}

Finding = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFindings:
    """All that was found out about the names of a home."""

    words: tuple[HeardWord, ...]
    """The words of names that the speech model does not simply know, and those of commands that the
    user wrote a sound for."""
    findings: tuple[Finding, ...]
    """What the user should do something about: `name`, `finding`."""


def name_findings(home: Home, lexicon: ModelLexicon, pronouncer: Pronouncer) -> NameFindings:
    """Look at each name of a home, and at each word of its sentences."""
    names = names_of(home)
    written = written_words(names, spoken)
    said = dict.fromkeys(word for name in names for form in spoken(name) for word in form.split())
    common = sentence_graph(home).words
    heard = {word: lexicon.heard(word, written=written.get(word, "")) for word in (*said, *common)}
    ways = {name: _ways(name, heard, pronouncer) for name in names}
    lacking = [word for word in common if _is_unheard(heard[word]) and word not in said]
    return NameFindings(
        words=tuple(
            one
            for word, one in heard.items()
            if one.treatment != Treatment.KNOWN and (word in said or _is_users(one))
        ),
        findings=(*_lacking(lacking), *_unheard(names, heard), *_alike(home, ways)),
    )


def unused_sounds(
    home: Home, sounds_like: Mapping[str, str], *, also: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """Words that the user wrote a sound for and that no name and no command has.

    Args:
        home: whose names are looked at.
        sounds_like: by name what it sounds like, as the configuration has it.
        also: other words that are said.
    """
    said = {word for name in names_of(home) for form in spoken(name) for word in form.split()}
    said.update(sentence_graph(home).words)
    said.update(also)
    return tuple(
        {
            "name": word,
            "finding": "has a sound in speech.sounds_like but is in no name; correct it.",
        }
        for word in sounds_by_word(sounds_like, spoken)
        if word not in said
    )


def word_line(heard: HeardWord) -> str:
    """What is done for a word, as a line to read."""
    origin = _ORIGINS[heard.sound.origin] if heard.sound else ""
    said = " or ".join(f'"{way}"' for way in _readable(heard))
    match heard.treatment:
        case Treatment.KNOWN:
            return f"{heard.word}: known."
        case Treatment.ADDED:
            return f"{heard.word}: learnt as {said}, {origin}."
        case Treatment.FURTHER:
            return f"{heard.word}: known, and learnt as {said}, {origin}."
        case Treatment.ALIAS:
            alias = " ".join(heard.aliases[0].words)
            return f'{heard.word}: heard as "{alias}", which sounds like it ({origin}).'
        case Treatment.UNHEARD:
            return f"{heard.word}: cannot be heard."
        case _:
            assert_never(heard.treatment)


def word_document(heard: HeardWord) -> dict[str, object]:
    """The same for programs."""
    return {
        "word": heard.word,
        "treatment": str(heard.treatment),
        "origin": str(heard.sound.origin) if heard.sound else None,
        "said": list(_readable(heard)),
        "phones": [" ".join(way) for way in heard.sound.ways] if heard.sound else [],
        "aliases": [" ".join(alias.words) for alias in heard.aliases],
    }


def _readable(heard: HeardWord) -> tuple[str, ...]:
    ways = heard.sound.ways if heard.sound else ()
    return tuple(dict.fromkeys(map(readable, ways)))


def _is_users(heard: HeardWord) -> bool:
    return heard.sound is not None and heard.sound.origin == Origin.SOUNDS_LIKE


def _is_unheard(heard: HeardWord) -> bool:
    return heard.treatment == Treatment.UNHEARD


def _lacking(words: Sequence[str]) -> Iterable[Finding]:
    """Words that commands are made of, and that no name has: a matter of the whole model."""
    if words:
        shown = ", ".join(words[:_MOST_SHOWN])
        yield {
            "name": "speech.model",
            "finding": f"does not know {len(words)} words that commands are made of, such as"
            f" {shown}; choose an English model.",
        }


def _unheard(names: Iterable[str], heard: Mapping[str, HeardWord]) -> Iterable[Finding]:
    """Names that cannot be heard in any of the ways they are said."""
    for name in names:
        missing = [
            ", ".join(word for word in form.split() if _is_unheard(heard[word]))
            for form in spoken(name)
        ]
        if all(missing):
            words = min(missing, key=len, default="any word of it")
            finding = f"the speech model does not know {words}; give the device an alias."
            yield {"name": name, "finding": finding}


def _alike(home: Home, ways: Mapping[str, Sequence[Pronunciation]]) -> Iterable[Finding]:
    for one, other, _ in alike(ways):
        first, second = sorted((one, other))
        yield {
            "name": first,
            "finding": f"sounds like {second}; {_proposal(home, first, second)}.",
        }


def _proposal(home: Home, one: str, other: str) -> str:
    """A name that tells the one from the other, where their rooms do."""
    rooms = {name: entity.area for entity in home.entities for name in entity.names}
    mine, theirs = rooms.get(one), rooms.get(other)
    if mine and mine != theirs and mine.lower() not in one.lower():
        return f'rename it, or give it an alias such as "{mine} {one}"'
    if theirs and mine != theirs and theirs.lower() not in other.lower():
        return f'rename one, or give {other} an alias such as "{theirs} {other}"'
    return "rename one or give it an alias"


def _ways(
    name: str, heard: Mapping[str, HeardWord], pronouncer: Pronouncer
) -> tuple[Pronunciation, ...]:
    """How a name is said, as one chain of phones for each way."""
    found: list[Pronunciation] = []
    for form in spoken(name):
        each = [_word_ways(heard[word], pronouncer) for word in form.split()]
        chains = islice(product(*each), _MOST_WAYS)
        found += (tuple(phone for way in chain for phone in way) for chain in chains)
    return tuple(dict.fromkeys(found))[:_MOST_WAYS]


def _word_ways(heard: HeardWord, pronouncer: Pronouncer) -> tuple[Pronunciation, ...]:
    sound = heard.sound or pronouncer.sound(heard.word)
    return sound.ways[:2] if sound else ()
