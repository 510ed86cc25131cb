"""What is said to media players, and that it means nothing in a home without one."""

import pytest
from test_interpreter import MODEL, entity

from edge_agent.domain.entity import Capability, Home
from edge_agent.domain.intent import Intent
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.nlu.sentences import sentence_graph

RADIO = entity(
    "Kitchen Radio", "media_player", "Kitchen", "radio", sources=("Radio Paradise", "Jazz24")
)
TV = entity("Living Room TV", "media_player", "Living Room", "tv", sources=("Netflix", "HDMI 1"))
SONOS = entity("Sonos", "media_player", "Bedroom", "speaker")
OTHERS = (
    entity("Ceiling Light", "light", "Living Room"),
    entity("Doorbell Volume", "number", "Hall"),
    entity("Movie Night", "scene", None),
    entity("Robot", "vacuum", "Hall"),
)
PLAYERS = Gazetteer(Home(entities=(RADIO, TV, SONOS, *OTHERS)))
SEARCHING = Gazetteer(
    Home(
        entities=(
            entity("TV", "media_player", "Kitchen", capabilities=frozenset({Capability.SEARCH})),
        )
    )
)
SILENT = Gazetteer(Home(entities=OTHERS))
ON_TV = {"domain": "media_player", "device_class": "tv"}

SAID = [
    ("pause", Intent.MEDIA_PAUSE, {}),
    ("pause the music", Intent.MEDIA_PAUSE, {}),
    ("please pause my show in the living room", Intent.MEDIA_PAUSE, {"area": "Living Room"}),
    ("pause the tv", Intent.MEDIA_PAUSE, ON_TV),
    ("sonos pause", Intent.MEDIA_PAUSE, {"name": "Sonos", "domain": "media_player"}),
    ("resume", Intent.MEDIA_PLAY, {}),
    ("turn the music on", Intent.MEDIA_PLAY, {}),
    ("play some music in the bedroom", Intent.MEDIA_PLAY, {"area": "Bedroom"}),
    ("turn off the music", Intent.MEDIA_STOP, {}),
    ("stop the music everywhere", Intent.MEDIA_STOP, {"floor": "all"}),
    ("stop", Intent.HUSH, {}),
    ("okay stop", Intent.HUSH, {}),
    ("next song", Intent.MEDIA_NEXT, {}),
    ("next one", Intent.MEDIA_NEXT, {}),
    ("could you skip this song", Intent.MEDIA_NEXT, {}),
    ("skip this on the tv", Intent.MEDIA_NEXT, ON_TV),
    ("play the last song again", Intent.MEDIA_PREVIOUS, {}),
    ("go back to the previous track", Intent.MEDIA_PREVIOUS, {}),
    ("set the volume to thirty percent", Intent.SET_VOLUME, {"volume_level": 30}),
    ("volume max", Intent.SET_VOLUME, {"volume_level": 100}),
    ("bedroom volume to 20", Intent.SET_VOLUME, {"area": "Bedroom", "volume_level": 20}),
    (
        "set the sonos to forty",
        Intent.SET_VOLUME,
        {"name": "Sonos", "domain": "media_player", "volume_level": 40},
    ),
    ("turn down the tv to ten percent", Intent.SET_VOLUME, ON_TV | {"volume_level": 10}),
    ("louder", Intent.CHANGE_VOLUME, {"volume_step": 10}),
    ("a bit quieter please", Intent.CHANGE_VOLUME, {"volume_step": -5}),
    ("turn the volume up by twenty percent", Intent.CHANGE_VOLUME, {"volume_step": 20}),
    ("turn the music down a lot", Intent.CHANGE_VOLUME, {"volume_step": -25}),
    ("the music is too loud", Intent.CHANGE_VOLUME, {"volume_step": -10}),
    ("turn up the tv", Intent.CHANGE_VOLUME, ON_TV | {"volume_step": 10}),
    ("twice as loud", Intent.CHANGE_VOLUME, {"factor": 2}),
    ("mute", Intent.MUTE, {}),
    ("mute the bedroom speaker", Intent.MUTE, {"area": "Bedroom", "device_class": "speaker"}),
    ("turn the sound off", Intent.MUTE, {}),
    ("unmute the tv", Intent.UNMUTE, ON_TV),
    ("what's playing", Intent.GET_PLAYING, {}),
    ("what song is this", Intent.GET_PLAYING, {}),
    ("is the music on", Intent.GET_PLAYING, {}),
    ("what's playing in the bedroom", Intent.GET_PLAYING, {"area": "Bedroom"}),
    ("how loud is the tv", Intent.GET_STATE, ON_TV | {"attribute": "volume"}),
    ("what's the volume", Intent.GET_STATE, {"domain": "media_player", "attribute": "volume"}),
    ("is the tv on", Intent.GET_STATE, ON_TV | {"state": "on"}),
    ("turn on the tv", Intent.TURN_ON, ON_TV),
    ("turn off the radio", Intent.TURN_OFF, {"device_class": "radio"}),
    ("play radio paradise", Intent.SET_MODE, {"domain": "media_player", "mode": "radio paradise"}),
    ("switch the tv to netflix", Intent.SET_MODE, ON_TV | {"mode": "netflix"}),
    ("play jazz twenty four in the kitchen", Intent.SET_MODE, {"area": "Kitchen"}),
    ("play movie night", Intent.ACTIVATE, {"name": "Movie Night"}),
    ("set the doorbell volume to thirty", Intent.SET_VALUE, {"name": "Doorbell Volume"}),
    ("pause the robot", Intent.PAUSE, {"name": "Robot"}),
]
BARE = ["pause", "next song", "mute", "what's playing", "play some music", "go back", "volume up"]


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    return Interpreter.load(MODEL)


@pytest.mark.parametrize(("text", "intent", "slots"), SAID)
def test_it_is_understood(interpreter, text, intent, slots):
    found = interpreter.interpret([text], PLAYERS, min_confidence=0.6)
    (command,) = found.commands
    assert command.intent is intent
    said = command.slots.as_dict()
    assert {key: said.get(key) for key in slots} == slots
    if not slots:
        assert not said


def test_all_that_is_about_media_is_reached():
    reached = {intent for _, intent, _ in SAID} | {Intent.MEDIA_SEARCH}
    assert reached >= {intent for intent in Intent if intent.is_about_media}


def test_several_players_in_one_sentence(interpreter):
    found = interpreter.interpret(["pause the tv and mute the radio"], PLAYERS, min_confidence=0.6)
    assert [c.intent for c in found.commands] == [Intent.MEDIA_PAUSE, Intent.MUTE]


@pytest.mark.parametrize(
    "text",
    [
        "don't stop the music",
        "i paused the music",
        "did you pause the music",
        "the music is nice",
        "we listened to music all night",
        "he skipped that song",
        "next week we go back to school",
        "the next song is my favourite",
        "they should play the next song",
        "if the music stops",
        "the tv is on",
    ],
)
def test_what_only_speaks_of_music_is_no_command(interpreter, text):
    assert not interpreter.interpret([text], PLAYERS, min_confidence=0.6).commands


@pytest.mark.parametrize("text", BARE)
def test_without_a_player_nothing_of_it_is_a_command(interpreter, text):
    found = interpreter.interpret([text], SILENT, min_confidence=0.6)
    assert not any(command.intent.is_about_media for command in found.commands)


def test_a_plug_that_is_called_so_is_meant_where_there_is_no_player(interpreter):
    plug = Gazetteer(Home(entities=(entity("Den TV", "switch", "Den"), *OTHERS)))
    (command,) = interpreter.interpret(["turn off the tv"], plug, min_confidence=0.6).commands
    assert command.slots.name == "Den TV"


def test_any_words_are_looked_for_only_where_a_player_can(interpreter):
    text = "play the office on the tv"
    (command,) = interpreter.interpret([text], SEARCHING, min_confidence=0.6).commands
    assert command.intent is Intent.MEDIA_SEARCH
    assert command.slots.as_dict() == {
        "name": "TV",
        "domain": "media_player",
        "search_query": "the office",
    }
    assert not interpreter.interpret([text], PLAYERS, min_confidence=0.6).commands


def test_only_a_home_with_a_player_is_listened_to_for_music():
    words = set(sentence_graph(PLAYERS.home).words) - set(sentence_graph(SILENT.home).words)
    assert {"unmute", "louder", "song", "playing", "paradise"} <= words
