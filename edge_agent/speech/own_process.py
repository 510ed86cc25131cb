"""Modules of this program, run in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path


def module_command(module: str, *arguments: str) -> list[str]:
    """What runs a module; not one from the working directory (-P)."""
    return [sys.executable, "-P", "-m", module, *arguments]


def module_environment() -> dict[str, str]:
    """Of a process that takes its modules from where this program is."""
    places = [str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, places))}


def run_module(
    module: str, *arguments: str, given: bytes = b"", timeout_s: float
) -> subprocess.CompletedProcess[bytes]:
    """Run a module and wait for its end.

    Args:
        module: as in `python -m`; it is taken from where this program is.
        arguments: its command line.
        given: its standard input.
        timeout_s: after this it is killed.

    Raises:
        TimeoutExpired: it took longer.
    """
    return subprocess.run(  # noqa: S603 - this program itself
        module_command(module, *arguments),
        env=module_environment(),
        input=given,
        capture_output=True,
        timeout=timeout_s,
        check=False,
    )


def last_words(done: subprocess.CompletedProcess[bytes]) -> str:
    """The last line that a process wrote to standard error."""
    *_, said = done.stderr.decode(errors="replace").strip().splitlines() or ["nothing"]
    return said
