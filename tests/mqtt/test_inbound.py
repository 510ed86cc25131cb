import json
import os

import pytest

from edge_agent.mqtt.inbound import (
    Adjust,
    Forget,
    GivenText,
    Install,
    Listen,
    ListPhrases,
    Mute,
    Order,
    Reset,
    Say,
    Teach,
    Unusable,
    parse,
)
from edge_agent.mqtt.topics import Topics

TOPICS = Topics(agent_id="kitchen")


def asked(topic: str, payload: bytes | str, *, is_retained: bool = False) -> Order | None:
    raw = payload.encode() if isinstance(payload, str) else payload
    return parse(TOPICS, topic, raw, is_retained=is_retained)


@pytest.mark.parametrize(
    ("payload", "order"),
    [
        ('{"text": "turn on the light"}', GivenText(text="turn on the light")),
        (
            '{"text": " stop\\n it ", "area": "Living Room", "id": "a-1", "more": [1]}',
            GivenText(text="stop it", area="Living Room", id="a-1"),
        ),
        ('{"text": "x", "area": null, "id": null}', GivenText(text="x")),
        ('{"text": "x", "area": "", "id": 7}', GivenText(text="x", id="7")),
        ('{"text": "x", "id": 0}', GivenText(text="x", id="0")),
        (" turn on \t the light\n", GivenText(text="turn on the light")),
        ("it's 21 °C", GivenText(text="it's 21 °C")),
        ('{"reset": true}', Reset()),
        ("x" * 500, GivenText(text="x" * 500)),
    ],
)
def test_texts(payload: str, order: Order) -> None:
    assert asked(TOPICS.text_set, payload) == order


@pytest.mark.parametrize(
    ("payload", "part"),
    [
        (b"", "the text is empty"),
        (b" \n", "the text is empty"),
        (b"\xff\xfe", "not UTF-8"),
        (b"{", "neither plain text nor a usable object"),
        (b"[1, 2]", "neither plain text nor a usable object"),
        (b'"quoted"', "neither plain text nor a usable object"),
        (b"{}", 'neither "text" nor "reset"'),
        (b'{"reset": false}', 'neither "text" nor "reset"'),
        (b'{"reset": "yes"}', "usable object"),
        (b'{"text": 5}', "usable object"),
        (b'{"text": ["a"]}', "usable object"),
        (b'{"text": ""}', '"text" is empty'),
        (b'{"text": "a\\u0000b"}', "control characters"),
        (b'{"text": "\\ud800"}', "usable object"),
        (b"\x1b[31mred", "control characters"),
        (b'{"text": "a", "area": {"name": "x"}}', "usable object"),
        (b'{"text": "a", "area": "' + b"x" * 101 + b'"}', '"area" is longer than 100'),
        (b'{"text": "a", "id": "' + b"x" * 101 + b'"}', '"id" is longer than 100'),
        (b"x" * 501, "longer than 500"),
        (b"x" * 20_000, "more than 16384 bytes"),
        (b'{"text": ' + b"[" * 16_000, "usable object"),
        (b'{"a": ' + b"[" * 16_000, "usable object"),
    ],
)
def test_unusable_texts(payload: bytes, part: str) -> None:
    order = asked(TOPICS.text_set, payload)
    assert isinstance(order, Unusable)
    assert part in order.reason
    assert order.reason.startswith("edge-agent/kitchen/text/set: ")


@pytest.mark.parametrize(
    ("topic", "payload", "order"),
    [
        (TOPICS.mute_set, "ON", Mute(is_muted=True)),
        (TOPICS.mute_set, "off\n", Mute(is_muted=False)),
        (TOPICS.listen_set, "", Listen()),
        (TOPICS.listen_set, "PRESS", Listen()),
        (TOPICS.listen_set, "question", Listen(is_question=True)),
        (TOPICS.say_set, " Dinner  is ready ", Say(text="Dinner is ready")),
        (TOPICS.say_set, "{not json}", Say(text="{not json}")),
        (TOPICS.update_set, "install\n", Install()),
        (TOPICS.state, "ON", None),
        ("edge-agent/cellar/mute/set", "ON", None),
    ],
)
def test_the_other_topics(topic: str, payload: str, order: Order | None) -> None:
    assert asked(topic, payload) == order


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        (TOPICS.mute_set, b"maybe"),
        (TOPICS.mute_set, b"\xc3"),
        (TOPICS.listen_set, b"\xc3"),
        (TOPICS.update_set, b""),
        (TOPICS.update_set, b'{"model": "x"}'),
        (TOPICS.say_set, b""),
        (TOPICS.say_set, b"x" * 1001),
    ],
)
def test_unusable_orders(topic: str, payload: bytes) -> None:
    assert isinstance(asked(topic, payload), Unusable)


@pytest.mark.parametrize("topic", sorted(TOPICS.inbound))
def test_a_retained_order_is_never_acted_on(topic: str) -> None:
    order = asked(topic, "ON", is_retained=True)
    assert isinstance(order, Unusable)
    assert "without retain" in order.reason


@pytest.mark.parametrize("topic", sorted(TOPICS.inbound))
def test_random_payloads_raise_nothing(topic: str) -> None:
    for size_bytes in range(200):
        asked(topic, os.urandom(size_bytes))
        asked(topic, b'{"text":' + os.urandom(size_bytes))
        asked(topic, json.dumps({"text": os.urandom(size_bytes).decode("latin-1")}))


@pytest.mark.parametrize(
    ("payload", "order"),
    [
        (
            '{"examples": ["movie time", " film \\n night "], "does": "dim the lights", "id": 3}',
            Teach(examples=("movie time", "film night"), does="dim the lights", id="3"),
        ),
        (
            '{"examples": ["x"], "does": "y", "area": "Den", "forget": null, "more": {}}',
            Teach(examples=("x",), does="y", area="Den"),
        ),
        ('{"forget": "movie time", "id": "a"}', Forget(said="movie time", id="a")),
        ('{"list": true}', ListPhrases()),
    ],
)
def test_lessons(payload: str, order: Order) -> None:
    assert asked(TOPICS.teach_set, payload) == order


@pytest.mark.parametrize(
    ("payload", "part"),
    [
        (b"", "usable object"),
        (b"movie time", "usable object"),
        (b"[]", "usable object"),
        (b"\xff", "not UTF-8"),
        (b"[" * 9_000, "usable object"),
        (b"{}", 'neither "examples"'),
        (b'{"examples": ["x"]}', 'neither "examples"'),
        (b'{"does": "x"}', 'neither "examples"'),
        (b'{"examples": [], "does": "x"}', 'neither "examples"'),
        (b'{"examples": "x", "does": "x"}', "usable object"),
        (b'{"examples": ["a", "b", "c", "d", "e", "f"], "does": "x"}', "usable object"),
        (b'{"examples": [3], "does": "x"}', "usable object"),
        (b'{"examples": [""], "does": "x"}', "is empty"),
        (b'{"examples": ["x"], "does": " "}', "is empty"),
        (b'{"examples": ["x"], "does": "' + b"y" * 201 + b'"}', "longer than 200"),
        (b'{"examples": ["x\\u0000"], "does": "y"}', "control characters"),
        (b'{"forget": "\\u001b[2J"}', "control characters"),
        (b'{"forget": 3}', "usable object"),
        (b'{"list": 1}', "usable object"),
    ],
)
def test_unusable_lessons(payload: bytes, part: str) -> None:
    order = asked(TOPICS.teach_set, payload)
    assert isinstance(order, Unusable)
    assert part in order.reason


def test_a_retained_lesson_is_not_taken() -> None:
    order = asked(TOPICS.teach_set, '{"forget": "movie time"}', is_retained=True)
    assert isinstance(order, Unusable)


@pytest.mark.parametrize(
    ("payload", "changes"),
    [
        ('{"silence_s": 0.8}', {"silence_s": 0.8}),
        ('{"silence_s": 1, "min_lead": -2.5}', {"silence_s": 1.0, "min_lead": -2.5}),
        ('{"model": " vosk-en-us-tiny "}', {"model": "vosk-en-us-tiny"}),
        ('{"volume": 30}', {"volume": 30}),
        ('{"silence_s": null, "model": null}', {"silence_s": None, "model": None}),
    ],
)
def test_settings(payload: str, changes: dict[str, object]) -> None:
    assert asked(TOPICS.settings_set, payload) == Adjust(changes=changes)


@pytest.mark.parametrize(
    ("payload", "part"),
    [
        (b"", "usable object"),
        (b"0.8", "usable object"),
        (b"[0.8]", "usable object"),
        (b"{" * 9_000, "usable object"),
        (b"{}", "none of silence_s, min_lead, model, volume"),
        (b'{"silence_s": "0.8"}', "usable object"),
        (b'{"silence_s": 0}', ">= 0.2"),
        (b'{"silence_s": 1e9}', "<= 3.0"),
        (b'{"silence_s": 1e999}', "usable object"),
        (b'{"silence_s": NaN}', "usable object"),
        (b'{"silence_s": true}', "usable object"),
        (b'{"volume": 101}', "<= 100"),
        (b'{"volume": 3.5}', "usable object"),
        (b'{"min_lead": 51}', "<= 50"),
        (b'{"model": ""}', "is empty"),
        (b'{"model": 3}', "usable object"),
        (b'{"model": "\\u001b[2J"}', "control characters"),
        (b'{"model": "' + b"x" * 101 + b'"}', "longer than 100"),
        (b'{"silence_s": 0.8, "password": "x"}', "unknown field"),
    ],
)
def test_unusable_settings(payload: bytes, part: str) -> None:
    order = asked(TOPICS.settings_set, payload)
    assert isinstance(order, Unusable)
    assert part in order.reason
