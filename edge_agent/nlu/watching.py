"""Phrases that raise an alert, among the sentences that are listened for."""

from collections.abc import Iterator, Sequence
from typing import Final

from edge_agent.nlu.fillers import Filling
from edge_agent.nlu.taught_sentences import ways_to_say

_MOST_TIMES: Final = 3
"""Who needs help says so several times in a row."""
_SAID: Final = 0.005
"""How often a phrase is said, of all that is said to the agent; repeated, it is rarer."""


def ways_of_phrases(phrases: Sequence[str]) -> dict[str, str]:
    """Each phrase, in small letters, by all that transcripts have for it; also said repeatedly."""
    return {way: phrase for way, phrase, _ in _ways(phrases)}


def watch_sentences(phrases: Sequence[str]) -> dict[Filling, float]:
    """How often each of these is said, 0 to 1, for the recogniser."""
    return {tuple(way.split()): _SAID / times for way, _, times in _ways(phrases)}


def _ways(phrases: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Each way to say a phrase, the phrase in small letters, and how many times it is said."""
    for phrase in phrases:
        for way in ways_to_say(phrase):
            for times in range(1, _MOST_TIMES + 1):
                yield " ".join([way] * times), phrase.lower(), times
