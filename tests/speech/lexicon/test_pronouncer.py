"""How words are said: by the user, the tables, rules, or the network."""

import shutil
import subprocess
import sys

import pytest
from fixtures.hearing import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edge_agent.errors import ConfigError, ModelError
from edge_agent.nlu.normalise import spoken
from edge_agent.speech.lexicon import (
    Origin,
    Pronouncer,
    readable,
    sounds_by_word,
    written_words,
)
from edge_agent.speech.lexicon.dictionary import brands
from edge_agent.speech.lexicon.phones import ARPABET, SCHWA
from edge_agent.speech.lexicon.spellings import DIGIT_NAMES, LETTER_NAMES

MODEL = ROOT / "models" / "g2p"
PHONES = ARPABET | {SCHWA}


@pytest.fixture(scope="module")
def pronouncer() -> Pronouncer:
    return Pronouncer.load(MODEL)


SAID = [
    ("kitchen", "", Origin.DICTIONARY, "K IH CH AX N"),
    ("zigbee", "Zigbee", Origin.BRAND, "Z IH G B IY"),
    ("firetv", "FireTV", Origin.BRAND, "F AY ER T IY V IY"),
    ("kvm", "KVM", Origin.SPELT, "K EY V IY EH M"),
    ("4", "4", Origin.SPELT, "F AO R"),
    ("zone2", "zone2", Origin.PARTS, "Z OW N T UW"),
    ("heatpump", "", Origin.PARTS, "HH IY T P AH M P"),
    ("christophers", "", Origin.PARTS, "K R IH S T AX F ER Z"),
    ("mitsubishis", "", Origin.PARTS, "M IH T S UW B IY SH IY Z"),
    ("boschs", "", Origin.PARTS, "B AO SH IH Z"),
    ("grommet", "", Origin.GUESSED, "G R AA M AX T"),
    ("kuche", "Küche", Origin.GUESSED, "K UW K AX"),
    ("cafe", "Café", Origin.DICTIONARY, "K AX F EY"),
]


@pytest.mark.parametrize(("word", "written", "origin", "phones"), SAID)
def test_how_words_are_said(pronouncer, word, written, origin, phones):
    sound = pronouncer.sound(word, written=written)
    assert sound is not None
    assert (sound.origin, " ".join(sound.ways[0])) == (origin, phones)
    assert len(sound.ways) <= 4


def test_capitals_may_also_be_spelt(pronouncer):
    sound = pronouncer.sound("ovo", written="OVO")
    assert sound is not None
    assert ("OW", "V", "IY", "OW") in sound.ways


@pytest.mark.parametrize("word", ["", "-", "\N{CYRILLIC SMALL LETTER KA}", "\N{SNOWMAN}"])
def test_what_has_no_latin_letter_is_not_said(pronouncer, word):
    assert pronouncer.sound(word) is None


def test_anything_else_is_said_in_phones_of_the_model(pronouncer):
    words = ["x" * 200, "qwrtz", "'", "o'", "a-b", "\N{LATIN SMALL LETTER E WITH ACUTE}", "aaaa"]
    for word in words:
        sound = pronouncer.sound(word, written=word.upper())
        assert sound is None or all(way and PHONES.issuperset(way) for way in sound.ways)


@given(word=st.text(max_size=60), written=st.text(max_size=20))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_word_does_anything_worse(pronouncer, word, written):
    sound = pronouncer.sound(word, written=written)
    assert sound is None or all(way and PHONES.issuperset(way) for way in sound.ways)


@given(name=st.text(max_size=30), sound=st.text(max_size=60))
def test_no_entry_of_sounds_like_does_anything_worse(name, sound):
    try:
        found = sounds_by_word({name: sound}, spoken)
    except ConfigError:
        return
    assert all(word and part for word, part in found.items())


def test_each_brand_is_said_in_phones_of_the_model(pronouncer):
    for word in brands():
        sound = pronouncer.sound(word)
        assert sound is not None
        assert sound.origin == Origin.BRAND
        assert all(PHONES.issuperset(way) for way in sound.ways), word
        assert word.isalpha()
        assert word.islower()


def test_letters_and_digits_are_said_in_phones_of_the_model():
    names = {**LETTER_NAMES, **DIGIT_NAMES}
    assert len(names) == 36
    assert all(PHONES.issuperset(phones.split()) for phones in names.values())


SOUNDS_LIKE = [
    ({"Hue Lights": "hew lights"}, {"hue": "hew"}),
    ({"Hue": "h u e"}, {"hue": "h u e"}),
    ({"My Hue Lights": "my hew and lights"}, {"hue": "hew and"}),
    ({"Aqara": "ah-kara", "Miele Oven": "meela oven"}, {"aqara": "ah-kara", "miele": "meela"}),
    ({"Zigbee": "/Z IH1 G B IY0/"}, {"zigbee": "/Z IH1 G B IY0/"}),
    ({"Hue Lights": "hue lights"}, {}),
    ({"Foo Bar": "fu baa"}, {"foo": "fu", "bar": "baa"}),
]


@pytest.mark.parametrize(("written", "found"), SOUNDS_LIKE)
def test_names_that_sound_like_something(written, found):
    assert sounds_by_word(written, spoken) == found


WRONG = [
    ({"Hue": ""}, "the sound is empty"),
    ({"Hue": "-"}, "the sound is empty"),
    ({"": "hew"}, "there is no word in it"),
    ({"Hue Lights": "one two three"}, "differ in the number of words"),
    ({"Hue": "/H UW/"}, "not a line of ARPAbet phones"),
    ({"Hue Lights": "/HH Y UW/"}, "phones can stand for one word only"),
    ({"Hue Lights": "hew lights", "Hue Lamp": "huh lamp"}, "two sounds"),
]


@pytest.mark.parametrize(("written", "sentence"), WRONG)
def test_what_cannot_be_understood_is_told_in_one_sentence(written, sentence):
    with pytest.raises(ConfigError, match=sentence) as caught:
        sounds_by_word(written, spoken)
    assert str(caught.value).startswith("speech.sounds_like: ")


@pytest.mark.parametrize(
    ("word", "sound", "phones"),
    [
        ("hue", "hew", "HH Y UW"),
        ("blorp", "/B L AO1 R P/", "B L AO R P"),
        ("kitchen", "chick hen", "CH IH K HH EH N"),
        ("tr8r", "trader", "T R EY D ER"),
        ("cafeteria", "café 2", "K AX F EY T UW"),
    ],
)
def test_what_the_user_writes_comes_first(word, sound, phones):
    found = Pronouncer.load(MODEL, sounds_like={word: sound}).sound(word)
    assert found is not None
    assert (found.origin, " ".join(found.ways[0])) == (Origin.SOUNDS_LIKE, phones)


def test_only_brands_and_what_the_user_wrote_are_special(pronouncer):
    assert pronouncer.special_sound("kitchen") is None
    assert pronouncer.special_sound("led") == pronouncer.sound("led")
    mine = Pronouncer.load(MODEL, sounds_like={"kitchen": "chicken"})
    assert mine.special_sound("kitchen") == mine.sound("kitchen")


def test_written_words():
    names = ["Küche Decke", "WLED 3", "NAS", "kitchen light"]
    found = written_words(names, spoken)
    assert found.items() >= {"kuche": "Küche", "wled": "WLED", "nas": "NAS", "three": "3"}.items()


@pytest.mark.parametrize(
    ("phones", "text"),
    [
        ("Z IH G B IY", "zig-bee"),
        ("Z AO R B L AE K S", "zor-blaks"),
        ("AX K AA R AX", "uh-ka-ruh"),
        ("S T R EY T", "strayt"),
        ("EH K S T R AX", "eks-truh"),
        ("Y IY L AY T", "yee-light"),
        ("AY F OW N", "eye-fohn"),
        ("M", "m"),
        ("B IY AA", "bee-ah"),
    ],
)
def test_phones_are_readable(phones, text):
    assert readable(tuple(phones.split())) == text


@pytest.mark.parametrize("name", ["dictionary.txt.xz", "model.onnx", "symbols.json"])
@pytest.mark.parametrize("content", [None, b"", b"nonsense", "half"])
def test_damage_is_told(tmp_path, name, content):
    copy = shutil.copytree(MODEL, tmp_path / "g2p")
    path = copy / name
    match content:
        case None:
            path.unlink()
        case bytes():
            path.write_bytes(content)
        case _:
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(ModelError, match="install edge-agent again"):
        Pronouncer.load(copy).sound("zorblax")


def test_without_a_guess_no_network_is_loaded():
    program = (
        "import sys; from pathlib import Path\n"
        "from edge_agent.speech.lexicon import Pronouncer\n"
        f"pronouncer = Pronouncer.load(Path({str(MODEL)!r}))\n"
        "print(pronouncer.sound('kitchen').origin, pronouncer.sound('zigbee').origin)\n"
        "print('onnxruntime' in sys.modules)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "dictionary brand\nFalse\n"
