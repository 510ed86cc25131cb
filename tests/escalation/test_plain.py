"""What strangers wrote becomes one plain line that can be said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_agent.escalation.plain import MAX_SPOKEN, one_line, speakable


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("It is Canberra.", "It is Canberra."),
        ("**It** is *Canberra*, `really`.", "It is Canberra, really."),
        ("# Answer\n\nIt is\nCanberra.", "Answer, It is, Canberra."),
        ("Two ways:\n- boil it\n* fry it\n", "Two ways: boil it, fry it"),
        ("See [the page](https://example.com/a?b=c).", "See the page."),
        ("```python\nprint(1)\n```\nDone.", "print(1), Done."),
        ("<think>They ask for\na city.</think>Canberra.", "Canberra."),
        ("<think>I never stop", ""),
        ("Sunny \U0001f31e and 21 °C.", "Sunny and 21 °C."),
        ("a\x00b\x1b[31mc\u202ed\u2028e\ud800f", "a b [31mc d, e f"),
        ("snake_case and 2 * 3 = 6", "snake_case and 2 * 3 = 6"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b, 1 2"),
        ("", ""),
        ("   \n\t ", ""),
        ("\U0001f600", ""),
    ],
)
def test_answers_are_made_speakable(answer: str, said: str):
    assert speakable(answer) == said


def test_a_long_answer_ends_with_a_sentence():
    said = speakable("This is a sentence. " * 100)
    assert len(said) <= MAX_SPOKEN
    assert said.endswith("sentence.")
    assert len(speakable("x" * 10_000)) == MAX_SPOKEN
    assert len(speakable("word " * 10_000)) <= MAX_SPOKEN


@given(st.text(max_size=2_000) | st.text(alphabet="*_`[]()#<think>/ \n|-", max_size=2_000))
def test_whatever_comes_is_one_short_printable_line(text: str):
    said = speakable(text)
    assert len(said) <= MAX_SPOKEN
    assert said.isprintable()
    assert one_line(text, 40).isprintable()
    assert len(one_line(text, 40)) <= 40
