"""What the process answers when libvosk does not do what it should; that cannot be had for real."""

from io import BytesIO

import pytest

from edge_agent.errors import ModelError
from edge_agent.speech.decoding.messages import Call, Reply, message, read_message
from edge_agent.speech.decoding.process import Decoding

OPEN = message(Call.OPEN, 1, b'{"rate_hz": 16000, "phrases": [], "alternatives": 1}')


class Decoder:
    def accept(self, pcm: bytes) -> None:
        if not pcm:
            raise ModelError("Vosk cannot decode.")

    def partial(self) -> bytes:
        return b'{"partial": "turn"}'


class Model:
    """Refuses a rate and fails at a word."""

    def decoder(self, *, rate_hz: int, phrases: list[str], alternatives: int) -> Decoder:
        assert (phrases, alternatives) == ([], 1)
        if rate_hz != 16_000:
            raise ValueError(rate_hz)
        return Decoder()

    def knows(self, word: str) -> bool:
        return word == "turn"


def answers(*calls: bytes) -> list[tuple[int, int, bytes]]:
    replies: list[bytes] = []
    Decoding(Model(), replies.append).run(BytesIO(b"".join(calls)))
    return [read_message(BytesIO(reply)) for reply in replies]


def test_sound_is_not_answered_but_its_failure_is_told():
    assert answers(
        OPEN,
        message(Call.PARTIAL, 1),
        message(Call.SOUND, 1, b"sound"),
        message(Call.SOUND, 1, b""),
        message(Call.SOUND, 1, b"sound"),
        message(Call.PARTIAL, 1),
        message(Call.KNOWS, 0, b"turn"),
        message(Call.KNOWS, 0, b"on"),
    ) == [
        (Reply.DONE, 1, b""),
        (Reply.DONE, 1, b'{"partial": "turn"}'),
        (Reply.FAILED, 1, b"Vosk cannot decode."),
        (Reply.DONE, 0, b"\1"),
        (Reply.DONE, 0, b"\0"),
    ]


def test_what_libvosk_refuses_is_told_and_no_more():
    refused = OPEN.replace(b"16000", b"10000")
    assert answers(refused, OPEN) == [(Reply.REFUSED, 1, b""), (Reply.DONE, 1, b"")]


def test_a_decoder_that_is_closed_is_gone():
    with pytest.raises(KeyError):
        answers(OPEN, message(Call.CLOSE, 1), message(Call.PARTIAL, 1))
