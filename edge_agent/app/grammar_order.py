"""Having the grammar of a home written by a process of its own.

It takes some 50 MB, most of which a process does not give back, and seconds in which the
interpreter would do little else.
"""

import pickle
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.entity import Home
from edge_agent.errors import ConfigError, EdgeAgentError, ModelError
from edge_agent.speech.own_process import last_words, run_module

_MODULE: Final = "edge_agent.app.grammar_process"
_TIMEOUT_S: Final = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoHeard:
    """What is listened for beside the sentences about a home."""

    openings: tuple[str, ...] = ()
    """What announces an open question, where there is somebody to hand one on to."""
    pins: bool = False
    """Whether a PIN may be asked for."""
    wake_words: tuple[str, ...] = ()
    """What may be said before any sentence, or alone, as it was written."""
    calls: frozenset[str] = frozenset()
    """Those of them that are heard in the midst of other speech, too."""
    watch_phrases: tuple[str, ...] = ()
    """What raises an alert, as it was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrammarOrder:
    """What is to be written."""

    model_directory: Path
    """The model that it is made of."""
    settings: SpeechSettings
    """For what the user wrote about names, and for how to search."""
    home: Home
    """What can be named."""
    examples: tuple[str, ...]
    """Of phrases that were taught."""
    also_heard: AlsoHeard
    """What is listened for beside the home's sentences."""
    into: Path
    """An empty directory."""


def write_home_grammar(  # noqa: PLR0913, PLR0917 - what `GrammarOrder` holds
    model_directory: Path,
    settings: SpeechSettings,
    home: Home,
    into: Path,
    examples: tuple[str, ...] = (),
    also_heard: AlsoHeard | None = None,
) -> None:
    """Write a model that hears all that can be said to a home; arguments as in `GrammarOrder`.

    Raises:
        ConfigError: an entry of `sounds_like` cannot be understood.
        ModelError: a file is missing or damaged, or the process failed.
    """
    order = GrammarOrder(
        model_directory=model_directory,
        settings=settings,
        # how things are now does not matter
        home=Home(entities=home.entities, appliances=home.appliances),
        examples=examples,
        also_heard=also_heard or AlsoHeard(),
        into=into,
    )
    try:
        done = run_module(_MODULE, given=pickle.dumps(order), timeout_s=_TIMEOUT_S)
    except subprocess.TimeoutExpired as error:
        raise ModelError(
            f"The grammar of the home was not made within {_TIMEOUT_S:.0f} s; the home has too many"
            " names for this machine."
        ) from error
    if done.returncode in _ERRORS:
        raise _ERRORS[done.returncode](done.stdout.decode(errors="replace").strip())
    if done.returncode:
        raise ModelError(
            f"The grammar of the home could not be made (status {done.returncode}:"
            f" {last_words(done)}); is there enough memory?"
        )


_ERRORS: Final[dict[int, type[EdgeAgentError]]] = {
    error.exit_status: error for error in (ConfigError, ModelError)
}
