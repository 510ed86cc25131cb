"""What plays, as it is said."""

from collections.abc import Mapping, Sequence

from edge_agent.domain.entity import Entity, StateValue
from edge_agent.domain.resolution import Finding
from edge_agent.respond.naming import agreeing, listed, names, the
from edge_agent.respond.sentence import Sentence
from edge_agent.respond.state_words import spoken_value
from edge_agent.respond.words import Words

_PLAYING = "playing"
_HAS_SOMETHING = frozenset({_PLAYING, "paused"})
Known = Mapping[str, StateValue]
"""What one player tells, by attribute."""


def playing(findings: Sequence[Finding], words: Words) -> str:
    """What plays on the players that were looked at; nothing where all are silent."""
    told: dict[Entity, dict[str, StateValue]] = {}
    for finding in findings:
        known = told.setdefault(finding.entity, {})
        if finding.value is not None:
            known[finding.attribute] = finding.value
    facts = [_fact(player, known, words) for player, known in told.items() if _is_heard(known)]
    if facts:
        return words.say(Sentence.FACTS, facts=listed(facts, words.wording.grammar.and_))
    silent = [player for player, known in told.items() if known.get("state") is not None]
    if silent:
        return words.say(Sentence.NOTHING_PLAYS, what=names(silent, words.wording))
    have = agreeing(words.wording.grammar.have, tuple(told))
    unknown = words.say(Sentence.FACT_UNKNOWN, what=names(tuple(told), words.wording), have=have)
    return words.say(Sentence.FACTS, facts=unknown)


def _is_heard(known: Known) -> bool:
    """Whether it plays or is paused; one that does not tell, where it has a title."""
    return known.get("state", _PLAYING if "title" in known else None) in _HAS_SOMETHING


def _fact(player: Entity, known: Known, words: Words) -> str:
    """One player, as the middle of a sentence."""
    what = the(player, words.wording)
    state = spoken_value(known.get("state", _PLAYING), words.wording)
    title = _title(known, words)
    if title is None:
        be = agreeing(words.wording.grammar.be, (player,))
        return words.say(Sentence.FACT_STATE, what=what, be=be, value=state)
    return words.say(Sentence.FACT_PLAYING, title=title, state=state, what=what)


def _title(known: Known, words: Words) -> str | None:
    """The piece and who plays it, else only the station."""
    title = known.get("title") or known.get("artist") or known.get("source")
    if "title" in known and "artist" in known:
        return words.say(Sentence.TITLE_BY, title=str(title), artist=str(known["artist"]))
    return None if title is None else str(title)
