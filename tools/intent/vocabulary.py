"""The words of the language file and of chatter, and the files of this folder."""

from collections.abc import Iterator
from functools import cache

from assist import templates, words_of
from files import HERE, read
from small_talk import learnt, manners

from edge_agent.nlu.language import english
from edge_agent.nlu.network import NONE, SpeechAct
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.template import Sequence_, Slot, parse, slots
from edge_agent.speech.grammar.frequent_words import frequent_words


def chatter_frames() -> dict[SpeechAct, list[Sequence_]]:
    """The patterns of what is no command, by what is done by saying it."""
    frames = read("chatter.yaml")
    return {SpeechAct(act): [parse(frame, {}) for frame in frames[act]] for act in frames}


def pattern_words() -> dict[str, set[str]]:
    """By intent, the words of its sentences that fill no slot; under `none` those of chatter."""
    further = read("paraphrases.yaml")
    before, after = english().polite
    said = (*before, *after, *further["before"], *further["after"])
    polite = {t for words in said for t in normalise(words)}
    polite = polite.union(*({*leaf_words(one)} for found in manners().values() for one in found))
    words: dict[str, set[str]] = {}
    for intent, patterns in english().patterns.items():
        others = patterns_of(further.get(str(intent), ""))
        assist = (words_of(template) for template in templates().get(intent, []))
        own = ({*leaf_words(pattern)} for pattern in (*patterns, *others))
        words[str(intent)] = polite.union(*own, *assist)
    frames = [frame for found in chatter_frames().values() for frame in found]
    frames += [pattern for found in learnt().values() for pattern in found]
    words[NONE] = set().union(*({*leaf_words(frame)} for frame in frames))
    return words


def patterns_of(lines: str) -> tuple[Sequence_, ...]:
    """Patterns, one a line."""
    return tuple(parse(pattern, english().macros) for pattern in lines.splitlines())


@cache
def frequent_english(count: int = 4_000) -> tuple[str, ...]:
    """The words that the speech model finds most often."""
    graph = HERE.parents[1] / "models" / "vosk-en-us-starter" / "graph"
    ids = dict(line.split() for line in (graph / "words.txt").read_text("utf-8").splitlines())
    words = {int(number): word for word, number in ids.items() if word.isalpha()}
    frequent = frequent_words(graph / "Gr.fst", sorted(words), count)
    return tuple(words[int(number)] for number in frequent.ids)


def slot_words() -> set[str]:
    """The words that fill slots, but names, rooms, floors and labels."""
    language = english()
    tables = (
        language.kinds_by_words,
        language.amounts,
        language.states,
        language.conditions,
        language.attributes,
        language.measures.step_sizes,
        language.colors,
    )
    words = {t for table in tables for tokens in table for t in tokens}
    for patterns in language.patterns.values():
        for slot in (s for pattern in patterns for s in slots(pattern)):
            words |= {
                t
                for w in language.slot_words.words_for(slot.tag, slot.options)
                for t in normalise(w)
            }
    return words


def leaf_words(sequence: Sequence_) -> Iterator[str]:
    """All words of a pattern, with repeats."""
    for part in sequence:
        if isinstance(part, str):
            yield from normalise(part)
        elif not isinstance(part, Slot):
            for option in part.options:
                yield from leaf_words(option)
