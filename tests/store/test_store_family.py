"""Versions of a model, told by names."""

import pytest

from edge_agent.store.catalogue import catalogue
from edge_agent.store.family import newest, version_of


@pytest.mark.parametrize(
    ("name", "family", "version"),
    [
        ("vosk-model-small-en-us-0.15", "vosk-model-small-en-us", "0.15"),
        ("vosk-model-en-us-0.42-gigaspeech", "vosk-model-en-us-gigaspeech", "0.42"),
        ("vosk-model-en-us-daanzu-20200905", "vosk-model-en-us-daanzu", "20200905"),
        ("vosk-model-pt-fb-v0.1.1-20220516_2113", "vosk-model-pt-fb-20220516_2113", "0.1.1"),
        ("vosk-model-uk-v3", "vosk-model-uk", "3"),
        ("vosk-model-ar-0.22-linto-1.1.0", "vosk-model-ar-linto-1.1.0", "0.22"),
    ],
)
def test_a_version_is_told_by_the_name(name: str, family: str, version: str) -> None:
    found = version_of(name)
    assert found is not None
    assert (found.family, found.text) == (family, version)


@pytest.mark.parametrize("name", ["vosk-en-us-starter", "mine", "", "0.15", "m-0.1.", "m-v"])
def test_a_name_without_a_version(name: str) -> None:
    assert version_of(name) is None
    assert newest(name, ["vosk-en-us-tiny", "yours"]) == name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("m-0.9", "m-0.22"),
        ("m-0.22", "m-0.22"),
        ("m-0.23", "m-0.23"),
        ("m-0.9-large", "m-0.9-large"),
    ],
)
def test_the_newest_is_the_highest_number(name: str, expected: str) -> None:
    assert newest(name, ["m-0.15", "m-0.22", "m-1.0-small", "other-2.0"]) == expected


def test_the_newest_of_the_catalogue() -> None:
    names = [model.name for model in catalogue().models]
    assert newest("vosk-model-small-kz-0.15", names) == "vosk-model-small-kz-0.42"
    english = [model.name for model in catalogue().in_language("en")]
    assert english
    assert [newest(name, names) for name in english] == english, "docs/models.md says otherwise"
