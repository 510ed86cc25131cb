from io import BytesIO

import pytest

from edge_agent.speech.decoding.messages import Call, Reply, message, read_message


@pytest.mark.parametrize("kind", [*Call, *Reply])
@pytest.mark.parametrize("content", [b"", b"turn on", bytes(100_000)])
def test_a_message_comes_as_it_was_sent(kind: Call | Reply, content: bytes) -> None:
    stream = BytesIO(message(kind, 7, content) + message(Reply.DONE))
    assert read_message(stream) == (kind, 7, content)
    assert read_message(stream) == (Reply.DONE, 0, b"")


@pytest.mark.parametrize("kept", [0, 1, 12, 14])
def test_what_is_cut_off_is_the_end(kept: int) -> None:
    with pytest.raises(EOFError):
        read_message(BytesIO(message(Call.SOUND, 1, b"sound")[:kept]))
