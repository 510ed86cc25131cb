"""Silero's voice activity detector in onnxruntime."""

from collections import deque
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from edge_agent.domain.audio import SAMPLE_RATE_HZ, AudioFrame
from edge_agent.errors import ModelError

_WINDOW_SAMPLES = 512
_CONTEXT_SAMPLES = 64
"""The model sees the end of the window before, too."""
_STATE_SHAPE = (2, 1, 128)
_QUIET_FRAMES = 3
_FULL_SCALE = np.float32(32_768)
_RATE = np.array(SAMPLE_RATE_HZ, dtype=np.int64)


class VoiceActivity:
    """Tells how likely each frame holds a voice; keeps a state from frame to frame."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session
        self.reset()

    @classmethod
    def load(cls, path: Path) -> "VoiceActivity":
        """The detector of an ONNX file.

        Raises:
            ModelError: the file is missing, damaged or another model.
        """
        if not path.is_file():
            raise ModelError(f"Voice activity model {path} is missing; reinstall edge-agent.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 4
        try:
            session = onnxruntime.InferenceSession(path, options, ["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's own exceptions share no other base
            raise ModelError(
                f"Voice activity model {path} is damaged; reinstall edge-agent."
            ) from error
        if {node.name for node in session.get_inputs()} != {"input", "state", "sr"}:
            raise ModelError(f"{path} is not Silero's voice activity model; reinstall edge-agent.")
        return cls(session)

    def reset(self) -> None:
        """Forget the sound so far, as after a gap."""
        self._state = np.zeros(_STATE_SHAPE, np.float32)
        self._context = np.zeros(_CONTEXT_SAMPLES, np.float32)
        self._rest = np.zeros(0, np.float32)
        self._last = 0.0
        self._quiet: deque[AudioFrame] = deque(maxlen=_QUIET_FRAMES)

    def accept(self, frame: AudioFrame) -> float:
        """The highest probability, 0 to 1, of the windows that end within the frame.

        In a frame of mere noise there is none. The last ones are listened to afterwards, when
        something begins, so that it is judged with regard to what came before.
        """
        if frame.is_quiet:
            self._quiet.append(frame)
            return 0.0
        while self._quiet:
            self.probability(self._quiet.popleft().pcm)
        return self.probability(frame.pcm)

    def probability(self, pcm: bytes) -> float:
        """As `accept`, of any length of sound; without a whole window, the last one again."""
        samples = np.frombuffer(pcm, "<i2").astype(np.float32) / _FULL_SCALE
        samples = np.concatenate((self._rest, samples))
        whole = len(samples) - len(samples) % _WINDOW_SAMPLES
        self._rest = samples[whole:]
        windows = samples[:whole].reshape(-1, _WINDOW_SAMPLES)
        probabilities = [self._judge(window) for window in windows]
        if probabilities:
            self._last = probabilities[-1]
        return max(probabilities, default=self._last)

    def _judge(self, window: NDArray[np.float32]) -> float:
        seen = np.concatenate((self._context, window))[np.newaxis]
        output, self._state = self._session.run(
            None, {"input": seen, "state": self._state, "sr": _RATE}
        )
        self._context = window[-_CONTEXT_SAMPLES:]
        return float(output[0, 0])
