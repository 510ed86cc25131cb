"""The phones of an acoustic model, and how they number the transitions of its graph."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edge_agent.errors import ModelError

ARPABET: Final = frozenset(
    phone
    for row in (
        ("AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"),
        ("B", "CH", "D", "DH", "F", "G", "HH", "JH", "K", "L", "M", "N", "NG", "P", "R", "S"),
        ("SH", "T", "TH", "V", "W", "Y", "Z", "ZH"),
    )
    for phone in row
)
"""The 39 phones of American English."""
SCHWA: Final = "AX"
"""An unstressed AH, which some models tell apart."""
_POSITIONS: Final = "BIES"
_CHAIN_STATE: Final = (0, 1)
_HEAD_BYTES: Final = 1 << 20

Pronunciation = tuple[str, ...]
"""ARPAbet phones without stress, with AX for the unstressed AH."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneSet:
    """Position-dependent ARPAbet phones, one transition state each, as the chain topology has."""

    ids: Mapping[str, int]
    """Phone ids by their name with position, such as `AX_B`."""
    marks: int
    """How many marks keep words with the same sound apart."""

    @property
    def first_mark(self) -> int:
        """The lowest label that is no transition."""
        return 2 * len(self.ids) + 1

    @property
    def last_input(self) -> int:
        """The highest label that stands on the input side of a graph."""
        return 2 * len(self.ids) + self.marks

    def positioned(self, pronunciation: Pronunciation) -> tuple[int, ...]:
        """The ids of a word's phones: begin, internal..., end, or singleton.

        Raises:
            ModelError: there are no phones, or one that the model does not have.
        """
        last = len(pronunciation) - 1
        positions = ["B", *"I" * (last - 1), "E"] if last else ["S"]
        try:
            if not pronunciation:
                raise KeyError("")  # noqa: TRY301 - the same sentence
            return tuple(
                self._id(phone, position)
                for phone, position in zip(pronunciation, positions, strict=True)
            )
        except KeyError as error:
            said = " ".join(pronunciation) or "nothing"
            raise ModelError(
                f"The speech model cannot say {said!r}; use the phones of ARPAbet."
            ) from error

    def _id(self, phone: str, position: str) -> int:
        name = f"{phone}_{position}"
        if phone == SCHWA and name not in self.ids:
            name = f"AH_{position}"
        return self.ids[name]


def forward_id(phone: int) -> int:
    """The transition id by which a phone is entered."""
    return 2 * phone


def loop_id(phone: int) -> int:
    """The transition id by which a phone lasts."""
    return 2 * phone - 1


def read_phone_set(phones_file: Path, acoustic_file: Path) -> PhoneSet | None:
    """The phones of a model; None where they or their topology are of another kind.

    Raises:
        ModelError: a file is cut off.
    """
    names = _phone_names(phones_file)
    phones = {name: number for name, number in names.items() if name[0] not in "<#"}
    needed = {f"{phone}_{position}" for phone in ARPABET for position in _POSITIONS}
    if not needed <= phones.keys() or sorted(phones.values()) != list(range(1, len(phones) + 1)):
        return None
    is_chain = _is_plain_chain(acoustic_file, len(phones))
    marks = sum(name.startswith("#") for name in names)
    return PhoneSet(ids=phones, marks=marks) if is_chain else None


def _phone_names(path: Path) -> dict[str, int]:
    names = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        name, _, number = line.partition(" ")
        if not name or not number.strip().isdecimal():
            raise ModelError(f"Speech model file {path} is damaged; fetch the model again.")
        names[name] = int(number)
    return names


def _is_plain_chain(path: Path, phones: int) -> bool:
    """Whether each phone, and no phone in context, has one state: enter it, then stay or leave."""
    with path.open("rb") as file:
        reader = _KaldiReader(file.read(_HEAD_BYTES))
    try:
        return _read_plain_chain(reader, phones)
    except _OtherKindError:
        return False
    except struct.error as error:
        raise ModelError(f"Speech model file {path} is cut off; fetch the model again.") from error


def _read_plain_chain(reader: "_KaldiReader", phones: int) -> bool:
    reader.expect(b"\0B<TransitionModel> <Topology> ")
    listed = reader.integers()
    entries = reader.integers()
    if reader.integer() != -1:  # the mark of a topology whose first frame has a pdf of its own
        return False
    plain = [_is_plain_entry(reader) for _ in range(reader.integer())]
    reader.expect(b"</Topology> <Tuples> ")
    tuples = [tuple(reader.integer() for _ in range(4)) for _ in range(reader.integer())]
    return (
        listed == list(range(1, phones + 1))
        and len(entries) == phones + 1
        and all(0 <= entry < len(plain) and plain[entry] for entry in entries[1:])
        and [(phone, state) for phone, state, _, _ in tuples]
        == [(phone, 0) for phone in range(1, phones + 1)]
    )


def _is_plain_entry(reader: "_KaldiReader") -> bool:
    states = []
    for _ in range(reader.integer()):
        pdfs = reader.integer(), reader.integer()
        to = []
        for _ in range(reader.integer()):
            to.append(reader.integer())
            reader.probability()
        states.append((pdfs, tuple(to)))
    return states == [(_CHAIN_STATE, (0, 1)), ((-1, -1), ())]


class _OtherKindError(Exception):
    """The file is not laid out like the models that are understood here."""


class _KaldiReader:
    """Reads Kaldi's binary basic types."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def expect(self, text: bytes) -> None:
        if self._raw[self._at : self._at + len(text)] != text:
            raise _OtherKindError
        self._at += len(text)

    def integer(self) -> int:
        self.expect(b"\4")
        (value,) = struct.unpack_from("<i", self._raw, self._at)
        self._at += 4
        return int(value)

    def integers(self) -> list[int]:
        count = self.integer()
        if not 0 <= count <= len(self._raw):
            raise _OtherKindError
        values = struct.unpack_from(f"<{count}i", self._raw, self._at)
        self._at += 4 * count
        return list(values)

    def probability(self) -> None:
        self.expect(b"\4")
        self._at += 4
