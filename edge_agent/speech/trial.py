"""Loading a speech model in a process of its own: libvosk crashes on what no check foresees.

python -m edge_agent.speech.trial DIRECTORY
"""

import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from edge_agent.domain.audio import SAMPLE_RATE_HZ
from edge_agent.errors import ModelError
from edge_agent.speech.model_files import check_model_files
from edge_agent.speech.own_process import last_words, run_module
from edge_agent.speech.recogniser import SpeechModel

_TIMEOUT_S: Final = 300.0
_SILENCE: Final = bytes(2 * SAMPLE_RATE_HZ)


def try_model(directory: Path) -> int:
    """Find out whether a model loads and decodes, without putting this process at risk.

    Returns:
        The bytes of memory that it took a process at its peak.

    Raises:
        ModelError: it does not.
    """
    check_model_files(directory)
    try:
        done = run_module("edge_agent.speech.trial", str(directory), timeout_s=_TIMEOUT_S)
    except subprocess.TimeoutExpired as error:
        raise ModelError(
            f"Speech model {directory} did not load within {_TIMEOUT_S:.0f} s; it is too large for"
            " this machine."
        ) from error
    if done.returncode:
        raise _failure(directory, done)
    return int(done.stdout)


def _failure(directory: Path, done: subprocess.CompletedProcess[bytes]) -> ModelError:
    if done.returncode == ModelError.exit_status:
        return ModelError(done.stdout.decode(errors="replace").strip())
    if done.returncode == -signal.SIGKILL:
        return ModelError(
            f"Speech model {directory} was killed while it loaded: it probably needs more memory"
            " than there is; use a smaller one."
        )
    if done.returncode > 0:
        return ModelError(
            f"Speech model {directory} could not be tried (status {done.returncode}:"
            f" {last_words(done)}); install edge-agent again."
        )
    how = signal.strsignal(-done.returncode) or f"signal {-done.returncode}"
    return ModelError(
        f"Speech model {directory} makes Vosk crash ({how}): it is damaged or made for another"
        " version; fetch it again or use another one."
    )


def _main(directory: Path) -> int:
    try:
        recogniser = SpeechModel.load(directory).recogniser(alternatives=1)
    except ModelError as error:
        # Vosk has standard error.
        sys.stdout.write(f"{error}\n")
        return error.exit_status
    recogniser.accept(_SILENCE)
    recogniser.finish()
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(f"{peak_kib * 1024}\n")
    return 0


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1])))
