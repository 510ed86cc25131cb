"""What `check` says about words and names."""

import pytest
from fixtures.hearing import ROOT, SPEECH_MODEL

from edge_agent.cli.name_findings import name_findings, unused_sounds, word_document, word_line
from edge_agent.domain.entity import Domain, Entity, Home
from edge_agent.speech.lexicon import ModelLexicon, Origin, Pronouncer, Treatment


@pytest.fixture(scope="module")
def pronouncer() -> Pronouncer:
    return Pronouncer.load(ROOT / "models" / "g2p", sounds_like={"hue": "hew", "bose": "shell e"})


@pytest.fixture
def learning(speech_model, pronouncer) -> ModelLexicon:
    return ModelLexicon.load(SPEECH_MODEL, speech_model, pronouncer)


@pytest.fixture
def fixed(speech_model, pronouncer) -> ModelLexicon:
    return ModelLexicon(speech_model, None, pronouncer)


class Mute:
    """A model of another language."""

    def knows(self, word: str) -> bool:
        return word == "licht"


def home(*names: str, areas: tuple[str | None, ...] = ()) -> Home:
    rooms = (*areas, *[None] * len(names))
    return Home(
        entities=tuple(
            Entity(entity_id=f"light.x{at}", domain=Domain.LIGHT, name=name, area=area)
            for at, (name, area) in enumerate(zip(names, rooms, strict=False))
        )
    )


def test_a_word_is_learnt(learning, pronouncer):
    found = name_findings(home("Zorblax Lamp"), learning, pronouncer)
    (zorblax,) = found.words
    assert word_line(zorblax) == 'zorblax: learnt as "zor-blaks", a guess.'
    assert word_document(zorblax) == {
        "word": "zorblax",
        "treatment": "added",
        "origin": "guessed",
        "said": ["zor-blaks"],
        "phones": ["Z AO R B L AE K S"],
        "aliases": [],
    }
    assert found.findings == ()


def test_a_word_of_commands_is_told_where_the_user_wrote_its_sound(speech_model):
    pronouncer = Pronouncer.load(ROOT / "models" / "g2p", sounds_like={"foggy": "fog ee"})
    learning = ModelLexicon.load(SPEECH_MODEL, speech_model, pronouncer)
    found = name_findings(home("Lamp"), learning, pronouncer)
    assert [word.word for word in found.words] == ["foggy"]


def test_known_words_stand_for_it(fixed, pronouncer):
    found = name_findings(home("Zorblax Lamp"), fixed, pronouncer)
    (zorblax,) = (word for word in found.words if word.word == "zorblax")
    assert zorblax.treatment == Treatment.ALIAS
    first = " ".join(zorblax.aliases[0].words)
    assert word_line(zorblax).startswith(f'zorblax: heard as "{first}", which sounds like it')
    assert word_document(zorblax)["aliases"][0] == first


def test_a_model_of_another_language_is_one_finding(pronouncer):
    lexicon = ModelLexicon(Mute(), None, pronouncer)
    found = name_findings(home("Licht", "Lampe"), lexicon, pronouncer)
    assert [finding["name"] for finding in found.findings] == ["speech.model", "Lampe"]
    assert "choose an English model" in found.findings[0]["finding"]
    assert "does not know lampe" in found.findings[1]["finding"]
    assert [word_line(word) for word in found.words] == ["lampe: cannot be heard."]


@pytest.mark.parametrize(
    ("areas", "proposal"),
    [
        ((), "rename one or give it an alias."),
        (("Hall", "Hall"), "rename one or give it an alias."),
        (("Hall", "Attic"), 'rename it, or give it an alias such as "Hall Den Light".'),
        ((None, "Attic"), 'rename one, or give Ten Light an alias such as "Attic Ten Light".'),
    ],
)
def test_names_that_sound_alike_get_a_proposal(learning, pronouncer, areas, proposal):
    found = name_findings(home("Den Light", "Ten Light", areas=areas), learning, pronouncer)
    assert found.findings == (
        {"name": "Den Light", "finding": f"sounds like Ten Light; {proposal}"},
    )


@pytest.mark.parametrize("name", ["\N{CYRILLIC SMALL LETTER KA}", "!", "?!"])
def test_a_name_that_cannot_be_said_is_told(learning, pronouncer, name):
    (finding,) = name_findings(home(name), learning, pronouncer).findings
    assert finding["name"] == name
    assert "give the device an alias" in finding["finding"]


def test_a_sound_for_a_word_that_nobody_says_is_told():
    found = unused_sounds(home("Hue Lamp"), {"Hue Lamp": "hew lamp", "Huw": "hew", "turn": "torn"})
    assert [finding["name"] for finding in found] == ["huw"]


def test_each_treatment_and_origin_has_a_line(learning, fixed, pronouncer):
    names = ("Hue", "Bose", "Zorblax", "WLED", "KVM", "Zone2", "LED", "Aardvarks", "Zwieback")
    lines = {
        word.treatment: word_line(word)
        for lexicon in (learning, fixed)
        for word in name_findings(home(*names), lexicon, pronouncer).words
    }
    assert set(lines) >= {Treatment.ADDED, Treatment.ALIAS}
    sounds = {name: pronouncer.sound(name.lower(), written=name) for name in names}
    assert {sound.origin for sound in sounds.values() if sound} == set(Origin)
