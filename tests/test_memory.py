"""What is freed goes back to the system."""

import platform
import subprocess
import sys

import pytest
from fixtures.hearing import ROOT

PROGRAM = """
import ctypes, sys
from edge_agent.memory import keep_little

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

def filled(size):
    place = libc.malloc(ctypes.c_size_t(size))
    ctypes.memset(place, 1, size)
    return ctypes.c_void_p(place)

if sys.argv[1] == "little":
    keep_little()
before = resident()
# glibc takes the size of the largest part that was freed for what to keep from then on.
libc.free(filled(20_000_000))
parts = [filled(1_000_000) for _ in range(20)]
still_used = filled(60_000)
for part in parts:
    libc.free(part)
print(resident() - before)
"""


def kept(how: str) -> int:
    """Bytes that are still resident when 20 MB were used and freed."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, how], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return int(ended.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_freed_memory_goes_back():
    assert kept("as ever") > 15_000_000
    assert kept("little") < 2_000_000


def test_what_is_loaded_is_not_looked_at_again():
    program = (
        "import gc\nfrom edge_agent.memory import settle\nimport edge_agent.nlu.interpreter\n"
        "before = len(gc.get_objects())\nsettle()\nprint(before, len(gc.get_objects()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    before, after = map(int, done.stdout.split())
    assert after < before / 10
