"""One run of the process that decodes, as the agent sees it."""

import signal
import socket
import subprocess
import weakref
from collections import deque
from itertools import count
from pathlib import Path
from threading import Lock
from typing import BinaryIO, Final

from edge_agent.errors import ModelError
from edge_agent.speech.decoding.messages import Call, Reply, message, read_message
from edge_agent.speech.own_process import module_command, module_environment

_MODULE: Final = "edge_agent.speech.decoding.process"
_LOAD_S: Final = 300.0
_ANSWER_S: Final = 20.0
"""Decoding never lies so far behind, and no list of phrases takes so long."""
_END_S: Final = 1.0


class DecodingLostError(ModelError):
    """The process that decodes has ended, or no longer answers and was ended."""


class Channel:
    """Starts the process and talks to it; may be used by several threads.

    The process ends with this object.
    """

    def __init__(self, directory: Path, name: str) -> None:
        """Load a model.

        Args:
            directory: its files.
            name: what exceptions call it.

        Raises:
            ModelError: it cannot be loaded, or there is no libvosk.
        """
        self._name = name
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - this program itself
                module_command(_MODULE, str(directory)),
                env=module_environment(),
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.DEVNULL,  # Kaldi tells pages of an assertion that failed
                process_group=0,  # Ctrl-C is for the agent
            )
        self._process, self._socket, self._replies = process, ours, ours.makefile("rb")
        self._end = weakref.finalize(self, _end, process, ours, self._replies)
        self._lock = Lock()
        self._numbers = count()
        self._closed = deque[int]()
        self.is_lost = False
        """Whether the process has ended."""
        self._load()

    @property
    def process_id(self) -> int:
        """Of the process."""
        return self._process.pid

    def new_number(self) -> int:
        """For a new decoder."""
        return next(self._numbers)

    def ask(self, call: Call, number: int = 0, content: bytes = b"") -> bytes:
        """Send a call and wait for its answer.

        Raises:
            DecodingLostError: there is none.
            ModelError: libvosk failed.
            ValueError: libvosk refused it.
        """
        with self._lock:
            self._send(message(call, number, content))
            return self._answer()

    def tell(self, call: Call, number: int, content: bytes) -> None:
        """Send what has no answer.

        Raises:
            DecodingLostError: it cannot be sent.
        """
        with self._lock:
            self._send(message(call, number, content))

    def close_decoder(self, number: int) -> None:
        """Let the process forget a decoder, with the next message; may be called at any time."""
        self._closed.append(number)

    def _load(self) -> None:
        self._socket.settimeout(_LOAD_S)
        try:
            self._answer()
        except ValueError as error:
            raise ModelError(
                f"Speech model {self._name} cannot be loaded by Vosk; fetch the model again."
            ) from error
        self._socket.settimeout(_ANSWER_S)

    def _send(self, content: bytes) -> None:
        if self.is_lost:
            raise DecodingLostError("The process that decodes has ended.")
        closed = b""
        while self._closed:
            closed += message(Call.CLOSE, self._closed.popleft())
        try:
            self._socket.sendall(closed + content)
        except OSError as error:
            raise self._lost(error) from error

    def _answer(self) -> bytes:
        try:
            kind, _, content = read_message(self._replies)
        except (OSError, EOFError) as error:
            raise self._lost(error) from error
        match kind:
            case Reply.DONE:
                return content
            case Reply.REFUSED:
                raise ValueError("refused by libvosk")
            case _:
                raise ModelError(content.decode(errors="replace"))

    def _lost(self, error: Exception) -> DecodingLostError:
        """End what is left of the process; the exception that tells of it."""
        self.is_lost = True
        self._end()
        if isinstance(error, TimeoutError):
            what = "took too long; use a smaller one"
        else:
            what = _how(self._process.returncode)
        return DecodingLostError(f"Speech model {self._name} {what}.")


def _end(process: subprocess.Popen[bytes], channel: socket.socket, replies: BinaryIO) -> None:
    """Without calls the process ends by itself; else it is ended."""
    replies.close()
    channel.close()
    try:
        process.wait(_END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _how(status: int) -> str:
    """How the process ended, and what helps."""
    if status == -signal.SIGKILL:
        return "was killed: it probably needs more memory than there is; use a smaller one"
    if status < 0:
        how = signal.strsignal(-status) or f"signal {-status}"
        return (
            f"makes Vosk crash ({how}): it is damaged or made for another version; fetch it again"
            " or use another one"
        )
    return f"cannot be used (status {status}); install edge-agent again"
