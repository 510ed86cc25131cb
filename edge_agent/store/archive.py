"""Unpacking an archive that may be damaged, or made to do harm."""

import lzma
import os
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from edge_agent.errors import ModelError
from edge_agent.store.files import writing

_MAX_FILES: Final = 1000
_MAX_BYTES: Final = 32_000_000_000
_MAX_RATIO: Final = 100
_SMALL_BYTES: Final = 10_000_000
_MAX_NAME: Final = 200
_ENCRYPTED: Final = 0x1
_PIECE_BYTES: Final = 1 << 20
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
)
_IGNORED: Final = ("__MACOSX/", ".DS_Store")


def unpacked_bytes(archive: Path) -> int:
    """What the files of an archive take when unpacked.

    Raises:
        ModelError: it is no archive, damaged, or holds what no model holds.
    """
    with _opened(archive) as opened:
        return sum(entry.file_size for entry in _entries(archive, opened))


def unpack(archive: Path, directory: Path) -> Path:
    """Unpack an archive into a new directory.

    Returns:
        Where the model lies in it.

    Raises:
        ModelError: it is no archive, damaged, holds no model or what no model holds, or the disk
            is full.
    """
    with _opened(archive) as opened:
        entries = _entries(archive, opened)
        with writing(directory.parent):
            directory.mkdir(parents=True)
        for entry in entries:
            _unpack_entry(archive, opened, entry, directory)
    for path in (directory, *directory.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    return _model_in(archive, directory)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    if path.is_dir():
        raise ModelError(
            f"{path} is a directory, not an archive; if it holds a model, set speech.model to it."
        )
    if not path.is_file():
        raise ModelError(f"There is no file {path}; give the path of a model's zip archive.")
    try:
        opened = zipfile.ZipFile(path)
    except (*_DAMAGE, NotImplementedError) as error:
        raise ModelError(
            f"{path} is no zip archive, or a damaged one ({error}); fetch it again."
        ) from error
    with opened:
        yield opened


def _entries(path: Path, opened: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files to unpack, once nothing speaks against any of them."""
    entries = [e for e in opened.infolist() if not e.filename.startswith(_IGNORED)]
    if len(entries) > _MAX_FILES:
        raise _refused(path, f"holds {len(entries)} files, which no speech model does")
    if not entries:
        raise _refused(path, "is empty")
    for entry in entries:
        if trouble := _trouble(entry):
            raise _refused(path, trouble)
    files = [entry for entry in entries if not entry.is_dir()]
    if len({entry.filename.lower() for entry in files}) < len(files):
        raise _refused(path, "holds a file twice")
    total = sum(entry.file_size for entry in files)
    if total > min(_MAX_BYTES, path.stat().st_size * _MAX_RATIO + _SMALL_BYTES):
        raise _refused(path, f"would unpack to {total / 1e6:,.0f} MB, which no speech model does")
    return files


def _trouble(entry: zipfile.ZipInfo) -> str | None:
    name = entry.filename
    shown = ascii(name[:_MAX_NAME])
    parts = PurePosixPath(name).parts
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if name.startswith("/") or ".." in parts or ":" in name or "\\" in entry.orig_filename:
        return f"names a file outside of itself ({shown})"
    if not name.isprintable() or len(name) > _MAX_NAME or not parts:
        return f"holds a name that no file should have ({shown})"
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return f"holds a link or a device ({shown})"
    if entry.flag_bits & _ENCRYPTED:
        return "is encrypted"
    return None


def _unpack_entry(
    path: Path, opened: zipfile.ZipFile, entry: zipfile.ZipInfo, directory: Path
) -> None:
    target = directory / entry.filename
    with writing(directory.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        # Readable for the user of the service, whatever the umask of who fetched it.
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, 0o644)
            for piece in _pieces(path, opened, entry):
                file.write(piece)


def _pieces(path: Path, opened: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with opened.open(entry) as file:
            while piece := file.read(_PIECE_BYTES):
                yield piece
    except (*_DAMAGE, NotImplementedError, RuntimeError) as error:
        raise ModelError(
            f"{path} is damaged at {entry.filename!a} ({error}); fetch it again."
        ) from error


def _model_in(archive: Path, directory: Path) -> Path:
    """Where the one model lies; there may be other files beside its directory."""
    acoustic = list(directory.rglob("final.mdl"))
    if len(acoustic) != 1:
        raise _refused(archive, f"holds {len(acoustic) or 'no'} Vosk models")
    parent = acoustic[0].parent
    return parent.parent if parent.name == "am" and parent != directory else parent


def remove_tree(directory: Path) -> None:
    """Remove a directory and all below it, if it is there."""
    shutil.rmtree(directory, ignore_errors=True)


def _refused(path: Path, trouble: str) -> ModelError:
    return ModelError(f"{path} {trouble}, so it is not unpacked; fetch a model from its publisher.")
