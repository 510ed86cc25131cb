"""Replies are read from whatever an endpoint sends."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_agent.domain.escalation import Reply, ToolCall, Trouble
from edge_agent.escalation.messages import called, result
from edge_agent.escalation.reading import MAX_ARGUMENT, MAX_CALLS, read_reply
from edge_agent.escalation.tools import TOOLS

KEYS = ["choices", "message", "content", "tool_calls", "function", "name", "arguments", "id"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=20,
)


def reply(message: dict, **more: object) -> Reply | Trouble:
    return read_reply(json.dumps({"choices": [{"message": message}], **more}).encode(), 400)


def call(arguments: object, name: str = "control") -> Reply | Trouble:
    function = {"name": name, "arguments": arguments}
    return reply({"content": None, "tool_calls": [{"id": "1", "function": function}]})


def test_an_answer_and_its_cost():
    assert reply({"content": "Hi"}, usage={"total_tokens": 7}) == Reply(text="Hi", tokens=7)


@pytest.mark.parametrize("usage", [None, {}, {"total_tokens": -1}, {"total_tokens": True}, [], 3])
def test_a_cost_that_is_not_told_is_guessed_from_the_size(usage):
    found = reply({"content": "Hi"}, usage=usage)
    assert isinstance(found, Reply)
    assert found.tokens > 100


def test_an_answer_in_parts():
    found = reply({"content": [{"type": "text", "text": "A"}, {"type": "image"}]})
    assert isinstance(found, Reply)
    assert found.text.strip() == "A"


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ('{"command": "turn on\\nthe lamp"}', "turn on the lamp"),
        ({"command": "turn on the lamp"}, "turn on the lamp"),
        ('{"command": 3}', ""),
        ('{"cmd": "x"}', ""),
        ("turn on the lamp", ""),
        ("[" * 9_999, ""),
        (None, ""),
        (json.dumps({"command": "x" * (MAX_ARGUMENT + 1)}), ""),
    ],
)
def test_arguments_of_calls(arguments: object, argument: str):
    found = call(arguments)
    assert isinstance(found, Reply)
    assert found.calls == (ToolCall(id="1", name="control", argument=argument),)


def test_only_a_few_calls_are_looked_at():
    one = {"id": "1", "function": {"name": "control", "arguments": "{}"}}
    found = reply({"tool_calls": [one] * 1_000})
    assert isinstance(found, Reply)
    assert len(found.calls) == MAX_CALLS


def test_what_goes_back_is_what_was_read():
    found = call('{"what": "kitchen"}', name="state")
    assert isinstance(found, Reply)
    back = called(found)["tool_calls"][0]
    assert json.loads(back["function"]["arguments"]) == {"what": "kitchen"}
    assert result(found.calls[0], "on")["tool_call_id"] == back["id"]


def test_every_tool_has_one_argument_that_is_read():
    for tool in TOOLS:
        function = tool["function"]
        (key,) = function["parameters"]["properties"]
        found = call({key: "x"}, name=function["name"])
        assert isinstance(found, Reply)
        assert found.calls[0].argument == "x"


@given(VALUES)
def test_whatever_comes_is_read_or_refused(value: object):
    for document in (value, {"choices": value}, {"choices": [{"message": value}]}):
        assert isinstance(read_reply(json.dumps(document).encode(), 10), Reply | Trouble)
