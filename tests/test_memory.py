"""What one thread frees is there for the next, and what is large goes back to the system."""

import platform
import subprocess
import sys

import pytest
from fixtures.hearing import ROOT

PROGRAM = """
import ctypes, sys, threading
from edge_agent.memory import keep_little

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

def use():
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    parts = [libc.malloc(100_000) for _ in range(200)]
    for part in parts:
        ctypes.memset(part, 1, 100_000)
    for part in parts:
        libc.free(ctypes.c_void_p(part))

if sys.argv[1] == "little":
    keep_little()
before = resident()
for _ in range(4):
    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
print(resident() - before)
"""


def kept(how: str) -> int:
    """Bytes that are still resident after some threads used 20 MB each."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, how], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return int(ended.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_freed_memory_goes_back():
    assert kept("little") < kept("as ever") / 2
