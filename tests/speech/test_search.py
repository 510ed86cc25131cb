import pytest

from edge_agent.config.schema import SpeechSettings
from edge_agent.speech.search import Search, search_of

COMPARED = Search(min_lead=2.0)


def test_a_lead_is_what_a_sentence_has_before_free_speech_without_its_head_start() -> None:
    assert COMPARED.head_start is not None
    assert COMPARED.lead(100.0, 100.0 + COMPARED.head_start - 2.0) == pytest.approx(2.0)


def test_the_threshold_is_in_sight_whatever_it_is() -> None:
    for min_lead in (-40.0, 0.0, 3.5, 50.0):
        search = Search(min_lead=min_lead)
        low, high = search.lead(None, 7.0), search.lead(7.0, None)
        assert low is not None
        assert high is not None
        assert low < min_lead - 1 < min_lead + 1 < high


@pytest.mark.parametrize(("sentence", "other"), [(0.0, 90.0), (90.0, 0.0)])
def test_a_lead_is_never_beyond_what_was_in_sight(sentence: float, other: float) -> None:
    bounds = COMPARED.lead(None, 1.0), COMPARED.lead(1.0, None)
    assert COMPARED.lead(sentence, other) in bounds


def test_without_a_comparison_or_any_reading_there_is_no_lead() -> None:
    assert Search().head_start is None
    assert Search().lead(1.0, None) is None
    assert COMPARED.lead(None, None) is None


def test_a_models_configuration_keeps_what_the_search_does_not_set() -> None:
    own = "--beam=11.0\n--min-active = 200\n--lattice-beam=7.0\n--acoustic-scale=1.0\n"
    kept = search_of(SpeechSettings()).configuration(own).splitlines()
    assert {"--beam=11.0", "--min-active = 200", "--acoustic-scale=1.0"} < set(kept)
    assert "--lattice-beam=7.0" not in kept
    assert sum(line.startswith("--lattice-beam=") for line in kept) == 1
    narrow = search_of(SpeechSettings(beam=7.5)).configuration(own).splitlines()
    assert [line for line in narrow if line.startswith("--beam")] == ["--beam=7.5"]


def test_a_search_for_one_reading_looks_at_few_others() -> None:
    kept = Search(reach=0.5).configuration("--lattice-beam=7.0\n").splitlines()
    assert "--lattice-beam=0.5" in kept
    assert "--lattice-beam=7.0" not in kept
