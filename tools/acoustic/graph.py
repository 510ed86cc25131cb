"""The lexicon as a decoding graph in the shape that libvosk composes with a grammar: HCLr.fst.

The shape, which edge_agent/speech/lexicon extends on the device: position-dependent phones; each
word is a path from the loop state and back, straight or through an optional silence at ln 2 each;
homophones end in disambiguation symbols; after determinisation and minimisation every (state, last
phone) is a state with the phone's self-loop (transition id 2p - 1) and is entered by its forward
transition (2p); disambiguation symbols follow the transition ids.
"""

import importlib
import math
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from phones import BASE_PHONES, OUTPUT_PHONES, SILENCE, SILENT_WORD, SPOKEN_NOISE, UNKNOWN, Phones

POSITIONS: Final = ("_B", "_E", "_I", "_S")
PHONES: Final = (
    "<eps>",
    SILENCE,
    *(base + position for base in (*BASE_PHONES, SPOKEN_NOISE) for position in POSITIONS),
)
"""The graph's phones; the id is the place."""
PHONE_IDS: Final = {phone: number for number, phone in enumerate(PHONES)}
TRANSITIONS: Final = 2 * (len(PHONES) - 1)
DISAMBIGUATIONS: Final = 30
_FIRST_DISAMBIGUATION: Final = len(PHONES)
_UNKNOWN_MARK: Final = _FIRST_DISAMBIGUATION + DISAMBIGUATIONS - 1
_SILENCE_MARK: Final = _FIRST_DISAMBIGUATION + DISAMBIGUATIONS - 2
_SILENT_WORD_MARK: Final = _FIRST_DISAMBIGUATION + DISAMBIGUATIONS - 3
_HALF: Final = math.log(2)
_LOOP, _SILENT, _AFTER_SILENCE, _START = range(4)
_LOOKAHEAD: Final = "libfstlookahead.so.22"


class Arc(NamedTuple):
    """An arc of an FST."""

    source: int
    target: int
    input: int
    output: int
    cost: float


def output_of(phone: int) -> int:
    """The network's phone (place in OUTPUT_PHONES, or one more for SPN) of a graph's phone."""
    base = PHONES[phone].rsplit("_", 1)[0]
    return len(OUTPUT_PHONES) if base == SPOKEN_NOISE else OUTPUT_PHONES.index(base)


def positioned(phones: Phones) -> list[int]:
    """The ids of a word's phones by their places in the word."""
    if phones == (SILENCE,):
        return [PHONE_IDS[SILENCE]]
    if len(phones) == 1:
        return [PHONE_IDS[phones[0] + "_S"]]
    first, *inner, last = phones
    return [PHONE_IDS[p] for p in (first + "_B", *(i + "_I" for i in inner), last + "_E")]


class Lexicon:
    """Builds the arcs of L: phones to words, with disambiguation symbols."""

    def __init__(self) -> None:
        """Begin with the loop and the silence before the first word."""
        self._states = _START + 1
        self._homophones: dict[tuple[int, ...], int] = {}
        self.arcs = [
            Arc(_START, _LOOP, 0, 0, _HALF),
            Arc(_START, _SILENT, 0, 0, _HALF),
            Arc(_SILENT, _AFTER_SILENCE, PHONE_IDS[SILENCE], 0, 0.0),
            Arc(_AFTER_SILENCE, _LOOP, _SILENCE_MARK, 0, 0.0),
        ]

    def add(self, number: int, phones: Phones) -> None:
        """Add one pronunciation of a word."""
        ids = positioned(phones)
        earlier = self._homophones.get(tuple(ids), 0)
        self._homophones[tuple(ids)] = earlier + 1
        mark = _FIRST_DISAMBIGUATION + earlier if earlier else None
        self._path(number, ids, _SILENT_WORD_MARK if phones == (SILENCE,) else mark)

    def add_unknown(self, number: int) -> None:
        """Add the word that stands for any other, as spoken noise."""
        marked, inside = self._new(), self._new()
        self.arcs += [
            Arc(_LOOP, marked, _UNKNOWN_MARK, number, 0.0),
            Arc(marked, inside, PHONE_IDS[SPOKEN_NOISE + "_B"], 0, 0.0),
        ]
        self._close(inside, PHONE_IDS[SPOKEN_NOISE + "_E"], 0)

    def _path(self, number: int, ids: Sequence[int], mark: int | None) -> None:
        source, output = _LOOP, number
        for phone in ids if mark is not None else ids[:-1]:
            target = self._new()
            self.arcs.append(Arc(source, target, phone, output, 0.0))
            source, output = target, 0
        self._close(source, ids[-1] if mark is None else mark, output)

    def _close(self, source: int, label: int, output: int) -> None:
        self.arcs += [Arc(source, end, label, output, _HALF) for end in (_LOOP, _SILENT)]

    def _new(self) -> int:
        self._states += 1
        return self._states - 1


def lexicon_arcs(words: Sequence[str], pronounce: Mapping[str, Iterable[Phones]]) -> list[Arc]:
    """L of the words, numbered from 1 in the order in which they stand."""
    lexicon = Lexicon()
    for number, word in enumerate(words, start=1):
        if word == UNKNOWN:
            lexicon.add_unknown(number)
            continue
        for phones in [(SILENCE,)] if word == SILENT_WORD else pronounce[word]:
            lexicon.add(number, phones)
    return lexicon.arcs


class Machine(NamedTuple):
    """An FST as plain lists."""

    start: int
    arcs: list[list[Arc]]
    """By state."""
    finals: dict[int, float]
    """Cost by final state."""


def expanded(lexicon: Machine) -> Machine:
    """H composed with the lexicon: transition ids in place of phones, a self-loop on each."""
    numbers = {(lexicon.start, 0): 0}
    todo, arcs, finals = [(lexicon.start, 0)], list[list[Arc]]([]), dict[int, float]()
    for state, phone in todo:
        here = numbers[state, phone]
        row = [Arc(here, here, 2 * phone - 1, 0, 0.0)] if phone else []
        for arc in lexicon.arcs[state]:
            label, entered = _transition(arc.input)
            key = (arc.target, entered)
            if key not in numbers:
                numbers[key] = len(numbers)
                todo.append(key)
            row.append(Arc(here, numbers[key], label, arc.output, arc.cost))
        arcs.append(row)
        if state in lexicon.finals:
            finals[here] = lexicon.finals[state]
    return Machine(0, arcs, finals)


def _transition(label: int) -> tuple[int, int]:
    """The graph's label for a phone or a mark, and the phone that is entered."""
    if 0 < label < _FIRST_DISAMBIGUATION:
        return 2 * label, label
    return (TRANSITIONS + 1 + label - _FIRST_DISAMBIGUATION if label else 0), 0


def as_text(machine: Machine) -> Iterator[str]:
    """The lines that fstcompile reads, the start state's first."""
    for row in machine.arcs:
        yield from (f"{a.source} {a.target} {a.input} {a.output} {a.cost:g}\n" for a in row)
    yield from (f"{state} {cost:g}\n" for state, cost in machine.finals.items())


def determinised(arcs: Sequence[Arc], work: Path) -> Machine:
    """L determinised over its phones and minimised, by kaldifst."""
    kaldifst = importlib.import_module("kaldifst")
    rows = sorted(arcs, key=lambda arc: arc.source != _START)
    text = "".join(as_text(Machine(_START, [rows], {_LOOP: 0.0})))
    _pipe(f"fstcompile --keep_state_numbering=true | fstarcsort > {work / 'L.fst'}", text)
    fst = kaldifst.StdVectorFst.read(str(work / "L.fst"))
    fst.start = _START
    kaldifst.determinize_star(fst)
    kaldifst.minimize_encoded(fst)
    return _listed(fst, kaldifst)


def _listed(fst: Any, kaldifst: Any) -> Machine:  # noqa: ANN401 - kaldifst has no types
    arcs: list[list[Arc]] = []
    for state in kaldifst.StateIterator(fst):
        found = kaldifst.ArcIterator(fst, state)
        arcs.append([Arc(state, a.nextstate, a.ilabel, a.olabel, a.weight.value) for a in found])
    costs = {state: fst.final(state).value for state in range(len(arcs))}
    return Machine(fst.start, arcs, {s: cost for s, cost in costs.items() if math.isfinite(cost)})


def write_lookahead(machine: Machine, path: Path, work: Path) -> dict[int, int]:
    """Write HCLr.fst; give the word ids it now has by those it had."""
    library = _lookahead_library()
    relabelled = work / "relabel.txt"
    convert = f"LD_PRELOAD={library} fstconvert --fst_type=olabel_lookahead"
    _pipe(
        "fstcompile | fstarcsort --sort_type=olabel | "
        f"{convert} --save_relabel_opairs={relabelled} - {path}",
        "".join(as_text(machine)),
    )
    pairs = (line.split() for line in relabelled.read_text("utf-8").splitlines())
    return {int(old): int(new) for old, new in pairs}


def _lookahead_library() -> str:
    """Debian's libfst-tools lacks the plugin under the name it looks for; preloading it helps."""
    found = sorted(Path("/usr/lib").glob(f"*/{_LOOKAHEAD}"))
    if not found or not shutil.which("fstconvert"):
        raise FileNotFoundError(f"no {_LOOKAHEAD} or fstconvert: install Debian's libfst-tools")
    return str(found[0])


def _pipe(command: str, text: str) -> None:
    subprocess.run(["bash", "-o", "pipefail", "-c", command], input=text, text=True, check=True)
