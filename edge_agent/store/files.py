"""Writing so that a power cut leaves the old or the new, never half of either."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from edge_agent.errors import ModelError

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class DiskFullError(ModelError):
    """There is no room for what is written."""


def write_whole(path: Path, contents: bytes) -> None:
    """Put a file in place at once."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(contents)
    # Readable for the user of the service, whatever the umask of who runs this.
    beside.chmod(0o644)
    sync(beside)
    beside.replace(path)
    sync(path.parent)


def point(link: Path, target: Path) -> None:
    """Make a link to a neighbouring directory, in place of an older one, at once."""
    beside = link.with_name(f".{link.name}.new")
    beside.unlink(missing_ok=True)
    beside.symlink_to(os.path.relpath(target, link.parent))
    beside.replace(link)
    sync(link.parent)


def sync(path: Path) -> None:
    """Have a file, or the names in a directory, written to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(directory: Path) -> None:
    """Have everything below a directory written to the disk."""
    for path in directory.rglob("*"):
        sync(path)
    sync(directory)


@contextmanager
def writing(directory: Path) -> Iterator[None]:
    """Turn what the system says to writing into one sentence.

    Raises:
        ModelError: the disk is full, or nothing may be written there.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFullError(
                f"The disk of {directory} is full, so nothing was installed; free some space and"
                " try again."
            ) from error
        raise ModelError(
            f"{error.filename or directory} cannot be written ({error.strerror}); try as the user"
            " that the agent runs as, or give another place with --store."
        ) from error
