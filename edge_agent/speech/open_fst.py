"""What all files of OpenFst begin with: a header, and tables of symbols where there are any.

Source: OpenFst's `fst.h` and `symbol-table.h`; all numbers are little-endian.
"""

import struct
from dataclasses import dataclass
from typing import Final

_MAGIC: Final = 2_125_659_606
_SYMBOLS_MAGIC: Final = 2_125_658_996
_HAS_INPUT_SYMBOLS: Final = 1
_HAS_OUTPUT_SYMBOLS: Final = 2
_LONGEST_KIND: Final = 64
_REST: Final = struct.Struct("<iiQ3q")

Raw = bytes | memoryview
"""A file, or its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FstHeader:
    """What an automaton says about itself."""

    kind: str
    """How it is laid out: `const`, `ngram`, `olabel_lookahead`."""
    arc_kind: str = "standard"
    """What its costs are."""
    version: int
    """Of the layout."""
    flags: int = 0
    """Which tables of symbols follow, and whether what follows those is aligned."""
    properties: int
    """OpenFst's facts about the automaton, as bits."""
    start: int
    """The first state."""
    states: int
    arcs: int

    def packed(self) -> bytes:
        """As in a file."""
        texts = (
            struct.pack("<i", len(text)) + text.encode() for text in (self.kind, self.arc_kind)
        )
        sizes = (self.start, self.states, self.arcs)
        rest = _REST.pack(self.version, self.flags, self.properties, *sizes)
        return struct.pack("<i", _MAGIC) + b"".join(texts) + rest


def read_header(raw: Raw, at: int = 0) -> tuple[FstHeader, int]:
    """The header that begins at a place, and where it ends.

    Raises:
        ValueError: there is none, or it is cut off.
    """
    try:
        (magic,) = struct.unpack_from("<i", raw, at)
        kind, at = _text(raw, at + 4, _LONGEST_KIND)
        arc_kind, at = _text(raw, at, _LONGEST_KIND)
        version, flags, properties, start, states, arcs = _REST.unpack_from(raw, at)
    except struct.error as error:
        raise ValueError("cut off") from error
    if magic != _MAGIC:
        raise ValueError("no automaton")
    header = FstHeader(
        kind=kind,
        arc_kind=arc_kind,
        version=version,
        flags=flags,
        properties=properties,
        start=start,
        states=states,
        arcs=arcs,
    )
    return header, at + _REST.size


def read_symbols(raw: Raw, header: FstHeader, at: int) -> tuple[dict[str, int], int]:
    """The symbols of the inputs, empty without any; and where what follows all symbols begins.

    Args:
        raw: the file.
        header: as `read_header` gave it.
        at: where it ended.

    Raises:
        ValueError: a table is damaged or cut off.
    """
    found: dict[int, dict[str, int]] = {}
    try:
        for which in (_HAS_INPUT_SYMBOLS, _HAS_OUTPUT_SYMBOLS):
            if header.flags & which:
                found[which], at = _symbols(raw, at)
    except struct.error as error:
        raise ValueError("cut off") from error
    return found.get(_HAS_INPUT_SYMBOLS, {}), at


def _symbols(raw: Raw, at: int) -> tuple[dict[str, int], int]:
    if struct.unpack_from("<i", raw, at) != (_SYMBOLS_MAGIC,):
        raise ValueError("no symbols")
    _, at = _text(raw, at + 4)
    _, size = struct.unpack_from("<qq", raw, at)
    at += 16
    symbols = {}
    for _ in range(size):
        symbol, at = _text(raw, at)
        (symbols[symbol],) = struct.unpack_from("<q", raw, at)
        at += 8
    return symbols, at


def _text(raw: Raw, at: int, longest: int = 1 << 20) -> tuple[str, int]:
    (length,) = struct.unpack_from("<i", raw, at)
    if not 0 <= length <= longest:
        raise ValueError("no text")
    (text,) = struct.unpack_from(f"<{length}s", raw, at + 4)
    return str(text, "utf-8"), at + 4 + length
