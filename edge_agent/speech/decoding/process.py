"""The process that decodes: it loads a model and does what it is asked on standard input.

python -m edge_agent.speech.decoding.process DIRECTORY

It imports neither numpy nor anything else that it can do without.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from edge_agent.errors import ModelError
from edge_agent.memory import keep_little
from edge_agent.speech.decoding.libvosk import LoadedModel, LoadedModelDecoder
from edge_agent.speech.decoding.messages import Call, Reply, message, read_message

_FIRST_TO_GO: Final = "500"
"""Of 1,000: if memory runs out, the kernel ends this process rather than the agent."""


class Decoding:
    """Answers calls with a loaded model."""

    def __init__(self, model: LoadedModel, reply: Callable[[bytes], object]) -> None:
        self._model = model
        self._reply = reply
        self._decoders: dict[int, LoadedModelDecoder] = {}
        self._failures: dict[int, ModelError] = {}
        """What is told with the next answer: sound has none."""

    def run(self, calls: BinaryIO) -> None:
        """Until there are no more calls."""
        with suppress(EOFError):
            while True:
                kind, number, content = read_message(calls)
                self._do(Call(kind), number, content)

    def _do(self, call: Call, number: int, content: bytes) -> None:
        match call:
            case Call.SOUND:
                self._accept(number, content)
            case Call.CLOSE:
                self._decoders.pop(number, None)
                self._failures.pop(number, None)
            case _:
                self._answer(call, number, content)

    def _accept(self, number: int, pcm: bytes) -> None:
        try:
            self._decoders[number].accept(pcm)
        except ModelError as error:
            self._failures[number] = error

    def _answer(self, call: Call, number: int, content: bytes) -> None:
        try:
            answer = message(Reply.DONE, number, self._answer_to(call, number, content))
        except ValueError:
            answer = message(Reply.REFUSED, number)
        except ModelError as error:
            answer = message(Reply.FAILED, number, str(error).encode())
        self._reply(answer)

    def _answer_to(self, call: Call, number: int, content: bytes) -> bytes:
        if number in self._failures:
            raise self._failures[number]
        match call:
            case Call.KNOWS:
                return bytes([self._model.knows(content.decode())])
            case Call.OPEN:
                self._decoders[number] = self._model.decoder(**json.loads(content))
                return b""
            case Call.PARTIAL:
                return self._decoders[number].partial()
            case Call.FINISH:
                return self._decoders[number].finish()
            case _:
                raise AssertionError(call)


def _main(directory: Path) -> int:
    # The agent ends this process; systemd and a terminal would end both at once.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    keep_little()
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, encoding="ascii")
    replies = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # for what a library may print

    def reply(content: bytes) -> None:
        while content:
            content = content[os.write(replies, content) :]

    try:
        model = LoadedModel(directory)
    except ValueError:
        reply(message(Reply.REFUSED))
    except Exception as error:  # noqa: BLE001 - whatever a damaged installation raises
        reply(message(Reply.FAILED, content=_sentence(error).encode()))
    else:
        reply(message(Reply.DONE))
        with suppress(ConnectionError):
            Decoding(model, reply).run(sys.stdin.buffer)
    return 0


def _sentence(error: Exception) -> str:
    if isinstance(error, ModelError):
        return str(error)
    return f"The Vosk library cannot be loaded ({error!r}); install edge-agent again."


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1])))
