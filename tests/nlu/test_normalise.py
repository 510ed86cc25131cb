import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from edge_agent.nlu.normalise import normalise, spoken
from edge_agent.nlu.numbers import merge_numbers, number_words


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Turn ON the light!", "turn on the light"),
        ("what's the time?", "what is the time"),
        ("don\N{RIGHT SINGLE QUOTATION MARK}t turn it off", "do not turn it off"),
        ("it isn't, I'm sure they're off", "it is not i am sure they are off"),
        ("can't", "can not"),
        ("I'd like", "i would like"),
        ("the kid's room", "the kids room"),
        ("set it to 50%", "set it to 50 percent"),
        ("20.5°C", "20.5 degrees celsius"),
        ("70 °F", "70 degrees fahrenheit"),
        ("21°", "21 degrees"),
        ("twenty one point five", "21.5"),
        ("fifty", "50"),
        ("a hundred percent", "100 percent"),
        ("one hundred and five", "105"),
        ("two thousand seven hundred", "2700"),
        ("five and a half minutes", "5.5 minutes"),
        ("two and a quarter", "2.25"),
        ("1.5 and a half", "1.5 and a half"),
        ("two and three", "2 and 3"),
        ("twenty thirty", "20 30"),
        ("half an hour", "0.5 hour"),
        ("an hour and a half", "1.5 hour"),
        ("one hour and a half", "1.5 hour"),
        ("an hour and three quarters", "1.75 hour"),
        ("a couple of degrees", "2 degrees"),
        ("a few degrees", "3 degrees"),
        ("a few minutes", "a few minutes"),
        ("how loud's the doorbell", "how loud is the doorbell"),
        ("the radio's too loud", "the radio is too loud"),
        ("the dog's been out", "the dog has been out"),
        ("the kid's lamp", "the kids lamp"),
        ("a minute", "1 minute"),
        ("a lamp", "a lamp"),
        ("half", "half"),
        ("1,200 watts", "1200 watts"),
        ("lamp2", "lamp 2"),
        ("café", "cafe"),
        ("", ""),
        ("🙂 \0 …", ""),
    ],
)
def test_a_sentence_becomes_tokens(text: str, tokens: str) -> None:
    assert normalise(text) == tuple(tokens.split())


@pytest.mark.parametrize(
    ("name", "first", "also"),
    [
        ("Lamp 2", "lamp two", None),
        ("CO2", "c o two", "co two"),
        ("TV", "tv", "t v"),
        ("porchLight", "porch light", None),
        ("garden_pump", "garden pump", None),
        ("hue-strip", "hue strip", None),
        ("Emma's Room", "emmas room", None),
        ("PM2.5", "p m two point five", None),
        ("Küche", "kuche", None),
        ("Straße", "strasse", None),
        ("Bjørns Køkken", "bjorns kokken", None),
        ("Łazienka", "lazienka", None),
        ("Þórður", "thordur", None),
        ("I\N{LATIN SMALL LETTER S WITH CEDILLA}\N{LATIN SMALL LETTER DOTLESS I}k", "isik", None),
        ("Room 101", "room one hundred one", None),
        ("Plug 10.0.0.7", "plug ten point zero point zero point seven", None),
        ("12345678", "one two three four five six seven eight", None),
    ],
)
def test_a_written_name_is_said_in_words(name: str, first: str, also: str | None) -> None:
    said = spoken(name)
    assert said[0] == first
    assert also is None or also in said


@given(st.text(max_size=80) | st.text("019.'", max_size=9))
@example("0'")
@example("n't")
def test_spoken_names_have_no_digits_and_are_normal(name: str) -> None:
    for said in spoken(name):
        assert not any(c.isdigit() for c in said)
        assert said == said.lower().strip()


@given(st.integers(0, 999_999))
def test_a_number_in_words_reads_back(value: int) -> None:
    assert merge_numbers(number_words(value).split()) == [str(value)]


def test_a_number_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="999999"):
        number_words(1_000_000)


@given(st.text(max_size=200))
def test_any_text_can_be_normalised(text: str) -> None:
    tokens = normalise(text)
    assert all(token and token == token.strip() for token in tokens)
    assert normalise(" ".join(tokens)) == normalise(" ".join(normalise(" ".join(tokens))))
