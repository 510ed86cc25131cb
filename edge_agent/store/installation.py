"""From the name of a model to its files, checked, in the store."""

import shutil
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from edge_agent.errors import ModelError
from edge_agent.store.archive import remove_tree, unpack, unpacked_bytes
from edge_agent.store.catalogue import catalogue
from edge_agent.store.download import Download
from edge_agent.store.files import DiskFullError, sync_tree, writing
from edge_agent.store.manifest import Manifest, damages, digest, record_files, write_manifest
from edge_agent.store.models import ModelStore
from edge_agent.store.progress import Progress
from edge_agent.store.publisher import Source
from edge_agent.store.web import Patience

_MARGIN_BYTES: Final = 50_000_000
_EXPANSION: Final = 3
"""Archives of Vosk's models unpack to 1.6 to 3 times their size."""


class NoRoomError(ModelError):
    """There is less room than will be needed; nothing was begun."""


_ROOM_IS_MISSING: Final = (NoRoomError, DiskFullError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installer:
    """Installs models in a store."""

    store: ModelStore
    """Where to."""
    check: Callable[[Path], int]
    """Tells how much memory the model of a directory takes, or raises ModelError."""
    progress: Progress
    """Is told what goes on."""
    patience: Patience
    """With servers."""

    def install(self, source: Source, *, again: bool = False) -> bool:
        """Install a model, unless just this one is there and whole.

        Args:
            source: the archive.
            again: install it in any case.

        Returns:
            Whether anything was done.

        Raises:
            ModelError: it cannot be fetched, is damaged or no model, or there is no room.
        """
        with self.store.locked(source.name):
            self.store.sweep(source.name)
            is_due = again or not self._is_there(source)
            if is_due:
                self._install(source, source.file or self._fetch(source))
                self.store.sweep(source.name)
            self._forget(source)
            return is_due

    def _is_there(self, source: Source) -> bool:
        with suppress(ModelError, OSError):
            manifest = self.store.manifest(source.name)
            self.progress.stage("checking what is there")
            directory = self.store.model_directory(source.name)
            return _is_of(manifest, source) and not damages(manifest, directory)
        return False

    def _fetch(self, source: Source) -> Path:
        """The archive, complete and, where its checksum is known, right."""
        path = self.store.download_path(source.name)
        download = Download(source.location, path, self.progress, self.patience, self._admit)
        was_begun = path.is_file()
        download.run()
        if was_begun and not _is_right(source, path):
            # The part that lay here may have been bad; what comes in one piece decides.
            download.discard()
            download.run()
        if not _is_right(source, path):
            download.discard()
            raise _wrong(source)
        return path

    def _install(self, source: Source, archive: Path) -> None:
        if source.file and archive.is_file() and not _is_right(source, archive):
            raise _wrong(source)
        tree = self.store.new_tree(source.name)
        with ExitStack() as unless_done:
            unless_done.callback(remove_tree, tree)
            try:
                require_room(self.store.root, unpacked_bytes(archive))
                self._build(source, archive, tree)
                self.store.activate(source.name, tree)
            except _ROOM_IS_MISSING:
                raise
            except ModelError:
                self._forget(source)
                raise
            unless_done.pop_all()

    def _build(self, source: Source, archive: Path, tree: Path) -> None:
        self.progress.stage("unpacking")
        model = tree / "model"
        unpacked = unpack(archive, tree / "unpacked")
        with writing(self.store.root):
            unpacked.rename(model)
            remove_tree(tree / "unpacked")
        self.progress.stage("loading it to see whether it works")
        try:
            memory_bytes = self.check(model)
        except ModelError as error:
            raise ModelError(f"{source.location} was not installed: {error}") from error
        self.progress.stage("writing it down")
        known = catalogue().find(source.name)
        manifest = Manifest(
            name=source.name,
            language=known.language if known else None,
            licence=known.licence if known else None,
            source=source.location,
            archive_bytes=archive.stat().st_size,
            archive_md5=digest(archive, "md5"),
            archive_sha256=digest(archive),
            memory_bytes=memory_bytes,
            installed_at=datetime.now(UTC).isoformat(timespec="seconds"),
            files=record_files(model),
        )
        with writing(self.store.root):
            write_manifest(manifest, tree / "manifest.json")
            sync_tree(tree)

    def _forget(self, source: Source) -> None:
        """An archive that was fetched is of no use once it is installed, or cannot be."""
        if not source.file:
            path = self.store.download_path(source.name)
            Download(source.location, path, self.progress, self.patience, self._admit).discard()

    def _admit(self, done_bytes: int, total_bytes: int) -> None:
        require_room(self.store.root, total_bytes - done_bytes + _EXPANSION * total_bytes)


def require_room(directory: Path, wanted_bytes: int) -> None:
    """Find out whether so much can be written, with something to spare.

    Raises:
        NoRoomError: it cannot.
    """
    free = shutil.disk_usage(directory).free
    needed = wanted_bytes + _MARGIN_BYTES
    if free < needed:
        raise NoRoomError(
            f"The disk of {directory} has {free / 1e6:,.0f} MB free and {needed / 1e6:,.0f} MB are"
            " needed (archive, unpacked files and a margin); free some space, or give another"
            " place with --store."
        )


def _is_of(manifest: Manifest, source: Source) -> bool:
    """Whether what was installed came from this archive."""
    if source.checksum:
        sums = {"md5": manifest.archive_md5, "sha256": manifest.archive_sha256}
        return sums[source.checksum.kind] == source.checksum.digest
    if source.file:
        return digest(source.file) == manifest.archive_sha256
    return manifest.source == source.location


def _is_right(source: Source, archive: Path) -> bool:
    """Whether the archive has the checksum that it must have."""
    checksum = source.checksum
    return checksum is None or digest(archive, checksum.kind) == checksum.digest


def _wrong(source: Source) -> ModelError:
    return ModelError(
        f"{source.location} does not have the checksum that is known for {source.name}: it is"
        " damaged or not the publisher's, and was not installed; try again later or elsewhere."
    )
