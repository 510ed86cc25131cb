"""The home's names, found in what was said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz import fuzz, process

from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.nlu.language import english
from edge_agent.nlu.name_likeness import form_score, key_of, similarity, sound_of
from edge_agent.nlu.normalise import normalise, spoken

NameKind = Literal["name", "area", "floor", "mode"]
_KINDS: Final[tuple[NameKind, ...]] = ("name", "area", "floor", "mode")
Tokens = tuple[str, ...]

FUZZY_SCORE: Final = 0.75
"""Names less similar than this are not taken for the one that was said."""
NEAREST_SCORE: Final = 0.55
"""Names less similar than this are not offered as what may have been meant."""
_MIN_FUZZY_LENGTH: Final = 5
_SHORT: Final = 7
_SHORT_PENALTY: Final = 0.08
"""One letter makes another word of a short one: `radish` is no `radio`."""
_TWO: Final = "2"
_AS_TWO: Final = "too"
"""How a recogniser may write the number behind a name."""
_NEARLY: Final = 0.05
"""Of similar stretches whose scores differ by less, the longer one leaves fewer words over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name of the home and what bears it."""

    kind: NameKind
    text: str
    """As the home spells it."""
    tokens: Tokens
    entities: tuple[Entity, ...] = ()
    """All that are called so, for a name; none for rooms and floors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A stretch of tokens that is, or sounds like, a name."""

    start: int
    end: int
    """One past the last token."""
    name: Name
    score: float
    """1 for the same words, `OTHER_FORM` for another plural or spacing, less for similar ones."""


@dataclass(slots=True)
class _Index:
    """Names of one kind by the key under which they are looked up."""

    names: dict[str, Name] = field(default_factory=dict)
    sounds: dict[str, str] = field(default_factory=dict)
    longest: int = 0


class Gazetteer:
    """Finds the names of one home; made anew when the home's names change."""

    def __init__(self, home: Home) -> None:
        """Index every name, alias, room and floor, but names of small words only, like `On`."""
        self.home = home
        self._index: dict[NameKind, _Index] = {kind: _Index() for kind in _KINDS}
        self._known: dict[tuple[NameKind, Tokens], Match | None] = {}
        for entity in home.entities:
            for name in entity.names:
                self._add("name", name, entity)
        for entity in home.entities:
            self._add_without_area(entity)
        for said, area in home.said_areas.items():
            self._add("area", said, None, meant=area)
        self._add_synonyms("name")
        self._add_synonyms("area")
        for floor in (*home.floors, *map(str.title, english().floors)):
            self._add("floor", floor, None)
        for entity in home.entities:
            for mode in entity.all_modes:
                self._add("mode", mode, entity)
        for index in self._index.values():
            index.sounds = {key: sound_of(name.tokens) for key, name in index.names.items()}

    def _add(
        self, kind: NameKind, text: str, entity: Entity | None, *, meant: str | None = None
    ) -> None:
        function_words = english().words("function")
        for tokens in dict.fromkeys((normalise(text), *map(normalise, spoken(text)))):
            if not function_words.issuperset(tokens):
                self._put(kind, meant or text, tokens, entity)

            if kind == "name" and len(tokens) > 1 and tokens[-1] == _TWO:
                self._put(kind, text, (*tokens[:-1], _AS_TWO), entity)

    def _put(self, kind: NameKind, text: str, tokens: Tokens, entity: Entity | None) -> None:
        index = self._index[kind]
        key = key_of(tokens)
        known = index.names.get(key)
        entities = known.entities if known else ()
        if entity is not None and entity not in entities:
            entities = (*entities, entity)
        index.names[key] = Name(
            kind=kind,
            text=known.text if known else text,
            tokens=known.tokens if known else tokens,
            entities=entities,
        )
        index.longest = max(index.longest, len(tokens))

    def _add_without_area(self, entity: Entity) -> None:
        """`Kitchen Ceiling Light` in the kitchen is also a `ceiling light`, if nothing else is."""
        if entity.area is None:
            return
        tokens, area = normalise(entity.name), normalise(entity.area)
        rest = tokens[len(area) :]
        if tokens[: len(area)] != area or not rest or self.is_kind(rest):
            return
        known = self._index["name"].names.get(key_of(rest))
        if known is None or known.text == entity.name:
            self._put("name", entity.name, rest, entity)

    def _add_synonyms(self, kind: NameKind) -> None:
        """What things and rooms may be called besides, if nothing else is called so."""
        names = self._index[kind].names
        for name in tuple(names.values()):
            for tokens in _with_other_words(name.tokens):
                if key_of(tokens) not in names and not self.is_kind(tokens):
                    for entity in name.entities or (None,):
                        self._put(kind, name.text, tokens, entity)

    def is_kind(self, words: Tokens) -> bool:
        """Whether words are a kind of device; `tv` is none in a home without a player."""
        kinds = english().kinds_by_words.get(words, ())
        is_media = all(kind.domain == Domain.MEDIA_PLAYER for kind in kinds)
        return bool(kinds) and (not is_media or self.has(Domain.MEDIA_PLAYER))

    def exact(self, kind: NameKind, tokens: Sequence[str]) -> Name | None:
        """The name that these words are, whatever their plurals and gaps."""
        return self._index[kind].names.get(key_of(tokens))

    def names(self) -> Iterator[Name]:
        """All names of all kinds."""
        for index in self._index.values():
            yield from index.names.values()

    def closest(
        self, kind: NameKind, tokens: Sequence[str], *, score: float = FUZZY_SCORE
    ) -> Match | None:
        """The name that these words are or sound most like, at least as similar as `score`."""
        exact = self.exact(kind, tokens)
        if exact is not None:
            score = form_score(tokens, exact.tokens)
            return Match(start=0, end=len(tokens), name=exact, score=score)
        heard = key_of(tokens)
        index = self._index[kind]
        best: Match | None = None
        near = process.extract(
            heard, index.names.keys(), scorer=fuzz.ratio, score_cutoff=45, limit=5
        )
        for key, _, _ in near:
            name = index.names[key]
            likeness = similarity(tokens, heard, name.tokens, key, index.sounds[key])
            if len(heard) < _SHORT and score >= FUZZY_SCORE:
                likeness -= _SHORT_PENALTY
            if likeness >= max(score, best.score if best else 0.0):
                best = Match(start=0, end=len(tokens), name=name, score=likeness)
        return best

    def matches(self, tokens: Sequence[str]) -> tuple[Match, ...]:
        """All stretches that are names: exact ones, then similar ones where nothing is exact.

        Of similar ones that overlap only the best is kept; exact ones may lie within each other,
        as `kitchen` does in `kitchen light`.
        """
        singular = [key_of((token,)) for token in tokens]
        exact = [m for kind in _KINDS for m in self._scan_exact(kind, tokens, singular)]
        taken = {at for match in exact for at in range(match.start, match.end)}
        fuzzy = list(self._scan_fuzzy(tuple(tokens), taken))
        fuzzy.sort(key=lambda match: (-round(match.score / _NEARLY), match.start - match.end))
        for match in fuzzy:
            if taken.isdisjoint(range(match.start, match.end)):
                exact.append(match)
                taken.update(range(match.start, match.end))
        return tuple(exact)

    def _scan_exact(
        self, kind: NameKind, tokens: Sequence[str], singular: Sequence[str]
    ) -> list[Match]:
        index = self._index[kind]
        return [
            Match(start=start, end=end, name=name, score=form_score(tokens[start:end], name.tokens))
            for start, end in _spans(len(tokens), index.longest + 1)
            if (name := index.names.get("".join(singular[start:end]))) is not None
        ]

    def _scan_fuzzy(self, tokens: Tokens, taken: set[int]) -> Iterator[Match]:
        longest = {kind: index.longest + 2 for kind, index in self._index.items() if index.names}
        for start, end in _spans(len(tokens), max(longest.values(), default=0)):
            span = tokens[start:end]
            if not taken.isdisjoint(range(start, end)) or not _may_be_misheard(span):
                continue
            for kind, most in longest.items():
                match = self._closest_known(kind, span) if end - start <= most else None
                if match is not None:
                    yield Match(start=start, end=end, name=match.name, score=match.score)

    def _closest_known(self, kind: NameKind, span: Tokens) -> Match | None:
        """`closest`, remembered: the readings of one utterance share most of their stretches."""
        if len(self._known) > _MAX_REMEMBERED:
            self._known.clear()
        if (kind, span) not in self._known:
            self._known[kind, span] = self.closest(kind, span)
        return self._known[kind, span]

    def has(self, domain: str, device_class: str | None = None) -> bool:
        """Whether the home has an entity of this kind."""
        return any(
            e.domain == domain and device_class in (None, e.device_class)
            for e in self.home.entities
        )


_MAX_REMEMBERED: Final = 4_000


def _with_other_words(tokens: Tokens) -> Iterator[Tokens]:
    """A name with another word for a part of it: `washing machine` for `washer`."""
    for group in english().synonyms:
        for words in group:
            for at in range(len(tokens) - len(words) + 1):
                if tokens[at : at + len(words)] == words:
                    others = (other for other in group if other != words)
                    yield from ((*tokens[:at], *o, *tokens[at + len(words) :]) for o in others)


def _spans(length: int, longest: int) -> list[tuple[int, int]]:
    return [
        (start, end)
        for start in range(length)
        for end in range(start + 1, min(length, start + longest) + 1)
    ]


@lru_cache(maxsize=_MAX_REMEMBERED)
def _may_be_misheard(span: Tokens) -> bool:
    """Whether it is safe to look for a similar name here: not in words that mean something else."""
    function_words = english().words("function")
    if span[0] in function_words or sum(map(len, span)) < _MIN_FUZZY_LENGTH:
        return False
    own = span not in english().kinds_by_words and span not in english().colors
    return own and any(word not in function_words and not word[0].isdigit() for word in span)
