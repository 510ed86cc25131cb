"""Which player is meant, what it has to do, and what brings it back."""

import pytest

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.action import ActionKind as K
from edge_agent.domain.command import Command, Quantifier
from edge_agent.domain.entity import Capability, Domain, Entity, EntityState, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Answer, Clarify, Plan, Resolution, Unable
from edge_agent.domain.slots import Slots
from edge_agent.home.follow_up import Episode
from edge_agent.home.resolver import resolve

C = Capability
FULL = frozenset({C.PLAY, C.PAUSE, C.STOP, C.NEXT, C.PREVIOUS, C.VOLUME, C.MUTE, C.POWER, C.SEARCH})


def player(
    name: str, area: str | None, can: frozenset[Capability] = FULL, **more: object
) -> Entity:
    slug = name.lower().replace(" ", "_")
    return Entity(
        entity_id=f"media_player.{slug}",
        name=name,
        domain=Domain.MEDIA_PLAYER,
        area=area,
        capabilities=can,
        **more,
    )


RADIO = player("Radio", "Kitchen", sources=("Radio Paradise", "Jazz24"))
STEREO = player("Stereo", "Living Room")
TV = player("TV", "Living Room", frozenset({C.POWER, C.VOLUME_STEP}), device_class="tv")
BOX = player("Box", "Office", frozenset({C.STOP, C.PLAY}))
LAMP = Entity(entity_id="light.lamp", name="Lamp", domain=Domain.LIGHT, area="Kitchen")
PLAYERS = (RADIO, STEREO, TV, BOX)


def home(*entities: Entity, **states: dict[str, object]) -> Home:
    """A home with states by the names of the players."""
    known = {
        e.entity_id: EntityState(values=states[e.name.lower()])
        for e in entities
        if e.name.lower() in states
    }
    return Home(entities=entities, states=known)


def told(
    intent: Intent,
    where: Home,
    area: str | None = "Kitchen",
    *,
    quantifier: Quantifier | None = None,
    **slots: object,
) -> Resolution:
    command = Command(intent=intent, slots=Slots(**slots), confidence=1.0, quantifier=quantifier)
    return resolve(command, where, area, PolicySettings())


def effects(found: Resolution) -> list[tuple[str, K, object]]:
    assert isinstance(found, Plan), found
    return [(action.entity.name, action.kind, action.value) for action in found.actions]


def options(found: Resolution) -> set[str]:
    assert isinstance(found, Clarify), found
    return {entity.name for entity in found.options}


PLAYS, RESTS, IDLE, OFF = ({"state": s} for s in ("playing", "paused", "idle", "off"))


@pytest.mark.parametrize(
    ("intent", "states", "area", "meant"),
    [
        (Intent.MEDIA_PAUSE, {"radio": PLAYS, "stereo": PLAYS}, "Kitchen", ["Radio"]),
        (Intent.MEDIA_PAUSE, {"radio": IDLE, "stereo": PLAYS}, "Kitchen", ["Stereo"]),
        (Intent.MEDIA_PAUSE, {"stereo": PLAYS}, "Bedroom", ["Stereo"]),
        (Intent.MEDIA_PAUSE, {"stereo": PLAYS}, None, ["Stereo"]),
        (Intent.MEDIA_NEXT, {"stereo": RESTS}, "Living Room", ["Stereo"]),
        (Intent.MEDIA_PLAY, {"radio": IDLE, "stereo": RESTS}, "Kitchen", ["Radio"]),
        (Intent.MEDIA_PLAY, {"radio": PLAYS, "stereo": RESTS}, "Bedroom", ["Stereo"]),
        (Intent.UNMUTE, {"stereo": {"is_muted": True}}, "Bedroom", ["Stereo"]),
        (Intent.MUTE, {"radio": IDLE, "stereo": IDLE}, "Kitchen", ["Radio"]),
    ],
)
def test_the_player_here_is_meant_or_the_only_one_that_can_be_heard(intent, states, area, meant):
    assert [name for name, _, _ in effects(told(intent, home(*PLAYERS, **states), area))] == meant


@pytest.mark.parametrize(
    ("intent", "states"),
    [
        (Intent.MEDIA_PAUSE, {"radio": PLAYS, "stereo": PLAYS}),
        (Intent.MEDIA_PLAY, {"radio": RESTS, "stereo": RESTS}),
    ],
)
def test_what_is_not_clear_is_asked(intent, states):
    assert options(told(intent, home(*PLAYERS, **states), "Bedroom")) == {"Radio", "Stereo"}


def test_all_players_are_paused_where_all_are_named():
    where = home(*PLAYERS, radio=PLAYS, stereo=PLAYS, box=OFF)
    found = told(Intent.MEDIA_PAUSE, where, quantifier=Quantifier.ALL, domain="media_player")
    assert effects(found) == [("Radio", K.PAUSE, None), ("Stereo", K.PAUSE, None)]


def test_a_room_that_is_named_is_the_room():
    where = home(*PLAYERS, radio=PLAYS, stereo=RESTS)
    found = told(Intent.MEDIA_PLAY, where, domain="media_player", area="Living Room")
    assert effects(found) == [("Stereo", K.PLAY, None)]


def test_what_is_offline_is_not_meant():
    gone = EntityState(values={"state": "playing"}, is_available=False)
    states = {STEREO.entity_id: gone, RADIO.entity_id: EntityState(values=PLAYS)}
    found = told(Intent.MEDIA_PAUSE, Home(entities=PLAYERS, states=states), "Bedroom")
    assert effects(found) == [("Radio", K.PAUSE, None)]


def test_without_a_player_it_says_so():
    assert isinstance(told(Intent.MEDIA_PAUSE, home(LAMP)), Unable)


@pytest.mark.parametrize(
    ("intent", "slots", "state", "wanted"),
    [
        (Intent.MEDIA_PLAY, {}, RESTS, [(K.PLAY, None)]),
        (Intent.MEDIA_PLAY, {}, OFF, [(K.TURN_ON, None), (K.PLAY, None)]),
        (Intent.MEDIA_STOP, {}, PLAYS, [(K.STOP, None)]),
        (Intent.SET_VOLUME, {"volume_level": 40}, {}, [(K.SET_VOLUME, 40)]),
        (Intent.CHANGE_VOLUME, {"volume_step": 10}, {"volume": 95}, [(K.SET_VOLUME, 100)]),
        (Intent.CHANGE_VOLUME, {"volume_step": -10}, {"volume": 5}, [(K.SET_VOLUME, 0)]),
        (Intent.CHANGE_VOLUME, {"volume_step": 10}, {}, [(K.SET_VOLUME, 40)]),
        (Intent.CHANGE_VOLUME, {"factor": 0.5}, {"volume": 40}, [(K.SET_VOLUME, 20)]),
        (
            Intent.CHANGE_VOLUME,
            {"volume_step": 10},
            {"volume": 40, "is_muted": True},
            [(K.SET_VOLUME, 50), (K.UNMUTE, None)],
        ),
        (Intent.TURN_ON, {"name": "Radio"}, OFF, [(K.TURN_ON, None)]),
        (Intent.TURN_OFF, {"name": "Radio"}, PLAYS, [(K.TURN_OFF, None)]),
        (Intent.TOGGLE, {"name": "Radio"}, IDLE, [(K.TURN_OFF, None)]),
        (
            Intent.SET_MODE,
            {"mode": "radio paradise", "domain": "media_player"},
            OFF,
            [(K.TURN_ON, None), (K.SELECT_SOURCE, "Radio Paradise")],
        ),
        (Intent.MEDIA_SEARCH, {"search_query": "jazz24"}, {}, [(K.SELECT_SOURCE, "Jazz24")]),
        (Intent.MEDIA_SEARCH, {"search_query": "so what"}, {}, [(K.SEARCH, "so what")]),
    ],
)
def test_what_a_player_is_asked_for(intent, slots, state, wanted):
    found = told(intent, home(RADIO, radio=state), **slots)
    assert [(kind, value) for _, kind, value in effects(found)] == wanted


@pytest.mark.parametrize(
    ("intent", "slots", "wanted"),
    [
        (Intent.CHANGE_VOLUME, {"volume_step": 10}, (K.VOLUME_UP, 2)),
        (Intent.CHANGE_VOLUME, {"volume_step": -25}, (K.VOLUME_DOWN, 5)),
        (Intent.CHANGE_VOLUME, {"volume_step": 2}, (K.VOLUME_UP, 1)),
        (Intent.TURN_OFF, {}, (K.TURN_OFF, None)),
    ],
)
def test_a_television_by_infrared_takes_steps(intent, slots, wanted):
    (effect,) = effects(told(intent, home(TV), name="TV", **slots))
    assert effect[1:] == wanted


@pytest.mark.parametrize("intent", [Intent.MEDIA_PAUSE, Intent.TURN_OFF, Intent.MEDIA_STOP])
def test_what_cannot_pause_is_stopped(intent):
    assert effects(told(intent, home(BOX, box=PLAYS), name="Box")) == [("Box", K.STOP, None)]


@pytest.mark.parametrize(
    ("intent", "state"),
    [
        (Intent.MEDIA_PAUSE, RESTS),
        (Intent.MEDIA_PAUSE, IDLE),
        (Intent.MEDIA_PLAY, PLAYS),
        (Intent.MUTE, {"is_muted": True}),
    ],
)
def test_what_is_so_already_is_not_sent_as_it_might_do_the_contrary(intent, state):
    found = told(intent, home(RADIO, radio=state))
    assert isinstance(found, Plan)
    assert found.is_already
    assert not found.actions


@pytest.mark.parametrize(
    ("intent", "slots"),
    [
        (Intent.SET_VOLUME, {"volume_level": 40}),
        (Intent.MEDIA_NEXT, {}),
        (Intent.MUTE, {}),
        (Intent.MEDIA_SEARCH, {"search_query": "x"}),
        (Intent.SET_MODE, {"mode": "x"}),
    ],
)
def test_what_a_player_cannot_do_is_told(intent, slots):
    assert isinstance(told(intent, home(TV), name="TV", **slots), Unable)


def test_everything_off_includes_the_music_but_everything_on_does_not():
    where = home(LAMP, RADIO, radio=PLAYS)
    off = effects(told(Intent.TURN_OFF, where, domain="all"))
    assert {name for name, _, _ in off} == {"Lamp", "Radio"}
    on = effects(told(Intent.TURN_ON, where, domain="all"))
    assert {name for name, _, _ in on} == {"Lamp"}


def test_what_plays_is_found_where_it_plays():
    where = home(*PLAYERS, stereo={"state": "playing", "title": "So What", "artist": "Miles Davis"})
    found = told(Intent.GET_PLAYING, where)
    assert isinstance(found, Answer)
    assert {f.attribute: f.value for f in found.findings if f.entity is STEREO} == {
        "title": "So What",
        "artist": "Miles Davis",
        "source": None,
        "state": "playing",
    }


@pytest.mark.parametrize(
    ("before", "now", "back"),
    [
        ({"volume": 30}, {"volume": 50}, [(K.SET_VOLUME, 30)]),
        (PLAYS, RESTS, [(K.PLAY, None)]),
        (PLAYS, IDLE, [(K.PLAY, None)]),
        (RESTS, PLAYS, [(K.PAUSE, None)]),
        (IDLE, OFF, [(K.TURN_ON, None)]),
        ({"is_muted": False}, {"is_muted": True}, [(K.UNMUTE, None)]),
        (
            PLAYS | {"source": "Jazz24", "volume": 30},
            PLAYS | {"source": "Radio Paradise", "volume": 30},
            [(K.SELECT_SOURCE, "Jazz24")],
        ),
    ],
)
def test_undoing_brings_back_only_what_has_changed(before, now, back):
    done = Command(intent=Intent.MEDIA_NEXT, slots=Slots(), confidence=1.0)
    episode = Episode(
        command=done, targets=(RADIO,), before={RADIO.entity_id: EntityState(values=before)}
    )
    undo = Command(intent=Intent.UNDO, slots=Slots(), confidence=1.0)
    found = resolve(undo, home(RADIO, radio=now), None, PolicySettings(), (episode,))
    assert [(kind, value) for _, kind, value in effects(found)] == back


@pytest.mark.parametrize(
    ("intent", "slots", "wanted"),
    [
        (Intent.LIGHT_SET, {"brightness": 20}, (K.SET_VOLUME, 20)),
        (Intent.LIGHT_SET, {"brightness_step": 25}, (K.SET_VOLUME, 55)),
        (Intent.PAUSE, {}, (K.PAUSE, None)),
        (Intent.STOP, {}, (K.STOP, None)),
        (Intent.TURN_OFF, {}, (K.TURN_OFF, None)),
    ],
)
def test_it_is_the_player_that_was_spoken_of(intent, slots, wanted):
    where = home(*PLAYERS, radio=PLAYS, stereo=PLAYS | {"volume": 30})
    played = Command(intent=Intent.MEDIA_PLAY, slots=Slots(name="Stereo"), confidence=1.0)
    memory = (Episode(command=played, targets=(STEREO,), before={}),)
    it = Command(intent=intent, slots=Slots(**slots), confidence=1.0, refers_back=True)
    found = resolve(it, where, "Kitchen", PolicySettings(), memory)
    assert effects(found) == [("Stereo", *wanted)]


def test_a_bit_more_goes_on_with_the_volume():
    where = home(RADIO, radio={"volume": 50})
    louder = Command(intent=Intent.CHANGE_VOLUME, slots=Slots(volume_step=-10), confidence=1.0)
    memory = (Episode(command=louder, targets=(RADIO,), before={}),)
    more = Command(intent=Intent.FOLLOW_UP, slots=Slots(brightness_step=10), confidence=1.0)
    found = resolve(more, where, "Kitchen", PolicySettings(), memory)
    assert effects(found) == [("Radio", K.SET_VOLUME, 40)]
