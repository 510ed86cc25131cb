"""Questions beside turns: one at a time, the newest counts, and each gets its answer."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import monotonic

import pytest

from edge_agent.app.assistant import DailyBudget
from edge_agent.app.escalations import Escalations
from edge_agent.domain.response import Act, Response
from edge_agent.domain.turn import Latency, Source, Turn, Utterance
from edge_agent.domain.understanding import Reason, Rejection
from edge_agent.pipeline.open_questions import OpenQuestions
from edge_agent.store.spending import SpendingStore, Spent

LEFT = Response(act=Act.CANCELLED, text="")
BROKEN = Response(act=Act.FAILED, text="Broken.")


def utterance(text: str) -> Utterance:
    return Utterance(source=Source.TEXT, alternatives=(text,), ended_at=monotonic())


def turn(text: str) -> Turn:
    return Turn(
        id=text,
        time=datetime.now(UTC),
        source=Source.TEXT,
        area=None,
        utterance=text,
        outcomes=(),
        rejection=Rejection(reason=Reason.NOT_A_COMMAND),
        response=Response(act=Act.NOT_UNDERSTOOD, text="?"),
        latency=Latency(),
        is_open=True,
    )


@dataclass
class Asking:
    """Answers when it may, or when it is left."""

    floor: asyncio.Lock = field(default_factory=asyncio.Lock)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)
    resets: int = 0

    def reset(self) -> None:
        self.resets += 1

    async def answer(self, utterance: Utterance, rejected: Turn, left: asyncio.Event) -> Turn:
        self.was_asked.set()
        if utterance.alternatives == ("odd",):
            raise RuntimeError(rejected.utterance)
        waits = [asyncio.create_task(event.wait()) for event in (left, self.may_answer)]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        response = LEFT if left.is_set() else Response(act=Act.ANSWER, text=rejected.utterance)
        return replace(rejected, response=response, is_open=False)


async def has_left() -> bool:
    return True


@dataclass
class Scene:
    """Escalations that run, and what came of each question."""

    asking: Asking = field(default_factory=Asking)
    finished: list[tuple[str, Act]] = field(default_factory=list)
    may_finish: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_finish.set()
        self.escalations = Escalations(
            self.asking,
            OpenQuestions(has_budget=has_left, answer_within_s=20),
            lambda given: replace(turn(given.alternatives[0]), response=BROKEN),
        )

    def begin(self, text: str) -> bool:
        return self.escalations.begin(utterance(text), turn(text), self.finish)

    async def finish(self, ended: Turn) -> None:
        await self.may_finish.wait()
        self.finished.append((ended.id, ended.response.act))

    async def all_answered(self) -> None:
        running = asyncio.create_task(self.escalations.run())
        async with asyncio.timeout(5):
            await self.escalations.all_answered()
        running.cancel()


def test_the_newest_question_counts_and_all_are_answered():
    async def scene() -> Scene:
        one = Scene()
        assert one.begin("a")
        assert one.begin("b")
        assert one.escalations.is_waiting
        one.asking.may_answer.set()
        await one.all_answered()
        assert not one.escalations.is_waiting
        return one

    assert asyncio.run(scene()).finished == [("a", Act.CANCELLED), ("b", Act.ANSWER)]


def test_what_is_left_or_reset_is_told_so():
    async def scene() -> Scene:
        one = Scene()
        one.begin("a")
        one.escalations.leave()
        one.begin("b")
        one.escalations.reset()
        assert not one.escalations.is_waiting
        await one.all_answered()
        return one

    one = asyncio.run(scene())
    assert one.finished == [("a", Act.CANCELLED), ("b", Act.CANCELLED)]
    assert one.asking.resets == 1


def test_too_many_at_once_are_not_taken():
    async def scene() -> list[bool]:
        one = Scene()
        return [one.begin(str(n)) for n in range(6)]

    assert asyncio.run(scene()) == [True] * 4 + [False] * 2


def test_an_odd_answer_does_not_end_the_others(caplog: pytest.LogCaptureFixture):
    async def scene() -> Scene:
        one = Scene()
        one.begin("odd")
        one.begin("b")
        one.asking.may_answer.set()
        await one.all_answered()
        return one

    assert asyncio.run(scene()).finished == [("odd", Act.FAILED), ("b", Act.ANSWER)]


def test_an_answer_on_its_way_is_not_taken_back():
    async def scene() -> Scene:
        one = Scene()
        one.may_finish.clear()
        one.asking.may_answer.set()
        one.begin("a")
        answered = asyncio.create_task(one.all_answered())
        await one.asking.was_asked.wait()
        await asyncio.sleep(0.01)
        one.escalations.leave()
        one.may_finish.set()
        await answered
        return one

    assert asyncio.run(scene()).finished == [("a", Act.ANSWER)]


def test_the_budget_of_a_day_is_told_once_a_day(tmp_path):
    day = ["2026-11-30"]
    store = SpendingStore(tmp_path / "spending.sqlite")
    budget = DailyBudget(store, Spent(questions=1, tokens=100), today=lambda: day[0])

    async def scene() -> None:
        assert await budget.has_left()
        assert [await budget.take(), await budget.take()] == [True, False]
        assert not await budget.has_left()
        assert [budget.is_news(), budget.is_news()] == [True, False]
        day[0] = "2026-12-01"
        assert await budget.take()
        await budget.add(100)
        assert not await budget.has_left()
        assert budget.is_news()

    asyncio.run(scene())


def test_where_no_budget_can_be_kept_nothing_is_handed_on(tmp_path):
    (tmp_path / "file").write_text("in the way")
    store = SpendingStore(tmp_path / "file" / "spending.sqlite")
    budget = DailyBudget(store, Spent(questions=9, tokens=9))

    async def scene() -> list[bool]:
        await budget.add(3)
        return [await budget.has_left(), await budget.take()]

    assert asyncio.run(scene()) == [False, False]
