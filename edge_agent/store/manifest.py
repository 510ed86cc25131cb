"""What was installed, file by file, so that later damage can be told."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from edge_agent.errors import ModelError
from edge_agent.store.files import write_whole

_FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """One file of a model."""

    bytes: int
    """Its length."""
    sha256: str
    """Hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One installed model."""

    format: int = _FORMAT
    """Version of this layout."""
    kind: str = "speech"
    """What the model is for."""
    name: str
    """The name it is used by."""
    language: str | None
    """BCP 47; none where it is not known."""
    licence: str | None
    """None where it is not known."""
    source: str
    """Location of the archive that it came from."""
    archive_bytes: int
    """Length of that archive."""
    archive_md5: str
    """Of that archive, hexadecimal."""
    archive_sha256: str
    """Of that archive, hexadecimal."""
    memory_bytes: int
    """What a process that uses it took at its peak, on this machine."""
    installed_at: str
    """ISO 8601, UTC."""
    files: dict[str, FileRecord]
    """By path within the model's directory."""

    @property
    def bytes(self) -> int:
        """What the files take together."""
        return sum(record.bytes for record in self.files.values())


def digest(path: Path, kind: str = "sha256") -> str:
    """A checksum of a file, hexadecimal."""
    with path.open("rb") as file:
        # MD5 is what the publisher gives; it tells damage, not malice.
        return hashlib.file_digest(
            file, lambda: hashlib.new(kind, usedforsecurity=False)
        ).hexdigest()


def record_files(directory: Path) -> dict[str, FileRecord]:
    """Every file below a directory."""
    return {
        str(path.relative_to(directory)): FileRecord(bytes=path.stat().st_size, sha256=digest(path))
        for path in sorted(directory.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def damages(manifest: Manifest, directory: Path) -> tuple[str, ...]:
    """What differs from the manifest, one phrase a file; empty where all is as installed."""
    found = {str(p.relative_to(directory)) for p in directory.rglob("*") if not p.is_dir()}
    added = [f"{name} was added" for name in sorted(found - manifest.files.keys())]
    return (
        *(
            f"{name} {trouble}"
            for name, record in manifest.files.items()
            if (trouble := _damage(directory / name, record))
        ),
        *added,
    )


def _damage(path: Path, record: FileRecord) -> str | None:
    try:
        if path.is_symlink() or not path.is_file():
            return "is missing"
        if path.stat().st_size != record.bytes:
            return f"has {path.stat().st_size} bytes in place of {record.bytes}"
        return None if digest(path) == record.sha256 else "has other contents"
    except OSError as error:
        return f"cannot be read ({error.strerror})"


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Write it for people to read too."""
    write_whole(path, msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")


def read_manifest(path: Path) -> Manifest:
    """Read it back.

    Raises:
        ModelError: it is missing, damaged, or of a later version of the program.
    """
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise ModelError(f"{path} cannot be read ({error}); pull the model again.") from error
    if manifest.format != _FORMAT:
        raise ModelError(f"{path} was written by another version of edge-agent; pull it again.")
    return manifest
