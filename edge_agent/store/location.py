"""Where what the agent keeps lies on this machine: fetched models, taught phrases."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

VARIABLE: Final = "EDGE_AGENT_STORE"
_SERVICE: Final = Path("/var/lib/edge-agent")


def store_directory(
    environment: Mapping[str, str] = os.environ, *, is_root: bool | None = None
) -> Path:
    """The directory of fetched models; it need not exist.

    EDGE_AGENT_STORE names it. Else it is `models` in the state directory.
    """
    if given := environment.get(VARIABLE):
        return Path(given).expanduser().absolute()
    return state_directory(environment, is_root=is_root) / "models"


def state_directory(
    environment: Mapping[str, str] = os.environ, *, is_root: bool | None = None
) -> Path:
    """The directory of all that the agent keeps; it need not exist.

    It is the state directory that systemd gives the service; for root, who sets things up for the
    service, the same place; for anybody else `edge-agent` where the user's programs keep their
    data (XDG).
    """
    if state := environment.get("STATE_DIRECTORY"):
        return Path(state.split(":")[0])
    if os.geteuid() == 0 if is_root is None else is_root:
        return _SERVICE
    home = environment.get("HOME") or os.path.expanduser("~")  # noqa: PTH111 - does not raise
    xdg = environment.get("XDG_DATA_HOME", "")
    shared = Path(xdg) if xdg.startswith("/") else Path(home, ".local", "share")
    return shared / "edge-agent"
