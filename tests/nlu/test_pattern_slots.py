import pytest

from edge_agent.nlu.language import english
from edge_agent.nlu.normalise import normalise
from edge_agent.nlu.template import parse, slots, written_slots

MACROS = {"on": "(on|up)", "to": "to {value:$} [<on>]"}


@pytest.mark.parametrize(
    "pattern", ["", "turn it on", "turn [<on>] ({name:light|fan}|{area}) <to:percent> {area}"]
)
def test_the_slots_are_those_of_the_pattern(pattern: str) -> None:
    assert list(written_slots(pattern, MACROS)) == list(slots(parse(pattern, MACROS)))


def test_the_words_for_more_and_less_are_those_of_all_patterns() -> None:
    language = english()
    patterns = [pattern for of_intent in language.all_patterns.values() for pattern in of_intent]
    for tag, words in language.changes.items():
        found = [slot for pattern in patterns for slot in slots(pattern) if slot.tag == tag]
        assert found
        assert words == {
            normalise(text)
            for slot in found
            for text in language.slot_words.words_for(tag, slot.options)
        }


def test_an_unknown_macro_is_told() -> None:
    with pytest.raises(ValueError, match="no macro called off"):
        list(written_slots("turn <off>", MACROS))
