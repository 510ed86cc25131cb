"""Checks of a Vosk model's files before libvosk sees them.

libvosk ends the process (a crash or an abort, not an error) for a graph that is missing or cut off,
a list of disambiguation ids that is empty or cut off, or a configuration without silence phones.
A list that was cut exactly at the end of a line is beyond these checks.
"""

import os
import struct
from pathlib import Path

from edge_agent.errors import ModelError
from edge_agent.speech.open_fst import FstHeader, read_header

_FST_STATE_BYTES, _FST_ARC_BYTES = 20, 16
_ADD_ON_BYTES = 4
_KALDI_BINARY = b"\0B<TransitionModel> "
_PRIORS = b"<Priors> FV \4"
_TAIL_BYTES = 1 << 20


def check_model_files(directory: Path) -> None:
    """Find out whether libvosk can read a model directory.

    Raises:
        ModelError: it is missing or no model, or a file of it is missing or cut off.
    """
    if not directory.is_dir():
        raise ModelError(
            f"Speech model {directory} is not a directory; set speech.model to one that holds a"
            " Vosk model."
        )
    # Vosk's older layout has all files in one directory.
    is_old = (directory / "final.mdl").is_file()
    graph = directory if is_old else directory / "graph"
    acoustic = directory / "final.mdl" if is_old else directory / "am" / "final.mdl"
    configurations = ("mfcc.conf",) if is_old else ("conf/mfcc.conf", "conf/model.conf")
    _check_acoustic(acoustic)
    for name in configurations:
        _require(directory / name)
    if not is_old and "silence-phones=" not in (directory / "conf/model.conf").read_text():
        raise _damaged(directory / "conf/model.conf", "names no silence phones")
    _check_graph(graph)


def _check_graph(graph: Path) -> None:
    if (graph / "HCLG.fst").is_file():
        _check_fst(graph / "HCLG.fst")
        _require(graph / "words.txt")
        return
    _check_fst(graph / "HCLr.fst")
    _check_fst(graph / "Gr.fst")
    _check_disambiguation(graph / "disambig_tid.int")


def _check_acoustic(path: Path) -> None:
    _require(path)
    with path.open("rb") as file:
        if file.read(len(_KALDI_BINARY)) != _KALDI_BINARY:
            raise _damaged(path, "is not a Kaldi model")
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        tail = file.read()
    start = tail.rfind(_PRIORS) + len(_PRIORS)
    if start < len(_PRIORS) or len(tail) < start + 4:
        raise _damaged(path, "is cut off")
    (priors,) = struct.unpack_from("<i", tail, start)
    if len(tail) < start + 4 + 4 * priors:
        raise _damaged(path, "is cut off")


def _check_disambiguation(path: Path) -> None:
    _require(path)
    text = path.read_text(errors="replace")
    if not text.endswith("\n") or not all(line.isdecimal() for line in text.split()):
        raise _damaged(path, "is cut off")


def _check_fst(path: Path) -> None:
    """A weighted automaton of OpenFst: its header, and its length where the header tells it."""
    _require(path)
    with path.open("rb") as file:
        head = file.read(256)
    header, end = _fst_header(head, 0, path)
    if header.kind == "olabel_lookahead":
        # A header without states, the magic number of an add-on, then the automaton itself.
        header, end = _fst_header(head, end + _ADD_ON_BYTES, path)
    if header.kind != "const":
        return
    rest = header.states * _FST_STATE_BYTES + header.arcs * _FST_ARC_BYTES
    if path.stat().st_size < end + rest:
        raise _damaged(path, "is cut off")


def _fst_header(head: bytes, start: int, path: Path) -> tuple[FstHeader, int]:
    """The header that begins at `start`, and where it ends."""
    try:
        return read_header(head, start)
    except ValueError as error:
        raise _damaged(path, "is not an OpenFst automaton") from error


def _require(path: Path) -> None:
    if not path.is_file() or not os.access(path, os.R_OK):
        raise ModelError(
            f"Speech model file {path} is missing or not readable; set speech.model to a whole"
            " Vosk model, or fetch this one again."
        )
    if path.stat().st_size == 0:
        raise _damaged(path, "is empty")


def _damaged(path: Path, what: str) -> ModelError:
    return ModelError(f"Speech model file {path} {what}; fetch the model again.")
