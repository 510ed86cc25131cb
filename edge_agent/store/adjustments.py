"""What was set while the agent ran, kept in a small file that people can read.

{"version": 1, "silence_s": 0.8, "min_lead": 2.5, "model": "vosk-en-us-tiny", "volume": 40}
"""

from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
import structlog

from edge_agent.domain.adjustments import (
    MIN_LEAD,
    SILENCE_S,
    VOLUME,
    WAKE_SENSITIVITY,
    Adjustments,
)
from edge_agent.store.files import write_whole

_MAX_BYTES: Final = 10_000
_log = structlog.get_logger(__name__)


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    version: Literal[1]
    silence_s: Annotated[float, msgspec.Meta(ge=SILENCE_S[0], le=SILENCE_S[1])] | None = None
    min_lead: Annotated[float, msgspec.Meta(ge=MIN_LEAD[0], le=MIN_LEAD[1])] | None = None
    model: Annotated[str, msgspec.Meta(min_length=1, max_length=200)] | None = None
    volume: Annotated[int, msgspec.Meta(ge=VOLUME[0], le=VOLUME[1])] | None = None
    wake_sensitivity: (
        Annotated[float, msgspec.Meta(ge=WAKE_SENSITIVITY[0], le=WAKE_SENSITIVITY[1])] | None
    ) = None


class AdjustmentStore:
    """One file of adjustments."""

    def __init__(self, path: Path) -> None:
        self.path = path
        """The file; it need not exist."""

    def load(self) -> Adjustments:
        """What was kept; nothing where there is no file, or a damaged one, which is logged."""
        try:
            with self.path.open("rb") as file:
                contents = file.read(_MAX_BYTES)
            document = msgspec.json.decode(contents, type=_Document)
        except FileNotFoundError:
            return Adjustments()
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            _log.error("what was set cannot be read", file=str(self.path), reason=str(error))
            return Adjustments()
        return Adjustments(
            silence_s=document.silence_s,
            min_lead=document.min_lead,
            model=document.model,
            volume=document.volume,
            wake_sensitivity=document.wake_sensitivity,
        )

    def save(self, adjustments: Adjustments) -> None:
        """Keep these in place of all others; without any, there is no file.

        Raises:
            OSError: the file cannot be written.
        """
        if not adjustments.given:
            self.path.unlink(missing_ok=True)
            return
        document = msgspec.json.encode({"version": 1, **adjustments.given})
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.path, msgspec.json.format(document, indent=2) + b"\n")
