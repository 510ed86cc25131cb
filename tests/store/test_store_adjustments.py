"""What was set while the agent ran, in its file."""

from pathlib import Path

import pytest

from edge_agent.domain.adjustments import Adjustments
from edge_agent.store.adjustments import AdjustmentStore

SOME = Adjustments(silence_s=0.8, model="vosk-en-us-tiny")


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    store = AdjustmentStore(tmp_path / "new" / "settings.json")
    assert store.load() == Adjustments()
    store.save(SOME)
    assert store.load() == SOME
    store.save(Adjustments())
    assert store.load() == Adjustments()
    assert list(store.path.parent.iterdir()) == []
    store.save(Adjustments())


@pytest.mark.parametrize(
    "contents",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"{}",
        b'{"version": 2, "silence_s": 0.8}',
        b'{"version": 1, "silence_s": 99}',
        b'{"version": 1, "silence_s": "0.8"}',
        b'{"version": 1, "model": ""}',
        b'{"version": 1, "more": 1}',
        b"[" * 20_000,
        b" " * 20_000 + b'{"version": 1}',
    ],
)
def test_a_damaged_file_counts_as_none(tmp_path: Path, contents: bytes) -> None:
    store = AdjustmentStore(tmp_path / "settings.json")
    store.path.write_bytes(contents)
    assert store.load() == Adjustments()
    store.save(SOME)
    assert store.load() == SOME


def test_a_change_leaves_the_others(tmp_path: Path) -> None:
    assert SOME.with_changes({"min_lead": 2.0}).given == SOME.given | {"min_lead": 2.0}
    assert SOME.with_changes({"silence_s": None}).given == {"model": "vosk-en-us-tiny"}
