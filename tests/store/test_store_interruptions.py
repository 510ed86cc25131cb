"""Killed, out of room or twice at once: what counts is whole, and the next pull succeeds."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.model_server import zip_of
from fixtures.small_store import SmallStore

from edge_agent.errors import ModelError
from edge_agent.store.publisher import Source

PROGRAM = Path(__file__).parent / "interrupted_pull.py"


def local_source(store: SmallStore, tmp_path: Path) -> Source:
    path = tmp_path / "m.zip"
    path.write_bytes(store.archive)
    return Source(name="m", location=str(path), checksum=None)


def interrupted(how: str, store: SmallStore, *archives: str) -> list[str]:
    """What the program says that interrupts pulls."""
    # In memory where there is such a place: hundreds of pulls would wait for a disk for long.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else store.root.parent
    with tempfile.TemporaryDirectory(dir=memory) as directory:
        done = subprocess.run(
            [sys.executable, PROGRAM, how, f"{directory}/store", *archives],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


@pytest.fixture(params=["web", "file"])
def archive(request, small_store: SmallStore, tmp_path: Path) -> str:
    """A model's archive, far or near."""
    is_far = request.param == "web"
    source = small_store.source() if is_far else local_source(small_store, tmp_path)
    return source.location


@pytest.fixture
def older(small_store: SmallStore, tmp_path: Path) -> str:
    """Another archive of the same name."""
    path = tmp_path / "older.zip"
    path.write_bytes(zip_of({**small_store.files, "m/README": b"Older.\n"}))
    return str(path)


def test_killed_at_every_step_of_a_first_installation(small_store: SmallStore, archive: str):
    (steps,) = interrupted("killed", small_store, archive)
    assert int(steps) > 20


def test_killed_at_every_step_of_a_replacement(small_store, tmp_path: Path, older: str):
    archive = local_source(small_store, tmp_path).location
    (steps,) = interrupted("killed", small_store, archive, older)
    assert int(steps) > 20


def test_no_room_to_write_on(small_store: SmallStore, archive: str, older: str):
    for before in ((), (older,)):
        *said, count = interrupted("limited", small_store, archive, *before)
        assert len(said) == int(count) == 8
        assert all("is full, so nothing was installed" in sentence for sentence in said)


@pytest.mark.parametrize("after", [1, 65_536, 150_000])
def test_killed_while_fetching_goes_on_where_it_stopped(small_store, after):
    server, release, reached = small_store.server, threading.Event(), threading.Event()
    server.faults = [server.stall(after, release, reached)]
    program = (
        "import sys; from pathlib import Path;"
        "from fixtures.small_store import SmallStore, Notes, looks_like_a_model, AT_ONCE;"
        "from edge_agent.store.installation import Installer;"
        "from edge_agent.store.models import ModelStore;"
        "from edge_agent.store.publisher import Source;"
        "class Tells(Notes):\n"
        "    def fetched(self, done, total):\n"
        f"        done >= {after} and print('here', flush=True)\n"
        "Installer(store=ModelStore(Path(sys.argv[1])), check=looks_like_a_model,"
        " progress=Tells(), patience=AT_ONCE).install("
        "Source(name='m', location=sys.argv[2], checksum=None))"
    ).replace(";class", "\nclass")
    child = subprocess.Popen(
        [sys.executable, "-c", program, small_store.root, small_store.source().location],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
    )
    assert child.stdout
    assert child.stdout.readline() == b"here\n"
    child.kill()
    child.communicate()
    release.set()
    assert small_store.installed() == ()
    assert small_store.pull()
    assert small_store.is_whole()
    started_at = int(server.ranges[-1].removeprefix("bytes=").removesuffix("-"))
    assert started_at <= after


def test_two_pulls_at_once(small_store: SmallStore):
    server, release, reached = small_store.server, threading.Event(), threading.Event()
    server.faults = [server.stall(1000, release, reached)]
    results: list[bool] = []
    first = threading.Thread(target=lambda: results.append(small_store.pull()))
    first.start()
    try:
        assert reached.wait(20)
        with pytest.raises(ModelError, match="is being installed already"):
            small_store.pull()
    finally:
        release.set()
        first.join()
    assert results == [True]
    assert small_store.is_whole()
    assert not small_store.pull()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    place = tmp_path / "disk"
    place.mkdir()
    command = [mount, "-t", "tmpfs", "-o", "size=60m", "tmpfs", place]
    if not mount or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here; the test with a limit stands in")
    yield place
    subprocess.run([umount, place], check=True)


def test_a_disk_that_somebody_else_fills_meanwhile(small_disk: Path, model_server, tmp_path):
    store = SmallStore(small_disk / "store", model_server)

    def fill(request, contents):
        request.send_response(200)
        request.send_header("Content-Length", str(len(contents)))
        request.send_header("ETag", '"x"')
        request.end_headers()
        request.wfile.write(contents[:1000])
        with (small_disk / "filler").open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError:
                pass
        request.wfile.write(contents[1000:])

    model_server.faults = [fill]
    with pytest.raises(ModelError, match="is full, so nothing was installed"):
        store.pull()
    assert store.installed() == store.downloads() == ()
    with pytest.raises(ModelError, match="0 MB free and 50 MB are needed"):
        store.pull(local_source(store, tmp_path))
    (small_disk / "filler").unlink()
    assert store.pull()
    assert store.is_whole()
