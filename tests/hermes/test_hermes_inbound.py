"""Messages of flows, good, odd and hostile → orders."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as some

from edge_agent.hermes import messages, topics
from edge_agent.hermes.inbound import parse
from edge_agent.hermes.orders import (
    ContinueSession,
    EndSession,
    HermesOrder,
    Part,
    Query,
    Saying,
    StartSession,
    Toggle,
    Unusable,
)

SITE = "kitchen"


def asked(
    topic: str, payload: object, *, site_id: str = SITE, is_retained: bool = False
) -> HermesOrder | None:
    raw = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return parse(site_id, topic, raw, is_retained=is_retained)


GOOD = [
    (
        topics.QUERY,
        {"input": " what\n time is it ", "id": "7", "sessionId": "s", "customData": "c"},
        Query(text="what time is it", id="7", session_id="s", custom_data="c"),
    ),
    (
        topics.QUERY,
        {"input": "x", "intentFilter": ["A", "B"], "id": 7, "wakewordId": "w", "more": [1]},
        Query(text="x", intent_filter=frozenset({"A", "B"}), id="7"),
    ),
    (topics.QUERY, {"input": "x", "intentFilter": []}, Query(text="x")),
    (topics.QUERY, {"input": "x", "intentFilter": "A"}, Query(text="x", intent_filter={"A"})),
    (
        topics.QUERY,
        {"input": "x", "customData": {"a": [1]}},
        Query(text="x", custom_data={"a": [1]}),
    ),
    (
        topics.SAY,
        {"text": "Dinner  is ready", "lang": "en", "id": "1", "sessionId": None, "volume": 0.5},
        Saying(text="Dinner is ready", id="1"),
    ),
    (
        topics.START_SESSION,
        {"init": {"type": "notification", "text": "Ready"}, "customData": "c", "lang": "en"},
        StartSession(text="Ready", is_question=False, custom_data="c", lang="en"),
    ),
    (
        topics.START_SESSION,
        {"init": {"type": "notification", "text": "Ready", "canBeEnqueued": False}},
        StartSession(text="Ready", is_question=False),
    ),
    (
        topics.START_SESSION,
        {"init": {"type": "action"}},
        StartSession(text=None, is_question=True),
    ),
    (
        topics.START_SESSION,
        {
            "init": {
                "type": "action",
                "text": "Shall I?",
                "canBeEnqueued": False,
                "intentFilter": ["AgentConfirm"],
                "sendIntentNotRecognized": True,
            }
        },
        StartSession(
            text="Shall I?",
            is_question=True,
            can_wait=False,
            intent_filter=frozenset({"AgentConfirm"}),
            tells_unrecognized=True,
        ),
    ),
    (
        topics.CONTINUE_SESSION,
        {"sessionId": "s", "text": "And?", "intentFilter": None, "slot": "x"},
        ContinueSession(session_id="s", text="And?"),
    ),
    (topics.END_SESSION, {"sessionId": "s", "text": " "}, EndSession(session_id="s")),
    (topics.END_SESSION, {"sessionId": "s", "text": "Bye"}, EndSession(session_id="s", text="Bye")),
    (topics.ASR_OFF, {"reason": "ttsSay"}, Toggle(is_on=False, part="asr", reason="ttsSay")),
    (topics.ASR_ON, {"reason": "whatever"}, Toggle(is_on=True, part="asr")),
    (topics.WAKE_WORD_OFF, {}, Toggle(is_on=False, part="hotword")),
    (topics.WAKE_WORD_ON, {"reason": None}, Toggle(is_on=True, part="hotword")),
]


@pytest.mark.parametrize(("topic", "payload", "order"), GOOD)
def test_what_flows_ask(topic, payload, order):
    assert asked(topic, payload | {"siteId": SITE}) == order


def test_every_inbound_topic_is_in_the_table():
    assert {topic for topic, _, _ in GOOD} == topics.INBOUND


def test_who_names_no_site_means_the_default_one():
    assert asked(topics.SAY, {"text": "x"}, site_id="default") == Saying(text="x")
    assert asked(topics.SAY, {"text": "x"}) is None
    assert asked(topics.ASR_OFF, b"", site_id="default") == Toggle(is_on=False, part="asr")


@pytest.mark.parametrize(
    "topic", sorted(topics.INBOUND - {topics.CONTINUE_SESSION, topics.END_SESSION})
)
def test_other_sites_are_left_alone_in_silence(topic):
    assert asked(topic, {"siteId": "cellar"}) is None
    assert asked(topic, {"siteId": "cellar", "text": 5, "input": 5, "init": 5}) is None


@pytest.mark.parametrize(
    ("topic", "payload", "part", "reason"),
    [
        (topics.QUERY, {}, Part.NLU, '"input" is empty'),
        (topics.QUERY, {"input": 5}, Part.NLU, "no usable object"),
        (topics.QUERY, {"input": "x" * 501}, Part.NLU, "longer than 500"),
        (topics.QUERY, {"input": "x", "intentFilter": [5]}, Part.NLU, "no usable object"),
        (topics.QUERY, {"input": "x", "intentFilter": ["x"] * 101}, Part.NLU, "no usable object"),
        (topics.QUERY, {"input": "x", "id": "x" * 201}, Part.NLU, '"id" is longer'),
        (topics.QUERY, {"input": "x", "customData": "x" * 4001}, Part.NLU, '"customData" is'),
        (topics.SAY, {"text": ""}, Part.TTS, '"text" is empty'),
        (topics.SAY, {"text": "x" * 1001}, Part.TTS, "longer than 1000"),
        (topics.SAY, {"text": "a\x00b"}, Part.TTS, "control characters"),
        (topics.START_SESSION, {}, Part.DIALOGUE, '"init" is no object'),
        (topics.START_SESSION, {"init": {"type": "x"}}, Part.DIALOGUE, '"init" is no object'),
        (topics.START_SESSION, {"init": "action"}, Part.DIALOGUE, "no usable object"),
        (
            topics.START_SESSION,
            {"init": {"type": "notification"}},
            Part.DIALOGUE,
            'notification has no "text"',
        ),
        (topics.CONTINUE_SESSION, {"sessionId": "s", "text": 5}, Part.DIALOGUE, "no usable object"),
        (topics.END_SESSION, {"sessionId": "s", "text": []}, Part.DIALOGUE, "no usable object"),
        (topics.END_SESSION, {}, None, 'no "sessionId"'),
        (topics.CONTINUE_SESSION, {"sessionId": ""}, None, 'no "sessionId"'),
    ],
)
def test_what_cannot_be_done_names_part_and_reason(topic, payload, part, reason):
    order = asked(topic, payload | {"siteId": SITE})
    assert isinstance(order, Unusable)
    assert (order.part, order.session_id) == (part, payload.get("sessionId") or None)
    assert order.reason.startswith(f"{topic}: ")
    assert reason in order.reason


@pytest.mark.parametrize(
    "payload",
    [
        b"\xff\xfe",
        b"{",
        b"[1, 2]",
        b'"text"',
        b"null",
        b'{"siteId": 5}',
        b'{"siteId": {"x": 1}}',
        b"{" * 10_000,
        b'{"siteId": "kitchen", "customData": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
        b'{"siteId": "kitchen", "text": "' + b"x" * 20_000 + b'"}',
        b'{"siteId": "\\ud800"}',
    ],
)
@pytest.mark.parametrize("topic", sorted(topics.INBOUND))
def test_what_nobody_can_read_is_answered_by_nobody(topic, payload):
    order = asked(topic, payload)
    assert isinstance(order, Unusable)
    assert order.part is None


@pytest.mark.parametrize("topic", sorted(topics.INBOUND))
def test_retained_messages_are_never_acted_on(topic):
    order = asked(topic, {"siteId": SITE, "text": "x"}, is_retained=True)
    assert isinstance(order, Unusable)
    assert order.part is None
    assert "without retain" in order.reason


def test_what_the_agent_publishes_is_no_order():
    told = {name: value for name, value in vars(topics).items() if name.isupper()} | {}
    outbound = [value for value in told.values() if isinstance(value, str)]
    for topic in set(outbound) - topics.INBOUND | {"hermes/intent/HassTurnOn", "hermes/error/nlu"}:
        assert asked(topic, {"siteId": SITE, "text": "x", "input": "x"}) is None


def test_no_topic_carries_sound():
    for topic in [value for value in vars(topics).values() if isinstance(value, str)]:
        assert "audioServer" not in topic
        assert "audioFrame" not in topic


_JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(max_size=5), inner),
    max_leaves=10,
)


@given(
    topic=some.sampled_from(sorted(topics.INBOUND)),
    fields=some.dictionaries(
        some.sampled_from(
            ["input", "text", "id", "sessionId", "init", "intentFilter", "customData", "lang"]
        ),
        _JSON,
    ),
)
def test_any_fields_are_an_order_or_one_sentence(topic, fields):
    order = asked(topic, json.dumps(fields | {"siteId": SITE}).encode(errors="replace"))
    assert order is not None
    if isinstance(order, Query):
        json.loads(messages.not_parsed(SITE, order).payload)


def test_random_bytes_are_refused():
    for size in (1, 10, 1000):
        assert isinstance(asked(topics.QUERY, b"\x80" + os.urandom(size)), Unusable)
