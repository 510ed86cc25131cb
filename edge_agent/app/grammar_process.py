"""The process that writes the grammar of a home, as `grammar_order` has it done.

python -m edge_agent.app.grammar_process < ORDER
"""

import pickle
import sys

from edge_agent.app.grammar_order import GrammarOrder
from edge_agent.app.word_lexicon import load_model_lexicon
from edge_agent.domain.entity import Home
from edge_agent.errors import EdgeAgentError
from edge_agent.nlu.appliance_language import ApplianceLanguage
from edge_agent.nlu.normalise import spoken
from edge_agent.nlu.open_requests import opening_sentences
from edge_agent.nlu.sentences import sentence_graph
from edge_agent.nlu.spoken_pins import pin_graph
from edge_agent.nlu.talking import talking_sentences
from edge_agent.nlu.taught_sentences import taught_sentences
from edge_agent.nlu.waking import spoken_wake_words
from edge_agent.nlu.watching import watch_sentences
from edge_agent.speech.grammar.compiler import GrammarWriter
from edge_agent.speech.lexicon import ListedWords, written_words
from edge_agent.speech.search import search_of


def names_of(home: Home) -> list[str]:
    """Names of devices, rooms and floors, and aliases."""
    names = {name for entity in home.entities for name in entity.names}
    return sorted(names | set(home.said_areas) | set(home.floors))


def _write(order: GrammarOrder) -> None:
    writer = GrammarWriter(
        model_directory=order.model_directory,
        lexicon=load_model_lexicon(ListedWords(order.model_directory), order.settings),
        search=search_of(order.settings),
    )
    wake_words, phrases = order.also_heard.wake_words, order.also_heard.watch_phrases
    written = written_words([*names_of(order.home), *order.examples, *wake_words, *phrases], spoken)
    appliances = ApplianceLanguage(order.home.appliances)
    graph = sentence_graph(
        order.home,
        taught_sentences(order.examples)
        | opening_sentences(order.also_heard.openings)
        | talking_sentences()
        | watch_sentences(phrases),
        appliances.graph() if appliances else None,
        pin_graph() if order.also_heard.pins else None,
        {
            way: word in order.also_heard.calls
            for word in wake_words
            for way in spoken_wake_words((word,))
        },
    )
    writer.write(graph, written, order.into)


def _main() -> int:
    # Only this program writes to it.
    order: GrammarOrder = pickle.load(sys.stdin.buffer)  # noqa: S301 - see above
    try:
        _write(order)
    except EdgeAgentError as error:
        sys.stdout.write(f"{error}\n")
        return error.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(_main())
