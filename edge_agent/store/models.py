"""The store: a directory with the fetched models, and which of them is selected.

    <store>/downloads/NAME.zip       an archive on its way; gone once it is installed
    <store>/trees/NAME.TOKEN/        one installation: manifest.json, model/
    <store>/installed/NAME           link to the tree that counts; made last, replaced at once
    <store>/selected.json            name of the selected model by kind
    <store>/locks/NAME               held while NAME is installed

A tree without a link to it is what an interrupted installation left.
"""

import fcntl
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from edge_agent.errors import ModelError
from edge_agent.store.archive import remove_tree
from edge_agent.store.files import point, sync, write_whole, writing
from edge_agent.store.manifest import Manifest, read_manifest
from edge_agent.store.publisher import is_name

SPEECH: Final = "speech"
_TOKEN_BYTES: Final = 4
_MODEL: Final = "model"
_MANIFEST: Final = "manifest.json"


class ModelStore:
    """The models of one directory."""

    def __init__(self, root: Path) -> None:
        self.root = root
        """The directory; it need not exist."""

    def installed(self) -> tuple[str, ...]:
        """Names of the installed models, sorted."""
        directory = self.root / "installed"
        if not directory.is_dir():
            return ()
        return tuple(sorted(path.name for path in directory.iterdir() if self.has(path.name)))

    def has(self, name: str) -> bool:
        """Whether a model of this name is installed."""
        return is_name(name) and (self._link(name) / _MANIFEST).is_file()

    def model_directory(self, name: str) -> Path:
        """Where an installed model's files lie."""
        return self._link(name) / _MODEL

    def manifest(self, name: str) -> Manifest:
        """What was installed.

        Raises:
            ModelError: the model is not installed, or its manifest is damaged.
        """
        if not self.has(name):
            raise ModelError(f"Speech model {name} is not installed; run `edge-agent models pull`.")
        return read_manifest(self._link(name) / _MANIFEST)

    def downloads(self) -> tuple[Path, ...]:
        """Archives that are begun or not installed yet."""
        return tuple(sorted((self.root / "downloads").glob("*.zip")))

    def download_path(self, name: str) -> Path:
        """Where the archive of a model lies while it is on its way."""
        path = self.root / "downloads" / f"{name}.zip"
        self._make(path.parent)
        return path

    def new_tree(self, name: str) -> Path:
        """A new directory for an installation."""
        trees = self.root / "trees"
        self._make(trees)
        tree = trees / f"{name}.{secrets.token_hex(_TOKEN_BYTES)}"
        self._make(tree)
        return tree

    def activate(self, name: str, tree: Path) -> None:
        """Let this installation count from now on, in place of the one before."""
        self._make(self._link(name).parent)
        with writing(self.root):
            point(self._link(name), tree)

    def sweep(self, name: str) -> None:
        """Remove installations that do not count: replaced ones, and what broke off."""
        counts = self._link(name).resolve()
        for tree in self._trees(name):
            if tree.resolve() != counts:
                remove_tree(tree)

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """Keep other processes from installing the same model.

        Raises:
            ModelError: another one is at it.
        """
        path = self.root / "locks" / name
        self._make(path.parent)
        with writing(path.parent):
            file = path.open("a")
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise ModelError(
                    f"{name} is being installed already, by another `edge-agent models pull`;"
                    " wait for it."
                ) from error
            yield

    def selected(self, kind: str = SPEECH) -> str | None:
        """The model that is used where the configuration names none."""
        try:
            names = msgspec.json.decode(self._selection.read_bytes(), type=dict[str, str])
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError) as error:
            raise ModelError(
                f"{self._selection} cannot be read ({error}); select a model again with"
                " `edge-agent models use NAME`."
            ) from error
        return names.get(kind)

    def select(self, name: str | None, kind: str = SPEECH) -> None:
        """Use a model where the configuration names none; None is the shipped one."""
        try:
            names = msgspec.json.decode(self._selection.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.MsgspecError):
            names = {}
        names.pop(kind, None)
        if name is not None:
            names[kind] = name
        self._make(self.root)
        with writing(self.root):
            write_whole(self._selection, msgspec.json.encode(names) + b"\n")

    @property
    def _selection(self) -> Path:
        return self.root / "selected.json"

    def _link(self, name: str) -> Path:
        return self.root / "installed" / name

    def _trees(self, name: str) -> list[Path]:
        own = re.compile(re.escape(name) + rf"\.[0-9a-f]{{{2 * _TOKEN_BYTES}}}")
        trees = self.root / "trees"
        found = trees.iterdir() if trees.is_dir() else ()
        return [tree for tree in found if own.fullmatch(tree.name)]

    def _make(self, directory: Path) -> None:
        """Make a directory of the store, readable for the user of the service."""
        if directory.is_dir():
            return
        with writing(directory):
            if directory != self.root:
                self._make(self.root)
                directory.mkdir(exist_ok=True)
            else:
                directory.mkdir(parents=True, exist_ok=True)
            directory.chmod(0o755)
            sync(directory.parent)
