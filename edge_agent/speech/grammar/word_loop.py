"""Any words in any order, by which a sentence is measured that was found in doubtful sound.

The search for a sentence follows free speech only as far as it is near, and loses sight of it where
several people talk at once. By itself, it is heard to the end.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import structlog

from edge_agent.errors import ModelError
from edge_agent.speech.grammar.const_fst import ARC, ConstFst
from edge_agent.speech.grammar.free_speech import with_free_speech
from edge_agent.speech.grammar.frequent_words import words_of
from edge_agent.speech.grammar.model_copy import (
    GRAMMAR_FILE,
    SEARCH_FILE,
    WORD_ENDS_FILE,
    graph_directory,
    link_model,
    write_configuration,
)
from edge_agent.speech.lexicon.word_list import known_words
from edge_agent.speech.recogniser import Recogniser, SpeechModel
from edge_agent.speech.search import Search

_NO_SENTENCE: Final = ConstFst(
    sources=np.zeros(0, np.int32), arcs=np.zeros(0, ARC), finals=np.full(1, np.inf, np.float32)
)
_UNPRINTED: Final = 0
_REACH: Final = 0.5
"""Only the best way counts. As far as for sentences, whose words tell their ways apart, it took as
long as ten seconds to look through what several people had said at once."""

_log = structlog.get_logger(__name__)


class WordLoop:
    """Hears the frequent words of a model, which is loaded when it is first asked for.

    Where that fails, as on a full disk, it says so once and hears nothing: what the sentences'
    own search tells must do then.
    """

    def __init__(self, directory: Path, search: Search) -> None:
        """Take the model of the sentences, and how they are searched for."""
        self._directory = directory
        self._search = Search(beam=search.beam, reach=_REACH)
        self._model: SpeechModel | None = None
        self._has_failed = False

    def recogniser(self) -> Recogniser | None:
        """As `Grammar.any_words`; it prints nothing."""
        if (self._model is None or self._model.is_lost) and not self._has_failed:
            self._load()
        return None if self._model is None else self._model.recogniser(alternatives=1)

    def _load(self) -> None:
        self._model = None
        try:
            with TemporaryDirectory(prefix="edge-agent-") as name:
                self._write(Path(name))
                self._model = SpeechModel.load(Path(name), made_of=self._directory)
        except (OSError, ModelError) as error:
            self._has_failed = True
            _log.warning("doubtful speech is not measured", reason=str(error))

    def _write(self, into: Path) -> None:
        replaced = {GRAMMAR_FILE, SEARCH_FILE, WORD_ENDS_FILE}
        link_model(self._directory, into, without=replaced)
        write_configuration(self._directory, into, self._search)
        words = words_of(self._directory, known_words(self._directory))
        loop = with_free_speech(_NO_SENTENCE, words, mark=_UNPRINTED, head_start=0.0)
        loop.write(graph_directory(into) / GRAMMAR_FILE)
