"""The grammar of a home, written by a process of its own.

It takes some 50 MB, most of which a process does not give back, and seconds in which the
interpreter would do little else.

python -m edge_agent.app.grammar_process < ORDER
"""

import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edge_agent.app.word_lexicon import load_model_lexicon
from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.entity import Home
from edge_agent.errors import ModelError
from edge_agent.nlu.normalise import spoken
from edge_agent.nlu.sentences import sentence_graph
from edge_agent.speech.grammar.compiler import write_grammar
from edge_agent.speech.lexicon import ListedWords, written_words
from edge_agent.speech.own_process import last_words, run_module

_TIMEOUT_S: Final = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    model_directory: Path
    settings: SpeechSettings
    home: Home
    into: Path


def write_home_grammar(
    model_directory: Path, settings: SpeechSettings, home: Home, into: Path
) -> None:
    """Write a model that hears all that can be said to a home.

    Args:
        model_directory: the model that it is made of.
        settings: for what the user wrote about names.
        home: what can be named.
        into: an empty directory.

    Raises:
        ModelError: a file is missing or damaged, or the process failed.
    """
    order = _Order(
        model_directory=model_directory,
        settings=settings,
        home=Home(entities=home.entities),  # how things are now does not matter
        into=into,
    )
    try:
        done = run_module(_MODULE, given=pickle.dumps(order), timeout_s=_TIMEOUT_S)
    except subprocess.TimeoutExpired as error:
        raise ModelError(
            f"The grammar of the home was not made within {_TIMEOUT_S:.0f} s; the home has too many"
            " names for this machine."
        ) from error
    if done.returncode == ModelError.exit_status:
        raise ModelError(done.stdout.decode(errors="replace").strip())
    if done.returncode:
        raise ModelError(
            f"The grammar of the home could not be made (status {done.returncode}:"
            f" {last_words(done)}); is there enough memory?"
        )


def names_of(home: Home) -> list[str]:
    """Names of devices, rooms and floors, and aliases."""
    names = {name for entity in home.entities for name in entity.names}
    return sorted(names | set(home.areas) | set(home.floors))


_MODULE: Final = "edge_agent.app.grammar_process"


def _main() -> int:
    # Only this program writes to it.
    order: _Order = pickle.load(sys.stdin.buffer)  # noqa: S301 - see above
    try:
        lexicon = load_model_lexicon(ListedWords(order.model_directory), order.settings)
        written = written_words(names_of(order.home), spoken)
        graph = sentence_graph(order.home)
        write_grammar(order.model_directory, lexicon, graph, written, into=order.into)
    except ModelError as error:
        sys.stdout.write(f"{error}\n")
        return error.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(_main())
