"""Pulls that are killed, or may not write on, at every point.

    interrupted_pull.py HOW ROOT ARCHIVE [OLDER]

A program of its own, as only a process without threads can be forked safely. HOW is `killed` or
`limited`, ARCHIVE a path or URL of the model "m"; with a fourth argument, an archive that is
installed before. Each interrupted pull is followed by one that must succeed.
"""

import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from fixtures.small_store import AT_ONCE, Notes, looks_like_a_model

from edge_agent.errors import ModelError
from edge_agent.store.installation import Installer
from edge_agent.store.manifest import damages
from edge_agent.store.models import ModelStore
from edge_agent.store.publisher import Source

LIMITS = (0, 1, 20, 150, 700, 3000, 100_000, 199_999)
MOST_STEPS = 300
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"open", "os.chmod", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink"}


def pull(root: Path, location: str) -> bool:
    """Install the model "m"."""
    installer = Installer(
        store=ModelStore(root), check=looks_like_a_model, progress=Notes(), patience=AT_ONCE
    )
    return installer.install(Source(name="m", location=location, checksum=None))


def in_child(action: Callable[[], object]) -> int:
    """Do something in a process of its own; its exit status, below 0 the signal that ended it."""
    child = os.fork()
    if child == 0:
        try:
            action()
        except ModelError as error:
            sys.stdout.write(f"{error}\n")
            sys.stdout.flush()
            os._exit(error.exit_status)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed(step: int, root: Path, location: str) -> None:
    """Pull, and be killed before the step-th change of anything in the store."""
    left = step

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event not in CHANGES or str(root) not in str(arguments[0]):
            return
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & WRITES):
            return
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    pull(root, location)


def limited(limit: int, root: Path, location: str) -> None:
    """Pull where no file may grow longer: the kernel refuses as on a full disk (EFBIG)."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    pull(root, location)


def is_whole(root: Path) -> bool:
    """Whether what counts is all there."""
    store = ModelStore(root)
    return damages(store.manifest("m"), store.model_directory("m")) == ()


def check_afterwards(root: Path, location: str) -> None:
    """Whatever happened: nothing or something whole counts, and the next pull puts all right."""
    store = ModelStore(root)
    assert not store.installed() or is_whole(root)
    pull(root, location)
    assert is_whole(root)
    assert store.manifest("m").source == location
    assert store.downloads() == ()
    assert len(list((root / "trees").iterdir())) == 1, "what broke off is cleared away"


def prepare(root: Path, older: str | None) -> None:
    """An empty store, or one with an older model."""
    shutil.rmtree(root, ignore_errors=True)
    if older:
        pull(root, older)


def run_killed(root: Path, location: str, older: str | None) -> int:
    """Be killed at every step; how many there are."""
    for step in range(1, MOST_STEPS):
        prepare(root, older)
        status = in_child(lambda step=step: killed(step, root, location))
        if status == 0:
            return step
        assert status == -signal.SIGKILL
        if older:
            assert is_whole(root), f"neither the old nor the new is there at step {step}"
        check_afterwards(root, location)
    raise AssertionError


def run_limited(root: Path, location: str, older: str | None) -> int:
    """Be stopped at every size; how many there are."""
    for limit in LIMITS:
        prepare(root, older)
        status = in_child(lambda limit=limit: limited(limit, root, location))
        assert status == ModelError.exit_status, limit
        store = ModelStore(root)
        assert store.installed() == (("m",) if older else ())
        if older:
            assert store.manifest("m").source == older
        assert len(list((root / "trees").glob("*"))) == len(store.installed())
        check_afterwards(root, location)
    return len(LIMITS)


if __name__ == "__main__":
    how, root, location, *older = sys.argv[1:]
    run = {"killed": run_killed, "limited": run_limited}[how]
    sys.stdout.write(f"{run(Path(root), location, *(older or [None]))}\n")
