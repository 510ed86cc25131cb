"""What others teach by MQTT, one after the other, and what they change in the file of phrases."""

import asyncio
from time import monotonic
from typing import Final, assert_never

import structlog

from edge_agent.app.publication import Publication
from edge_agent.app.school import School
from edge_agent.domain.response import Response
from edge_agent.domain.turn import Source, Utterance
from edge_agent.errors import TeachingError
from edge_agent.mqtt.inbound import Forget, Lesson, ListPhrases, Teach
from edge_agent.pipeline.outcomes import without_commands
from edge_agent.pipeline.teaching import Teacher
from edge_agent.respond import teaching_words as words
from edge_agent.ticking import until_tick

_WAITING: Final = 32
_LOOK_EVERY_S: Final = 2.0
"""How soon a phrase counts that another process taught."""

_log = structlog.get_logger(__name__)


class Lessons:
    """Takes lessons as they come, and answers each."""

    def __init__(
        self, teacher: Teacher, school: School, publication: Publication, *, area: str | None
    ) -> None:
        self._teacher = teacher
        self._school = school
        self._publication = publication
        self._area = area
        self._waiting = asyncio.Queue[Lesson](_WAITING)

    def enqueue(self, lesson: Lesson) -> None:
        """Take a lesson soon.

        Raises:
            asyncio.QueueFull: too many are waiting.
        """
        self._waiting.put_nowait(lesson)

    async def run(self) -> None:
        """Take lessons until cancelled."""
        while True:
            lesson = await self._waiting.get()
            response = await self._answer(lesson)
            _log.info("lesson", kind=type(lesson).__name__.lower(), act=response.act.value)
            area = lesson.area or self._area if isinstance(lesson, Teach) else self._area
            await self._publication.response(
                without_commands(_given(lesson, area), response, text="")
            )

    async def watch(self) -> None:
        """Take in what others write into the file, until cancelled."""
        while True:
            await until_tick(_LOOK_EVERY_S)
            await self._school.refresh()

    async def _answer(self, lesson: Lesson) -> Response:
        try:
            match lesson:
                case Teach():
                    area = lesson.area or self._area
                    taught = await self._teacher.teach(lesson.examples, lesson.does, area)
                    return words.taught(taught)
                case Forget():
                    return words.forgotten(await self._teacher.forget(lesson.said), lesson.said)
                case ListPhrases():
                    return words.all_phrases(self._teacher.phrases)
                case _:
                    assert_never(lesson)
        except TeachingError as error:
            return words.not_kept(str(error))


def _given(lesson: Lesson, area: str | None) -> Utterance:
    return Utterance(
        source=Source.TEXT, alternatives=(), area=area, id=lesson.id, ended_at=monotonic()
    )
