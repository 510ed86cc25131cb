"""What processes cost."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from fixtures.mosquitto import wait_for

from edge_agent.usage import family, peak_bytes, processor_s, resident_bytes, share_bytes

BUSY = "held = bytearray(60_000_000); del held\nprint(flush=True)\nwhile True: pass"


@pytest.fixture
def busy() -> Iterator[int]:
    """A process that had 60 MB and works all the time."""
    child = subprocess.Popen([sys.executable, "-c", BUSY], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    with child.stdout:
        yield child.pid
        child.kill()
        child.wait()


def test_memory_now_and_at_its_peak(busy: int) -> None:
    assert 1e6 < share_bytes(busy) <= resident_bytes(busy) < 40e6
    assert peak_bytes(busy) > resident_bytes(busy) + 40e6


def test_children_belong_to_the_family(busy: int) -> None:
    assert family(os.getpid())[0] == os.getpid()
    assert busy in family(os.getpid())
    assert family(busy) == [busy]


def test_processor_time_grows(busy: int) -> None:
    before = processor_s(busy)
    wait_for(lambda: processor_s(busy) > before)


def test_processor_time_of_ended_children_counts() -> None:
    before = processor_s(os.getpid())
    began = time.process_time()
    subprocess.run([sys.executable, "-c", "sum(range(10**7))"], check=True)
    assert processor_s(os.getpid()) - before > time.process_time() - began + 0.05


def test_a_process_that_is_gone_costs_nothing() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    costs = (resident_bytes, peak_bytes, share_bytes, processor_s)
    assert [cost(ended.pid) for cost in costs] == [0, 0, 0, 0]
    assert family(ended.pid) == [ended.pid]
