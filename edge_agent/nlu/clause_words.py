"""Words of what stands around a command, as the language file lists them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from edge_agent.nlu.normalise import normalise

Tokens = tuple[str, ...]


class ClauseWords:
    """A part of the language's file, ready to be looked up by tokens."""

    def __init__(self, source: dict[str, Any], before: Sequence[str], after: Sequence[str]) -> None:
        """Take what stands under `clauses`, and what is polite before and behind a command."""
        self._source = source
        self._polite = before, after

    @cached_property
    def polite(self) -> tuple[tuple[Tokens, ...], tuple[Tokens, ...]]:
        """What is polite before a command, and behind it; longer words first."""
        before, after = (
            tuple(sorted(map(normalise, words), key=len, reverse=True)) for words in self._polite
        )
        return before, after

    @property
    def doers(self) -> dict[str, str]:
        """What devices are called that do something, by the verb for it."""
        return dict(self._source["doers"])

    @cached_property
    def works(self) -> tuple[Tokens, ...]:
        """Commands that put such a device to work."""
        return tuple(map(normalise, self._source["works"]))

    @cached_property
    def second_thoughts(self) -> tuple[Tokens, ...]:
        """What is said before a command that counts more than what was said so far."""
        thoughts = map(normalise, self._source["second_thoughts"])
        return tuple(sorted(thoughts, key=len, reverse=True))

    @property
    def before_things(self) -> frozenset[str]:
        """What stands before the name of a thing, but behind a pronoun."""
        return frozenset(self._source["before_things"])

    @property
    def so(self) -> str:
        """What stands between a reason and the command that follows from it."""
        return str(self._source["so"])

    @property
    def wants(self) -> dict[str, str]:
        """What is to be done for somebody, by the word for what is lacked."""
        return dict(self._source["wants"])

    @cached_property
    def wanting(self) -> frozenset[str]:
        """What stands between somebody and that word."""
        return frozenset(self._source["wanting"])

    @cached_property
    def done_with(self) -> tuple[Tokens, ...]:
        """What begins a reason that goes on to the verb of the command."""
        return tuple(map(normalise, self._source["done_with"]))

    @cached_property
    def endings(self) -> tuple[Tokens, ...]:
        """What is said behind a command and changes nothing; longer words first."""
        return tuple(sorted(map(normalise, self._source["endings"]), key=len, reverse=True))

    @cached_property
    def reasons(self) -> frozenset[str]:
        """What begins a reason."""
        return frozenset(self._source["reasons"])

    @cached_property
    def purposes(self) -> frozenset[str]:
        """What begins a purpose where one of the subjects follows."""
        return frozenset(self._source["purposes"])

    @cached_property
    def subjects(self) -> frozenset[str]:
        """What follows the beginning of a purpose."""
        return frozenset(self._source["subjects"])

    @cached_property
    def contrasts(self) -> frozenset[str]:
        """What stands before that something is to stay as it is."""
        return frozenset(self._source["contrasts"])

    @cached_property
    def keeping(self) -> frozenset[str]:
        """The verbs of that."""
        return frozenset(self._source["keeping"])

    @cached_property
    def kept(self) -> frozenset[str]:
        """How it ends: the state in which something is to stay."""
        return frozenset(self._source["kept"])

    @cached_property
    def conditions(self) -> frozenset[Tokens]:
        """What begins to tell when something is to be done."""
        return frozenset(map(normalise, self._source["conditions"]))

    @cached_property
    def polite_conditions(self) -> frozenset[Tokens]:
        """The two words that may follow and only be polite: `if you like`."""
        return frozenset(map(normalise, self._source["polite_conditions"]))

    @cached_property
    def instead(self) -> Tokens:
        """What stands before what is not meant."""
        return normalise(self._source["instead"])

    @cached_property
    def beneficiary(self) -> str:
        """What stands before whom something is done for."""
        return str(self._source["beneficiary"])

    @cached_property
    def not_persons(self) -> frozenset[str]:
        """What may follow that and is nobody."""
        return frozenset(self._source["not_persons"])
