"""A Home Assistant on this machine, in .cache/home-assistant, with a Python as new as it needs."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / ".cache" / "home-assistant"
OWN: Final = Path(__file__).resolve().parent
REQUIREMENTS: Final = OWN / "requirements.txt"
PYTHON: Final = "3.14"
PACKAGES: Final = (
    *("python3.14-minimal", "libpython3.14-minimal", "libpython3.14-stdlib", "libc6", "libexpat1"),
    *("libbz2-1.0", "libdb5.3t64", "libffi8", "libgcc-s1", "liblzma5", "libncursesw6", "libtinfo6"),
    *("libreadline8t64", "libsqlite3-0", "libssl3t64", "libstdc++6", "libuuid1", "libzstd1"),
    *("zlib1g", "tzdata"),
)
_KEY: Final = "/usr/share/keyrings/debian-archive-keyring.gpg"
_FETCH_S: Final = 600.0


class ImpossibleError(Exception):
    """The set-up is not possible on this machine; the text says why."""


def installed() -> list[str]:
    """The command that runs Python with Home Assistant; sets up what is missing.

    Raises:
        ImpossibleError: it cannot be had here.
    """
    if os.uname().machine != "x86_64":
        raise ImpossibleError("its packages are fetched for x86-64 only")
    root = FOLDER / "root"
    python = root / "usr" / "bin" / f"python{PYTHON}"
    if not python.exists():
        _unpack_python(root)
    stamp = FOLDER / "requirements.txt"
    if not stamp.exists() or stamp.read_bytes() != REQUIREMENTS.read_bytes():
        _install_packages(FOLDER / "site")
        stamp.write_bytes(REQUIREMENTS.read_bytes())
    loader = root / "usr" / "lib64" / "ld-linux-x86-64.so.2"
    library = root / "usr" / "lib" / "x86_64-linux-gnu"
    return [str(loader), "--library-path", str(library), "--argv0", str(python), str(python)]


def environment(home: Path) -> dict[str, str]:
    """What Home Assistant's Python is run with."""
    return {"PYTHONPATH": str(FOLDER / "site"), "HOME": str(home), "PATH": os.defpath}


def _install_packages(site: Path) -> None:
    options = ["--no-deps", "--upgrade", "--ignore-requires-python", "--only-binary=:all:"]
    place = ["--python-version", f"{PYTHON}.8", "--target", str(site)]
    pip = [sys.executable, "-m", "pip", "-q", "install"]
    _run([*pip, *options, *place, "-r", str(REQUIREMENTS)])


def _unpack_python(root: Path) -> None:
    """Fetch packages of Debian's unstable release from where this system has its own from."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("state/lists/partial", "cache/archives/partial", "etc"):
            (folder / part).mkdir(parents=True)
        (folder / "status").touch()
        sources = folder / "etc" / "sources.list"
        sources.write_text(f"deb [signed-by={_KEY}] {_mirror()} sid main\n")
        options = [
            *("-o", f"Dir::Etc::sourcelist={sources}", "-o", "Dir::Etc::sourceparts=-"),
            *("-o", f"Dir::State={folder / 'state'}"),
            *("-o", f"Dir::State::status={folder / 'status'}", "-o", "APT::Sandbox::User=root"),
            *("-o", f"Dir::Cache={folder / 'cache'}"),
        ]
        _run(["apt-get", "-q", *options, "update"])
        _run(["apt-get", "-q", *options, "download", *PACKAGES], folder)
        # Renamed at the end, so that what was broken off is begun again.
        beside = root.with_name("root.new")
        beside.mkdir(parents=True, exist_ok=True)
        for package in sorted(folder.glob("*.deb")):
            _run(["dpkg", "-x", str(package), str(beside)])
        beside.rename(root)


def _mirror() -> str:
    listed = _run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME)"])
    for line in listed.splitlines():
        address, _, release = line.partition(" ")
        if "-" not in release:  # those of security and the like have other packages
            return address
    raise ImpossibleError("apt-get knows no mirror of Debian")


def _run(command: list[str], folder: Path | None = None) -> str:
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=_FETCH_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ImpossibleError(str(error)) from error
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise ImpossibleError(f"{command[0]}: {lines[-1]}")
    return done.stdout
