"""A Python for aarch64 on another processor: Debian's own, run by qemu, without being root."""

import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from runs import Python

ROOT: Final = Path(__file__).resolve().parents[2]
_RELEASES: Final = {(3, 11): "bookworm", (3, 13): "trixie"}
"""Debian's release by the version of its Python."""
_PACKAGES: Final = ("python3", "libatomic1", "libstdc++6")
_PLATFORMS: Final = ("manylinux2014_aarch64", "manylinux_2_27_aarch64", "manylinux_2_28_aarch64")
_PROCESSOR: Final = """processor\t: 0
Features\t: fp asimd
CPU implementer\t: 0x41
CPU architecture: 8
CPU variant\t: 0x0
CPU part\t: 0xd08
CPU revision\t: 3
"""
"""A Raspberry Pi 4's; onnxruntime crashes when it reads the real one, of another kind."""


def emulated_python(cache: Path) -> Python:
    """The interpreter, with the packages that this one has; fetched into a folder once.

    Raises:
        FileNotFoundError: a program that this needs is missing.
        RuntimeError: no release of Debian has this Python.
    """
    qemu = shutil.which("qemu-aarch64-static") or shutil.which("qemu-aarch64")
    if qemu is None:
        raise FileNotFoundError("qemu-aarch64 is missing; install the package qemu-user-static.")
    system, packages = cache / "aarch64" / "system", cache / "aarch64" / "packages"
    if not (system / "proc").is_dir():
        _fetch_system(system, cache / "aarch64" / "apt")
    if not packages.is_dir():
        _fetch_packages(packages)
    program = system / "usr" / "bin" / f"python3.{sys.version_info.minor}"
    # Packages without machine code are the same for both.
    paths = (packages, sysconfig.get_path("purelib"))
    # Started by a program that is emulated itself, it needs to look like a program of this machine.
    starter = cache / "aarch64" / "python"
    starter.write_text(f'#!/bin/sh\nexec {qemu} -L {system} {program} "$@"\n', encoding="utf-8")
    starter.chmod(0o755)
    return Python(
        command=(str(starter),),
        program=str(starter),
        variables={
            "PYTHONHOME": str(system / "usr"),
            "PYTHONPATH": ":".join(map(str, paths)),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )


def _fetch_system(system: Path, apt: Path) -> None:
    """Unpack what Debian's Python for aarch64 needs."""
    release = _RELEASES.get(sys.version_info[:2])
    if release is None:
        raise RuntimeError("Only Python 3.11 and 3.13 can be emulated; run this with one of them.")
    archives = apt / "cache" / "archives"
    for folder in (apt / "state" / "lists" / "partial", archives / "partial", system):
        folder.mkdir(parents=True, exist_ok=True)
    (apt / "status").touch()
    key = "/usr/share/keyrings/debian-archive-keyring.gpg"
    (apt / "sources.list").write_text(
        f"deb [signed-by={key}] http://deb.debian.org/debian {release} main\n", encoding="utf-8"
    )
    options = {
        "APT::Architecture": "arm64",
        "APT::Architectures": "arm64",
        "APT::Install-Recommends": "false",
        "APT::Sandbox::User": "",
        "Debug::NoLocking": "true",
        "Dir::Cache": apt / "cache",
        "Dir::Etc::SourceList": apt / "sources.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::State": apt / "state",
        "Dir::State::status": apt / "status",
    }
    apt_get = ["apt-get", "-qq", *(f"-o{name}={value}" for name, value in options.items())]
    subprocess.run([*apt_get, "update"], check=True)
    subprocess.run([*apt_get, "--yes", "--download-only", "install", *_PACKAGES], check=True)
    for package in sorted(archives.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", str(package), str(system)], check=True)
    (system / "proc").mkdir()
    (system / "proc" / "cpuinfo").write_text(_PROCESSOR, encoding="ascii")


def _fetch_packages(packages: Path) -> None:
    """Install those with machine code, in the versions that this Python has."""
    pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    choice = ["--no-deps", "--only-binary", ":all:", "--target", str(packages)]
    platforms = [f"--platform={platform}" for platform in _PLATFORMS]
    named = [f"{found.name}=={found.version}" for found in _required() if _is_machine_code(found)]
    subprocess.run([*pip, *choice, *platforms, *named], check=True)


def _required() -> Iterator[Distribution]:
    """The installed packages that edge-agent needs, each once."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    waiting, seen = list[str](project["dependencies"]), set[str]()
    while waiting:
        name = re.split(r"[^\w.-]", waiting.pop(), maxsplit=1)[0].lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError:  # meant for another system
            continue
        waiting += [one for one in found.requires or () if "extra ==" not in one]
        yield found


def _is_machine_code(found: Distribution) -> bool:
    tags = (found.read_text("WHEEL") or "").splitlines()
    return not any(tag.startswith("Tag:") and tag.endswith("-any") for tag in tags)
