"""Every way to have something done leads through the rules."""

import asyncio
from datetime import datetime
from time import monotonic

import msgspec
import pytest
from test_dialogues import INTERPRETER, Devices, new_home

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.action import Decision, OutcomeKind
from edge_agent.domain.response import Act
from edge_agent.domain.turn import Source, Turn, Utterance
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.spoken_pins import NUMBERS_ALONE
from edge_agent.pipeline.agenda import Agenda
from edge_agent.pipeline.due_turns import DueTurns
from edge_agent.pipeline.guard import Guard
from edge_agent.pipeline.turns import Pipeline

PIN = "2580"
SAID = "two five eight zero"
NOON = datetime(2026, 11, 24, 12, 0).astimezone()


def policy(*rules: dict, **more: object) -> PolicySettings:
    return msgspec.convert({"rules": rules, "pin_file": "pin", **more}, PolicySettings)


class Scene:
    """A home with rules, in which somebody speaks and time passes as it is told to."""

    def __init__(self, settings: PolicySettings, *, min_confidence: float = 0.6) -> None:
        self.clock = NOON
        self.home, self.devices = new_home(), Devices()
        self.agenda = Agenda(now=self.unix_s)
        gazetteer = Gazetteer(self.home.now)
        guard = Guard(settings, PIN, now=lambda: self.clock)

        async def understand(alternatives):
            return INTERPRETER.interpret(
                alternatives, gazetteer, min_confidence=min_confidence, ask_confidence=0.3
            )

        shared = {"home": self.home, "publisher": self.devices, "guard": guard}
        shared["settings"] = settings
        self.pipeline = Pipeline(understand=understand, agenda=self.agenda, **shared)
        self.due_turns = DueTurns(**shared)

    def unix_s(self) -> float:
        return self.clock.timestamp()

    async def say(self, text: str, area: str | None = "Lounge", **more: object) -> Turn:
        given = {"source": Source.TEXT, "alternatives": (text,), "ended_at": monotonic()}
        return await self.pipeline.handle(Utterance(area=area, **(given | more)))

    async def come_due(self) -> Turn | None:
        due = await self.agenda.come_due()
        return await self.due_turns.turn(due, self.unix_s())


def play(scene: Scene, *steps: str) -> list[Turn]:
    """What comes of what is said, and of what is due then; `@Room` first tells where, `+N` lets
    N minutes pass."""

    async def all_steps() -> list[Turn]:
        turns, area = [], "Lounge"
        for step in steps:
            if step.startswith("@"):
                area = step[1:]
            elif step.startswith("+"):
                scene.clock = datetime.fromtimestamp(scene.unix_s() + 60 * int(step)).astimezone()
                turns += [turn for turn in [await scene.come_due()] if turn]
            else:
                turns.append(await scene.say(step, area))
        return turns

    return asyncio.run(all_steps())


CORNER, BEDSIDE, BLINDS = "Corner Lamp", "Bedside Lamp", "Blinds"
BACK_DOOR, GARAGE = "Back Door", "Garage Door"
WAYS = {
    "by its name": (CORNER, ["turn on the corner lamp"]),
    "to a value": (CORNER, ["set the corner lamp to fifty percent"]),
    "to a colour": (CORNER, ["make the corner lamp red"]),
    "among others of a kind": (CORNER, ["turn on the lights in the lounge"]),
    "among all": (CORNER, ["turn on all the lights in the house"]),
    "beside another": (CORNER, ["turn on the big light and the corner lamp"]),
    "by it": (CORNER, ["turn off the corner lamp", "turn it on"]),
    "by them": (CORNER, ["turn off the lights in the lounge", "turn them on"]),
    "as one more": (CORNER, ["turn on the big light", "the corner lamp too"]),
    "as the other one": (CORNER, ["turn on the lamp", "the reading lamp", "the other one too"]),
    "as a correction": (CORNER, ["turn on the big light", "no the corner lamp"]),
    "as a choice": (CORNER, ["turn on the lamp", "the corner one"]),
    "as all of a choice": (CORNER, ["turn on the lamp", "both"]),
    "by undoing": (BACK_DOOR, ["lock the back door", "undo that"]),
    "by taking back": (BACK_DOOR, ["lock the back door", "no the front door"]),
    "after a need": (BEDSIDE, ["@Bedroom", "it's too dark in here"]),
    "for a time": (CORNER, ["turn on the corner lamp for ten minutes"]),
    "later": (CORNER, ["turn on the corner lamp in ten minutes", "+10"]),
    "later and agreed": (CORNER, ["turn on the corner lamp in ten minutes", "yes", "+10"]),
    "in part": (BLINDS, ["@Bedroom", "open the blinds to fifty percent"]),
    "with a yes": (CORNER, ["turn on the corner lamp", "yes"]),
    "with several yeses": (BACK_DOOR, ["lock the back door", "unlock the back door", "yes", "yes"]),
}


def done_to(scene: Scene, device: str) -> list[str]:
    """What the device was sent that is not harmless."""
    topic = device.split(maxsplit=1)[0].lower()
    harmless = {f"{topic} OFF", f"{topic} LOCK", f"{topic} CLOSE"}
    return [one for one in scene.devices.sent if one.startswith(topic) and one not in harmless]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("then", ["forbid", "pin"])
def test_no_way_leads_around_the_rules(way, then):
    device, said = WAYS[way]
    free = Scene(PolicySettings(never_ask=(device,)))
    play(free, *said)
    assert done_to(free, device), "the way leads nowhere even where nothing forbids it"
    guarded = Scene(policy({"devices": device, "then": then}))
    play(guarded, *said)
    assert done_to(guarded, device) == []


def test_the_pin_has_it_done_and_stands_nowhere():
    for device, said, sent in (
        (CORNER, "turn on the corner lamp", "corner ON"),
        ("Front Door", "unlock the front door", "front UNLOCK"),
        (GARAGE, "open the garage door", "garage OPEN"),
    ):
        scene = Scene(policy({"devices": device, "then": "pin"}))
        asked, done = play(scene, said, SAID)
        assert asked.response.act is Act.CONFIRM
        assert "Please say your PIN" in asked.response.text
        assert scene.devices.sent == [sent]
        assert done.response.act is Act.DONE
        assert [one.decision for one in done.outcomes] == [Decision.PIN]
        assert done.utterance == NUMBERS_ALONE
        assert not any(part in repr(done) for part in (PIN, SAID, "two five"))


@pytest.mark.parametrize(
    ("said", "notice"),
    [
        ("yes", "PIN"),
        ("nine nine nine nine", "wrong|not the PIN"),
        ("twenty five eighty", "igit"),
        ("two five eight", "igit"),
    ],
)
def test_the_question_stays_open_until_the_pin_is_right(said, notice):
    scene = Scene(policy({"devices": CORNER, "then": "pin"}))
    _, again, done = play(scene, "turn on the corner lamp", said, SAID)
    assert any(word in again.response.text for word in notice.split("|"))
    assert again.response.act is Act.CONFIRM
    assert done.response.act is Act.DONE
    assert scene.devices.sent == ["corner ON"]


@pytest.mark.parametrize("left", ["never mind", "no", "turn on the big light"])
def test_the_question_is_left_by_anything_else(left):
    scene = Scene(policy({"devices": CORNER, "then": "pin"}))
    play(scene, "turn on the corner lamp", left, SAID)
    assert done_to(scene, CORNER) == []


def test_wrong_pins_lock_it_for_longer_and_longer():
    scene = Scene(policy({"devices": CORNER, "then": "pin"}))
    wrong = ["one one one one"] * 3
    turns = play(scene, "turn on the corner lamp", *wrong, SAID, "turn on the corner lamp", SAID)
    assert "one minute" in turns[3].response.text
    assert [one.decision for one in turns[2].outcomes] == [Decision.REFUSED]
    assert turns[5].response.act is Act.FAILED
    assert "wait" in turns[5].response.text
    assert scene.devices.sent == []


def test_one_pin_is_enough_for_all_of_a_sentence():
    settings = policy({"devices": "Front Door", "then": "pin"}, {"risk": "opens", "then": "ask"})
    both = "unlock the front door and open the garage door"
    scene = Scene(settings)
    asked, _ = play(scene, both, SAID)
    assert "PIN" in asked.response.text
    assert sorted(scene.devices.sent) == ["front UNLOCK", "garage OPEN"]
    by_yes = Scene(settings)
    play(by_yes, both, "yes")
    assert by_yes.devices.sent == []


@pytest.mark.parametrize("answer", ["yes", SAID])
@pytest.mark.parametrize(
    "elsewhere", [{"area": "Bedroom"}, {"area": None}, {"source": Source.VOICE}]
)
def test_an_answer_from_elsewhere_unlocks_no_door(answer, elsewhere):
    settings = policy({"devices": CORNER, "then": "pin"})
    said = "turn on the corner lamp" if answer == SAID else "unlock the front door"

    async def talk() -> tuple[list[str], list[str]]:
        scene = Scene(settings)
        await scene.say(said)
        await scene.say(answer, **elsewhere)
        before = list(scene.devices.sent)
        await scene.say(answer)
        return before, scene.devices.sent

    before, after = asyncio.run(talk())
    assert before == []
    assert len(after) == 1, "the question is still open where it was asked"


def test_an_answer_that_comes_too_late_counts_for_nothing():
    settings = policy({"devices": CORNER, "then": "pin"}, answer_within_s=0.05)
    for said, answer in (("turn on the corner lamp", SAID), ("unlock the front door", "yes")):

        async def talk(said: str = said, answer: str = answer) -> Scene:
            scene = Scene(settings)
            await scene.say(said)
            await asyncio.sleep(0.1)
            turn = await scene.say(answer)
            assert turn.utterance in {NUMBERS_ALONE, "yes"}
            return scene

        assert asyncio.run(talk()).devices.sent == []


def test_a_rule_whose_hours_begin_before_the_yes_counts():
    night = {"devices": "Front Door", "hours": "12:01-13:00"}
    for then, act in (("forbid", Act.UNSUPPORTED), ("pin", Act.CONFIRM), ("allow", Act.DONE)):
        scene = Scene(policy(night | {"then": then}))
        *_, answer = play(scene, "unlock the front door", "+2", "yes")
        assert answer.response.act is act
        assert bool(scene.devices.sent) == (act is Act.DONE)


def test_what_was_set_when_it_was_allowed_is_not_done_when_it_is_not():
    rule = {"devices": CORNER, "hours": "12:30-13:00", "then": "forbid"}
    scene = Scene(policy(rule))
    turns = play(scene, "turn on the corner lamp in forty minutes", "+40")
    assert turns[0].response.act is Act.TIMER
    assert turns[-1].source is Source.TIMER
    assert "not allowed" in turns[-1].response.text or "not with" in turns[-1].response.text
    assert [one.kind for one in turns[-1].outcomes] == [OutcomeKind.FAILED]
    assert scene.devices.sent == []
    timer = Scene(policy({"devices": CORNER, "source": "timer", "then": "forbid"}))
    play(timer, "turn on the corner lamp in forty minutes", "turn on the corner lamp", "+40")
    assert timer.devices.sent == ["corner ON"]


def test_what_is_forbidden_now_tells_when_it_is_not():
    rule = {"devices": CORNER, "hours": "11:00-13:30", "then": "forbid"}
    (turn,) = play(Scene(policy(rule)), "turn on the corner lamp")
    assert "at 13:30" in turn.response.text
    assert [one.decision for one in turn.outcomes] == [Decision.REFUSED]


def test_a_room_may_be_kept_from_another():
    rule = {"areas": "Lounge", "from_areas": "Nursery", "then": "forbid"}
    scene = Scene(policy(rule))
    said = "turn on the corner lamp"
    refused, done = play(scene, "@Nursery", said, "@Lounge", said)
    assert (refused.response.act, done.response.act) == (Act.UNSUPPORTED, Act.DONE)


def test_a_gate_may_be_free_in_the_daytime():
    rule = {"devices": GARAGE, "hours": "08:00-20:00", "then": "allow"}
    day = Scene(policy(rule))
    play(day, "open the garage door")
    assert day.devices.sent == ["garage OPEN"]
    night = Scene(policy(rule | {"hours": "20:00-08:00"}))
    (asked,) = play(night, "open the garage door")
    assert asked.response.act is Act.CONFIRM


def test_the_likeliest_reading_alone_is_a_try():
    scene = Scene(policy({"devices": CORNER, "then": "pin"}))

    async def talk() -> None:
        await scene.say("turn on the corner lamp")
        readings = ("nine nine nine nine", SAID)
        turn = await scene.say("", alternatives=readings)
        assert turn.response.act is Act.CONFIRM

    asyncio.run(talk())
    assert scene.devices.sent == []


def test_digits_that_are_hardly_heard_count_and_other_talk_does_not():
    scene = Scene(policy({"devices": CORNER, "then": "pin"}))

    async def talk() -> None:
        await scene.say("turn on the corner lamp")
        for text, more in (("two", {"is_other_speech": True}), (SAID, {"has_gap": True})):
            turn = await scene.say(text, **more)
            assert turn.response.act is Act.NOT_UNDERSTOOD
        assert scene.devices.sent == []
        await scene.say(SAID, is_other_speech=True)

    asyncio.run(talk())
    assert scene.devices.sent == ["corner ON"]


def test_a_doubt_is_asked_about_nothing_that_is_forbidden():
    said = "could you maybe kill the reading lamp"
    free = Scene(PolicySettings(), min_confidence=1.0)
    assert play(free, said)[0].response.act is Act.CONFIRM
    rule = {"devices": "Reading Lamp", "actions": "turn_off"}
    for then in ("forbid", "pin"):
        scene = Scene(policy(rule | {"then": then}), min_confidence=1.0)
        play(scene, said, "yes")
        assert scene.devices.sent == []


def test_leaving_switches_off_only_what_may_be():
    free = Scene(PolicySettings())
    play(free, "i'm leaving")
    assert "reading OFF" in free.devices.sent
    scene = Scene(policy({"devices": "Reading Lamp", "actions": "turn_off", "then": "forbid"}))
    play(scene, "i'm leaving")
    assert "reading OFF" not in scene.devices.sent


def test_too_much_in_a_minute_is_refused_and_said_once():
    scene = Scene(policy(max_commands_per_minute=2))
    turns = play(scene, *["turn on the big light", "turn off the big light"] * 3)
    assert scene.devices.sent == ["big ON", "big OFF"]
    assert "wait" in turns[2].response.text
    assert [turn.response.text for turn in turns[3:]] == ["", "", ""]
    assert [one.decision for one in turns[3].outcomes] == [Decision.REFUSED]


def test_what_is_guarded_has_a_limit_of_its_own():
    scene = Scene(policy(max_guarded_per_minute=1))
    unlock = ["unlock the front door", "yes"]
    *_, refused = play(scene, *unlock, "lock the front door", *unlock)
    assert scene.devices.sent == ["front UNLOCK", "front LOCK"]
    assert "wait" in refused.response.text
    assert play(scene, "turn on the big light")[0].response.act is Act.DONE


def test_without_a_pin_numbers_are_nothing_special():
    home, devices = new_home(), Devices()

    async def understand(alternatives):
        return INTERPRETER.interpret(alternatives, Gazetteer(home.now), min_confidence=0.6)

    pipeline = Pipeline(
        understand=understand, home=home, publisher=devices, settings=PolicySettings()
    )
    said = Utterance(source=Source.TEXT, alternatives=("one two three four",), ended_at=monotonic())
    turn = asyncio.run(pipeline.handle(said))
    assert turn.utterance == "one two three four"
