"""The language as read from its file: words, amounts and sentence patterns."""

from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

from edge_agent.domain.color import COLORS, FURTHER_COLORS, FURTHER_WHITES_K, WHITES_K
from edge_agent.domain.command import Quantifier
from edge_agent.domain.intent import Intent
from edge_agent.nlu.clause_words import ClauseWords
from edge_agent.nlu.measures import Measures
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.slot_words import Kind, SlotWords
from edge_agent.nlu.template import Sequence_, parse, written_slots

Tokens = tuple[str, ...]


class Language:
    """One language: what its file says, ready to be looked up by tokens."""

    def __init__(self, source: dict[str, Any]) -> None:
        """Take the parsed language file."""
        self._source = source
        self._words: dict[str, frozenset[str]] = {}
        self.slot_words = SlotWords(source)

    @cached_property
    def kinds_by_words(self) -> dict[Tokens, tuple[Kind, ...]]:
        """Kinds by the tokens of their words, preferred ones first."""
        found: dict[Tokens, tuple[Kind, ...]] = {}
        for kind in self.slot_words.kinds:
            for words in kind.words:
                key = normalise(words)
                found[key] = (*found.get(key, ()), kind)
        return found

    @cached_property
    def amounts(self) -> dict[Tokens, int]:
        """Percent by the words for a share of the whole, for a speed, and for as far as it goes."""
        return {
            normalise(words): share
            for table in _SHARES
            for words, share in self._source[table].items()
        }

    @cached_property
    def plural(self) -> frozenset[Tokens]:
        """Words for what was spoken of before that never mean one thing."""
        return frozenset(map(normalise, self._source["plural"]))

    @cached_property
    def clauses(self) -> ClauseWords:
        """What stands around commands."""
        return ClauseWords(self._source["clauses"], *self.polite)

    @cached_property
    def quantifiers(self) -> dict[str, Quantifier]:
        """How many are spoken of, by the word before a kind of thing."""
        return {
            word: Quantifier(sort)
            for sort, words in self._source["quantifiers"].items()
            for word in words
        }

    @cached_property
    def measures(self) -> Measures:
        """How much, how many times, when, and which of several."""
        return Measures(self._source)

    @cached_property
    def states(self) -> dict[Tokens, str]:
        """State by the words that ask for it."""
        return {
            normalise(words): state
            for state, all_words in self._source["states"].items()
            for words in all_words
        }

    @cached_property
    def conditions(self) -> dict[Tokens, dict[str, str]]:
        """By the words that ask for it, `on` or `off` of each device class that has it."""
        found: dict[Tokens, dict[str, str]] = {}
        for device_class, sides in self._source["conditions"].items():
            for state, all_words in sides.items():
                for words in all_words:
                    found.setdefault(normalise(words), {})[device_class] = state
        return found

    @cached_property
    def gerund_frames(self) -> tuple[Tokens, ...]:
        """After these a gerund asks for what its verb means."""
        return tuple(normalise(frame) for frame in self._source["gerund_frames"])

    @cached_property
    def question_frames(self) -> tuple[Tokens, ...]:
        """What stands before a question and adds nothing to it."""
        return tuple(normalise(frame) for frame in self._source["question_frames"])

    @cached_property
    def question_verb(self) -> Tokens:
        """What may stand there instead."""
        return normalise(self._source["question_verb"])

    @property
    def gerunds(self) -> dict[str, str]:
        """Verbs by their gerunds."""
        return dict(self._source["gerunds"])

    @cached_property
    def attributes(self) -> dict[Tokens, str]:
        """What of a device is asked about, by the words for it."""
        return {
            normalise(words): name
            for sort in self._source["attributes"].values()
            for words, name in sort.items()
        }

    @cached_property
    def synonyms(self) -> tuple[tuple[Tokens, ...], ...]:
        """Words for one thing, each group of them by their tokens."""
        return tuple(tuple(map(normalise, group)) for group in self._source["synonyms"])

    @cached_property
    def wished(self) -> frozenset[Tokens]:
        """Words for the temperature that something is to reach."""
        return frozenset(map(normalise, self._source["attributes"]["wished"]))

    @property
    def floors(self) -> tuple[str, ...]:
        """Floors that people speak of, whatever the home has."""
        return tuple(self._source["floors"])

    @cached_property
    def colors(self) -> dict[Tokens, str]:
        """Colour or white by its tokens."""
        return {
            normalise(words): words
            for words in (*COLORS, *FURTHER_COLORS, *WHITES_K, *FURTHER_WHITES_K)
        }

    @cached_property
    def patterns(self) -> dict[Intent, tuple[Sequence_, ...]]:
        """Sentence patterns by intent, as the intent model knows them."""
        written = self._source["written"]
        return {
            Intent(intent): self._parsed(patterns) + self._parsed(written.get(intent, ""))
            for intent, patterns in self._source["patterns"].items()
        }

    @cached_property
    def all_patterns(self) -> dict[Intent, tuple[Sequence_, ...]]:
        """All that is read: also patterns with places that the intent model has not been taught."""
        further = {Intent(i): self._parsed(lines) for i, lines in self._source["further"].items()}
        known = self.patterns
        return {i: known.get(i, ()) + further.get(i, ()) for i in dict.fromkeys((*known, *further))}

    def spoken_patterns(self, intent: Intent) -> tuple[Sequence_, ...]:
        """The patterns of an intent that the recogniser listens for, too."""
        return self._parsed(self._source["patterns"][intent])

    def _parsed(self, lines: str) -> tuple[Sequence_, ...]:
        return tuple(parse(pattern, self.macros) for pattern in lines.splitlines())

    @cached_property
    def further_verbs(self) -> dict[Tokens, Intent]:
        """Other words for the verbs of intents."""
        source = self._source["further_verbs"]
        return {normalise(words): Intent(intent) for words, intent in source.items()}

    @cached_property
    def verbs(self) -> dict[Intent, Tokens]:
        """What repeats a command's verb, for the intents whose verb may be left out."""
        return {Intent(intent): normalise(verb) for intent, verb in self._source["verbs"].items()}

    def words(self, use: str) -> frozenset[str]:
        """The words that are listed for one use, e.g. `negations`."""
        if use not in self._words:
            self._words[use] = frozenset(self._source["words"][use])
        return self._words[use]

    @cached_property
    def must(self) -> dict[Intent, frozenset[str]]:
        """For some intents, words of which a command has one outside its slots."""
        return {Intent(i): frozenset(words) for i, words in self._source["must"].items()}

    @cached_property
    def opposed(self) -> dict[Intent, frozenset[str]]:
        """For some intents, words of which a command has none outside its slots."""
        return {Intent(i): frozenset(words) for i, words in self._source["opposed"].items()}

    @property
    def only_with(self) -> dict[str, str]:
        """Words of commands, each by the other without which it is none."""
        return dict(self._source["only_with"])

    @cached_property
    def changes(self) -> dict[str, frozenset[Tokens]]:
        """The words for `more` and for `less`."""
        found: dict[str, set[Tokens]] = {"more": set(), "less": set()}
        sections = (self._source[name] for name in ("patterns", "written", "further"))
        patterns = "\n".join(lines for section in sections for lines in section.values())
        for slot in set(written_slots(patterns, self.macros)):
            if slot.tag in found:
                found[slot.tag] |= {
                    normalise(word) for word in self.slot_words.words_for(slot.tag, slot.options)
                }
        return {tag: frozenset(words) for tag, words in found.items()}

    @property
    def spoken(self) -> tuple[str, ...]:
        """Sentences for the recogniser only."""
        return tuple(self._source["spoken"])

    @property
    def spoken_media(self) -> tuple[str, ...]:
        """Sentences to media players; for the recogniser only, where the home has one."""
        return tuple(self._source["spoken_media"])

    @property
    def spoken_times(self) -> tuple[str, ...]:
        """Sentences about alarms, reminders and what is for later; for the recogniser only."""
        return tuple(self._source["spoken_times"])

    @property
    def answers(self) -> tuple[str, ...]:
        """What is said when asked which one is meant; for the recogniser only."""
        return tuple(self._source["answers"])

    @cached_property
    def frames(self) -> tuple[str, ...]:
        """What makes a command that follows it none, e.g. `did you`."""
        return tuple(self._source["told"]["frames"])

    @cached_property
    def written_frames(self) -> tuple[str, ...]:
        """The same that is read, but not listened for."""
        return tuple(self._source["told"]["written_frames"])

    @cached_property
    def told(self) -> tuple[Sequence_, ...]:
        """Patterns of what is told about the home."""
        return self._parsed(self._source["told"]["sentences"])

    def part(self, name: str) -> dict[str, Any]:
        """A part of the file that is no matter of commands, as it stands there."""
        return dict(self._source[name])

    @property
    def macros(self) -> dict[str, str]:
        """Patterns by the name under which other patterns use them."""
        return dict(self._source["macros"])

    @cached_property
    def polite(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What may be said before and after a command."""
        polite = self._source["polite"]
        return tuple(polite["before"]), tuple(polite["after"])


_SHARES: Final = (
    "superlative",
    "levels",
    "speeds",
    "extremes",
    "written_amounts",
    "partly",
    "amounts",
)
"""Tables of shares; where several have a word, the last counts."""


@lru_cache(maxsize=1)
def english() -> Language:
    """The English language."""
    text = (files("edge_agent.nlu") / "en.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Language(yaml.load(text, Loader=loader))  # noqa: S506 - both are safe loaders
