"""The log of actions: whole lines, for its owner only, and never larger than twice its bound."""

import json

import pytest

from edge_agent.store.action_log import ActionLog


def test_it_never_grows_beyond_two_files(tmp_path):
    path = tmp_path / "deep" / "actions.jsonl"
    log = ActionLog(path, max_bytes=1000)
    for number in range(200):
        log.append(json.dumps({"number": number}))
    files = sorted(path.parent.iterdir())
    assert [file.name for file in files] == ["actions.jsonl", "actions.jsonl.1"]
    assert all(0 < file.stat().st_size <= 1000 for file in files)
    lines = [line for file in reversed(files) for line in file.read_text().splitlines()]
    numbers = [json.loads(line)["number"] for line in lines]
    assert numbers == list(range(numbers[0], 200))
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_it_goes_on_with_what_another_run_has_left(tmp_path):
    path = tmp_path / "actions.jsonl"
    ActionLog(path).append("one")
    ActionLog(path).append("two")
    assert path.read_text() == "one\ntwo\n"


def test_a_full_disk_and_a_link_are_errors_of_the_system(tmp_path):
    with pytest.raises(OSError, match="space"):
        ActionLog(type(tmp_path)("/dev/full")).append("one")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="links"):
        ActionLog(tmp_path / "link").append("one")
    assert not (tmp_path / "elsewhere").exists()
