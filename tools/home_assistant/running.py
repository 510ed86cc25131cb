"""A Home Assistant that runs, as the one who tests it sees it."""

import json
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from installation import OWN, environment

PATIENCE_S: Final = 60.0
UNKNOWN: Final = ("unknown", "unavailable")


class HomeAssistant:
    """One run of it; as a context it is started, and ended in order.

    Args:
        python: what runs Python with Home Assistant.
        folder: its configuration directory.
        mqtt_port: of a broker on this machine.
        http_port: free, on this machine.
        agent_id: of the agent that is looked at.
    """

    def __init__(
        self, python: list[str], folder: Path, *, mqtt_port: int, http_port: int, agent_id: str
    ) -> None:
        self._prefix = f"edge_agent_{agent_id}_"
        ports = (str(mqtt_port), str(http_port))
        self._command = [*python, "-u", str(OWN / "instance.py"), str(folder), *ports]
        self._folder = folder
        self._child: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        with (self._folder / "stderr.log").open("ab") as log:
            self._child = subprocess.Popen(
                self._command,
                env=environment(self._folder),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        if self._answer() != "started":
            raise RuntimeError((self._folder / "stderr.log").read_text())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        child, orders, _ = self._running()
        orders.close()
        try:
            child.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def states(self) -> Mapping[str, tuple[str, Mapping[str, Any]]]:
        """State and attributes of the agent's entities, by their key in its announcement."""
        return {
            unique_id.removeprefix(self._prefix): (state, attributes)
            for state, attributes, unique_id in self._ask(do="states").values()
            if unique_id and unique_id.startswith(self._prefix)
        }

    def entity_ids(self) -> set[str]:
        """Of all entities."""
        return set(self._ask(do="states"))

    def device_id(self, name: str) -> str:
        """Home Assistant's own name of a device."""
        found: str = self._ask(do="devices")[name]
        return found

    def call(self, action: str, **values: object) -> str | None:
        """Run an action; why it failed, where it did."""
        answer = self._ask(do="call", action=action, values=values)
        return None if answer is True else str(answer)

    def dashboard_views(self) -> int | str:
        """How many views `dashboard.yaml` has, or why it cannot be read."""
        answer: int | str = self._ask(do="dashboard")
        return answer

    def complaints(self) -> list[str]:
        """What it has warned of."""
        answer: list[str] = self._ask(do="complaints")
        return answer

    def wait_state(self, key: str, wanted: str) -> bool:
        """Whether an entity of the agent comes to a state in time."""
        return waited(lambda: self.states().get(key, ("",))[0] == wanted, within_s=20)

    def _ask(self, **order: object) -> Any:  # noqa: ANN401 - whatever it answers
        _, orders, _ = self._running()
        orders.write(json.dumps(order) + "\n")
        orders.flush()
        return self._answer()

    def _answer(self) -> Any:  # noqa: ANN401 - as above
        _, _, answers = self._running()
        line = answers.readline()
        if not line:
            raise RuntimeError((self._folder / "stderr.log").read_text())
        return json.loads(line)

    def _running(self) -> tuple[subprocess.Popen[str], IO[str], IO[str]]:
        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            raise RuntimeError("Home Assistant was not started.")
        return child, child.stdin, child.stdout


def waited(is_true: Callable[[], bool], *, within_s: float = PATIENCE_S) -> bool:
    """Look until it is so, or give up."""
    deadline = time.monotonic() + within_s
    while not is_true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
