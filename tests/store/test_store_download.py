"""What servers and lines do to a fetch; in the end the model is there, or one sentence says why."""

import hashlib
import threading
from pathlib import Path

import pytest
from fixtures.model_server import length, nothing, redirect, status, without_length, zip_of
from fixtures.small_store import Notes, SmallStore, looks_like_a_model

from edge_agent.errors import ModelError
from edge_agent.store.installation import Installer
from edge_agent.store.publisher import Checksum, Source
from edge_agent.store.web import Patience

HALF = 100_000


def md5(contents: bytes) -> Checksum:
    return Checksum(kind="md5", digest=hashlib.md5(contents).hexdigest())


def test_all_is_well(small_store: SmallStore):
    assert small_store.pull(small_store.source(md5(small_store.archive)))
    assert small_store.is_whole()
    assert small_store.notes.sizes[0] == (0, len(small_store.archive))
    assert small_store.notes.sizes[-1] == (len(small_store.archive),) * 2
    assert small_store.notes.reasons == []


def test_a_cut_connection_is_taken_up_where_it_ended(small_store: SmallStore):
    server = small_store.server
    server.faults = [server.cut(HALF)]
    assert small_store.pull()
    assert small_store.is_whole()
    assert server.ranges == [None, f"bytes={HALF}-"]
    assert server.conditions == [None, *server.validators(small_store.archive).values()]
    assert f"after {HALF} of" in small_store.notes.reasons[0]


def test_a_server_that_knows_dates_alone_goes_on_too(small_store: SmallStore):
    server = small_store.server
    server.has_dates = True
    server.faults = [server.cut(HALF)]
    assert small_store.pull()
    assert small_store.is_whole()
    assert server.ranges == [None, f"bytes={HALF}-"]


def test_many_cuts_that_each_bring_something_are_no_reason_to_give_up(small_store: SmallStore):
    server = small_store.server
    server.faults = [server.cut(50_000), *([server.cut_range(50_000)] * 2), *[nothing] * 2]
    assert small_store.pull()
    assert small_store.is_whole()
    assert server.ranges[3] == "bytes=150000-"


def test_it_gives_up_after_a_bounded_number_of_attempts_and_goes_on_later(small_store: SmallStore):
    server = small_store.server
    server.faults = [server.cut(HALF), nothing, status(503), status(500), nothing, nothing]
    with pytest.raises(ModelError, match="could not be fetched") as caught:
        small_store.pull()
    assert "goes on where it stopped" in str(caught.value)
    assert len(server.ranges) == 4
    assert small_store.installed() == ()
    assert [path.name for path in small_store.downloads()] == ["m.zip"]
    server.faults = []
    assert small_store.pull()
    assert small_store.is_whole()
    assert server.ranges[-1] == f"bytes={HALF}-"


def test_a_server_without_ranges_begins_anew(small_store: SmallStore):
    server = small_store.server
    server.has_ranges = False
    server.faults = [server.cut(HALF)]
    assert small_store.pull()
    assert small_store.is_whole()


def test_a_server_that_does_not_tell_versions_apart_begins_anew(small_store: SmallStore):
    server = small_store.server
    server.has_validators = False
    server.faults = [server.cut(HALF)]
    assert small_store.pull()
    assert small_store.is_whole()
    assert server.ranges == [None, None]


@pytest.mark.parametrize("heeds_if_range", [True, False])
@pytest.mark.parametrize("readme", [b"A model.\n", b"Longer than before.\n"])
def test_a_file_that_changed_meanwhile_begins_anew(small_store, heeds_if_range, readme):
    server = small_store.server
    server.heeds_if_range = heeds_if_range
    server.faults = [server.cut(HALF), nothing, nothing, nothing]
    with pytest.raises(ModelError):
        small_store.pull()
    small_store.files["m/README"] = readme
    small_store.files["m/am/final.mdl"] = small_store.files["m/am/final.mdl"][::-1]
    server.files["m.zip"] = zip_of(small_store.files)
    assert small_store.pull()
    assert small_store.is_whole()


def test_notes_of_an_older_version_do_not_outlive_it(small_store: SmallStore):
    server = small_store.server
    server.faults = [server.cut(HALF), status(503)]
    server.has_ranges = False

    def change(request, contents):
        server.has_validators = False
        server.cut(HALF)(request, contents)

    server.faults.append(change)
    assert small_store.pull()
    assert small_store.is_whole()
    assert server.ranges == [None, f"bytes={HALF}-", f"bytes={HALF}-", None]


def test_a_complete_archive_is_not_asked_for_again(small_store: SmallStore):
    server = small_store.server
    path = small_store.download_path("m")
    server.faults = [server.cut(HALF), nothing, nothing, nothing]
    with pytest.raises(ModelError):
        small_store.pull()
    path.write_bytes(small_store.archive)
    assert small_store.pull()
    assert small_store.is_whole()
    assert len(server.ranges) == 4


@pytest.mark.parametrize("junk", [b"x" * 500_000, b""])
def test_what_is_longer_than_the_file_or_belongs_to_none_is_discarded(small_store, junk):
    server = small_store.server
    small_store.download_path("m").write_bytes(junk)
    assert small_store.pull()
    assert small_store.is_whole()
    assert server.ranges == [None]


def test_a_server_that_refuses_the_range_is_asked_for_all_of_it(small_store: SmallStore):
    server = small_store.server
    server.faults = [server.cut(HALF), status(416)]
    assert small_store.pull()
    assert small_store.is_whole()
    assert server.ranges == [None, f"bytes={HALF}-", None]


@pytest.mark.parametrize("code", [500, 502, 503, 429])
def test_a_server_in_trouble_is_asked_again(small_store: SmallStore, code):
    small_store.server.faults = [status(code)]
    assert small_store.pull()
    assert small_store.is_whole()


@pytest.mark.parametrize("code", [404, 403, 410])
def test_a_server_that_has_no_such_file_is_not(small_store: SmallStore, code):
    small_store.server.faults = [status(code)] * 3
    with pytest.raises(ModelError, match=f"answers {code}"):
        small_store.pull()
    assert len(small_store.server.ranges) == 1


def test_a_silent_server_is_not_waited_for_for_ever(small_store: SmallStore):
    server, release, reached = small_store.server, threading.Event(), threading.Event()
    server.faults = [server.stall(HALF, release, reached)]
    notes = Notes()
    installer = Installer(
        store=small_store,
        check=looks_like_a_model,
        progress=notes,
        patience=Patience(timeout_s=0.2, pauses_s=(0,)),
    )
    assert installer.install(small_store.source())
    release.set()
    assert small_store.is_whole()
    assert server.ranges == [None, f"bytes={HALF}-"]
    assert "in time" in notes.reasons[0]


def test_a_slow_server_is_waited_for(small_store: SmallStore):
    def slowly(request, contents):
        request.send_response(200)
        request.send_header("Content-Length", str(len(contents)))
        request.end_headers()
        for start in range(0, len(contents), 2000):
            request.wfile.write(contents[start : start + 2000])
            request.wfile.flush()

    small_store.server.faults = [slowly]
    assert small_store.pull()
    assert small_store.is_whole()


def test_a_length_that_is_too_large_is_not_believed_for_ever(small_store: SmallStore):
    small_store.server.faults = [length(len(small_store.archive) + 10)] * 9
    with pytest.raises(ModelError, match="the connection ended after"):
        small_store.pull()
    assert small_store.installed() == ()


def test_a_length_that_is_too_small_gives_a_damaged_archive(small_store: SmallStore):
    small_store.server.faults = [length(HALF)]
    with pytest.raises(ModelError, match="zip"):
        small_store.pull()
    assert small_store.downloads() == ()
    assert small_store.installed() == ()


def test_a_server_that_does_not_tell_the_length(small_store: SmallStore):
    small_store.server.faults = [without_length]
    assert small_store.pull(small_store.source(md5(small_store.archive)))
    assert small_store.is_whole()


@pytest.mark.parametrize("is_cut", [False, True])
def test_a_server_that_sends_in_chunks(small_store: SmallStore, is_cut):
    def in_chunks(request, contents):
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        for start in range(0, len(contents), 30_000):
            chunk = contents[start : start + 30_000]
            request.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
            if is_cut:
                return
        request.wfile.write(b"0\r\n\r\n")

    small_store.server.faults = [in_chunks]
    assert small_store.pull()
    assert small_store.is_whole()
    assert len(small_store.server.ranges) == 1 + is_cut


def test_an_absurd_length_is_refused_before_anything_is_written(small_store: SmallStore):
    small_store.server.faults = [length(10**16)]
    with pytest.raises(ModelError, match=r"MB free and .* MB are needed"):
        small_store.pull()
    assert small_store.downloads() == ()


def test_a_wrong_checksum_is_never_installed(small_store: SmallStore):
    with pytest.raises(ModelError, match="checksum"):
        small_store.pull(small_store.source(md5(b"another")))
    assert small_store.installed() == ()
    assert small_store.downloads() == ()
    assert len(small_store.server.ranges) == 1


def test_a_bad_beginning_from_before_is_fetched_anew(small_store: SmallStore):
    server = small_store.server
    server.faults = [server.cut(HALF), nothing, nothing, nothing]
    with pytest.raises(ModelError):
        small_store.pull()
    path = small_store.download_path("m")
    path.write_bytes(bytes(HALF))
    assert small_store.pull(small_store.source(md5(small_store.archive)))
    assert small_store.is_whole()
    assert server.ranges[-2:] == [f"bytes={HALF}-", None]


def test_redirects_are_followed_to_the_web(small_store: SmallStore):
    server = small_store.server
    server.files["elsewhere.zip"] = small_store.archive
    server.faults = [redirect(f"{server.url}/elsewhere.zip")]
    assert small_store.pull()
    assert small_store.is_whole()


@pytest.mark.parametrize("scheme", ["file", "ftp", "data"])
def test_redirects_are_not_followed_elsewhere(small_store: SmallStore, tmp_path: Path, scheme):
    (tmp_path / "secret.zip").write_bytes(small_store.archive)
    small_store.server.faults = [redirect(f"{scheme}://{tmp_path}/secret.zip")]
    with pytest.raises(ModelError, match=r"not followed|not allowed"):
        small_store.pull()
    assert small_store.installed() == ()


def test_redirects_in_a_circle_end(small_store: SmallStore):
    small_store.server.faults = [redirect(f"{small_store.server.url}/m.zip")] * 20
    with pytest.raises(ModelError, match="302"):
        small_store.pull()


def test_no_server_at_all(small_store: SmallStore):
    source = Source(name="m", location="http://127.0.0.1:9/m.zip", checksum=None)
    with pytest.raises(ModelError, match="connection refused"):
        small_store.pull(source)
    assert len(small_store.notes.reasons) == 3


def test_the_proxy_of_the_environment_is_used(small_store: SmallStore, monkeypatch):
    monkeypatch.setenv("http_proxy", small_store.server.url)
    source = Source(name="m", location="http://nowhere.invalid/m.zip", checksum=None)
    assert small_store.pull(source)
    assert small_store.is_whole()
