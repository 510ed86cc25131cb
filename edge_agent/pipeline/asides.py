"""What is said about talking itself: phrases to be learnt, and questions that are announced."""

from edge_agent.domain.response import Response
from edge_agent.domain.turn import Utterance
from edge_agent.domain.understanding import Understanding
from edge_agent.pipeline.open_questions import OpenQuestions
from edge_agent.pipeline.teaching_dialogue import TeachingDialogue


class Asides:
    """Answers them; at most one lesson or question is open.

    Args:
        lessons: where phrases can be taught.
        questions: where questions can be handed on.
    """

    def __init__(self, lessons: TeachingDialogue | None, questions: OpenQuestions | None) -> None:
        self._lessons = lessons
        self._questions = questions

    @property
    def awaits_any_words(self) -> bool:
        """Whether what is said next may be any words."""
        if self._questions is not None and self._questions.awaits_any_words:
            return True
        return self._lessons is not None and self._lessons.awaits_any_words

    def reset(self) -> None:
        """Wait for nothing any longer."""
        if self._lessons is not None:
            self._lessons.reset()
        if self._questions is not None:
            self._questions.reset()

    async def answer(self, utterance: Utterance) -> Response | None:
        """The answer to what concerns phrases or announces a question; None to all else."""
        response = None
        if self._lessons is not None:
            response = await self._lessons.answer(utterance)
        if self._questions is not None and response is not None:
            self._questions.reset()
        elif self._questions is not None:
            response = await self._questions.answer(utterance)
        return response

    def may_go(self, understanding: Understanding, utterance: Utterance) -> bool:
        """As `OpenQuestions.may_go`; nothing may where no questions are handed on."""
        return self._questions is not None and self._questions.may_go(understanding, utterance)
