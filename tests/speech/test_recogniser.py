import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.hearing import KITCHEN, PHRASES, ROOT, SPEECH_MODEL, TIME, frames_of

from edge_agent.errors import ModelError
from edge_agent.speech.recogniser import PhraseList, SpeechModel
from edge_agent.speech.vocabulary import speakable, unknown_words

LOAD = (
    "import sys; from pathlib import Path; from edge_agent.errors import ModelError\n"
    "from edge_agent.speech.recogniser import SpeechModel\n"
    "try: SpeechModel.load(Path(sys.argv[1]))\n"
    "except ModelError as error: print(error); sys.exit(error.exit_status)\n"
)
DAMAGES = {
    "missing": lambda _: None,
    "empty": lambda _: b"",
    "half": lambda content: content[: len(content) // 2 - 1],
    "other": lambda _: b"hello world\n" * 50,
}
FILES = (
    "am/final.mdl",
    "conf/mfcc.conf",
    "conf/model.conf",
    "graph/HCLr.fst",
    "graph/Gr.fst",
    "graph/disambig_tid.int",
    "graph/words.txt",
    "graph/phones/word_boundary.int",
)
# Vosk works with these.
HARMLESS = {
    ("conf/mfcc.conf", "half"),  # the options that are left are valid
    ("graph/words.txt", "half"),  # fewer words
    ("graph/words.txt", "empty"),
    ("graph/phones/word_boundary.int", "missing"),
}


def linked_copy(directory: Path) -> Path:
    for path in SPEECH_MODEL.rglob("*"):
        if path.is_file():
            link = directory / path.relative_to(SPEECH_MODEL)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)
    return directory


def load_apart(directory: Path, more_path: str = "") -> subprocess.CompletedProcess[str]:
    """In a process of its own: libvosk ends the process for some damages."""
    return subprocess.run(
        [sys.executable, "-c", LOAD, str(directory)],
        env=os.environ | {"PYTHONPATH": f"{more_path}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("name", "damage"),
    [(name, damage) for name in FILES for damage in DAMAGES if (name, damage) not in HARMLESS],
)
def test_a_damaged_model_gives_one_sentence(tmp_path: Path, name: str, damage: str) -> None:
    path = linked_copy(tmp_path / "model") / name
    content = DAMAGES[damage](path.read_bytes())
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    ended = load_apart(tmp_path / "model")
    assert ended.returncode == 3, ended
    assert ended.stdout.count("\n") == 1
    assert str(tmp_path / "model") in ended.stdout


def test_what_is_no_directory_or_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is not a directory"):
        SpeechModel.load(tmp_path / "none")
    with pytest.raises(ModelError, match=r"final\.mdl is missing"):
        SpeechModel.load(tmp_path)


def test_libatomic_missing_names_its_package(tmp_path: Path) -> None:
    said = "libatomic.so.1: cannot open shared object file"
    package = tmp_path / "vosk"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "vosk_cffi.py").write_text(
        f"class ffi:\n    def dlopen(path):\n        raise OSError({said!r})\n"
    )
    ended = load_apart(SPEECH_MODEL, str(tmp_path))
    assert ended.returncode == 3
    assert "apt install libatomic1" in ended.stdout


def test_a_damaged_library_gives_one_sentence(tmp_path: Path) -> None:
    found = importlib.util.find_spec("vosk")
    assert found is not None
    assert found.origin is not None
    package = Path(shutil.copytree(Path(found.origin).parent, tmp_path / "vosk"))
    (package / "libvosk.so").write_bytes(b"no library")
    ended = load_apart(SPEECH_MODEL, str(tmp_path))
    assert ended.returncode == 3
    assert ended.stdout.count("\n") == 1
    assert "install edge-agent again" in ended.stdout


def test_no_http_client_is_loaded_to_hear() -> None:
    program = f"{LOAD}print([name for name in ('vosk', 'requests', 'tqdm') if name in sys.modules])"
    ended = subprocess.run(
        [sys.executable, "-c", program, str(SPEECH_MODEL)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout == "[]\n"


def test_loading_prints_nothing() -> None:
    ended = load_apart(SPEECH_MODEL)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_the_vocabulary(speech_model: SpeechModel) -> None:
    assert speech_model.knows("kitchen")
    assert not speech_model.knows("qwertzuiop")
    names = ["Kitchen Light", "Zigbeewozzle lamp", "the zigbeewozzle"]
    assert unknown_words(names, speech_model) == ("zigbeewozzle",)
    phrases = ["Turn on  the lamp", "turn on the zigbeewozzle", "turn on the lamp", " "]
    assert speakable(phrases, speech_model) == ("turn on the lamp",)


@pytest.mark.parametrize("path", [KITCHEN, TIME], ids=lambda path: path.stem)
def test_a_phrase_is_recognised(speech_model: SpeechModel, path: Path) -> None:
    recogniser = PhraseList(speech_model, PHRASES).recogniser(alternatives=30)
    for frame in frames_of(path):
        recogniser.accept(frame.pcm)
    alternatives = recogniser.finish().alternatives
    assert alternatives[0] == path.stem
    assert len(set(alternatives)) == len(alternatives) <= 30
    assert all(text == " ".join(text.lower().split()) != "" for text in alternatives)


def test_partials_come_while_the_person_speaks(speech_model: SpeechModel) -> None:
    recogniser = PhraseList(speech_model, PHRASES).recogniser(alternatives=5)
    partials = []
    for frame in frames_of(KITCHEN, silence_after_s=0):
        recogniser.accept(frame.pcm)
        partials.append(recogniser.partial())
    assert partials[0] == ""
    assert any(partial and KITCHEN.stem.startswith(partial) for partial in partials)
    assert KITCHEN.stem.startswith(partials[-1])


def test_one_alternative_is_a_reading_too(speech_model: SpeechModel) -> None:
    recogniser = PhraseList(speech_model, PHRASES).recogniser(alternatives=1)
    for frame in frames_of(KITCHEN):
        recogniser.accept(frame.pcm)
    assert recogniser.finish().alternatives == (KITCHEN.stem,)


def test_silence_has_no_readings(speech_model: SpeechModel) -> None:
    recogniser = PhraseList(speech_model, PHRASES).recogniser(alternatives=30)
    recogniser.accept(bytes(32_000))
    assert recogniser.finish().alternatives == ()


def test_without_phrases_the_models_own_language_holds(speech_model: SpeechModel) -> None:
    recogniser = PhraseList(speech_model, ()).recogniser(alternatives=3)
    for frame in frames_of(KITCHEN):
        recogniser.accept(frame.pcm)
    assert recogniser.finish().alternatives
