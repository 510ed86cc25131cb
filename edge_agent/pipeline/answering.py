"""What is answered to a turn: one answer to all that came of it."""

import time
from collections.abc import Awaitable, Callable, Sequence

from edge_agent.domain.response import Manner, Response, Topic
from edge_agent.domain.turn import Source, Utterance
from edge_agent.domain.understanding import Reason, Rejection, Understanding
from edge_agent.home.conversation import Conversation
from edge_agent.pipeline.execution import Result
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.respond.assistant_words import PRIVACY as PRIVACY_WITH_ASSISTANT
from edge_agent.respond.responder import Responder, Told

Tone = Callable[[Understanding], Awaitable[Manner | Topic]]
"""How something was asked for or, where it is no command, what small talk it is."""


async def plainly(_: Understanding) -> Manner:
    """Take everything as plainly said."""
    return Manner.PLAIN


class Answering:
    """Answers turns.

    Args:
        tone: tells how something was said.
        responder: has the words.
        home: what can be spoken of.
        conversation: is told that an answer was given.
        has_assistant: questions may go to an endpoint, which "who listens" has to tell.
    """

    def __init__(
        self,
        *,
        tone: Tone,
        responder: Responder,
        home: LiveHome,
        conversation: Conversation,
        has_assistant: bool,
    ) -> None:
        self._tone = tone
        self._responder = responder
        self._home = home
        self._conversation = conversation
        self._has_assistant = has_assistant

    async def answer(
        self, understanding: Understanding, results: Sequence[Result], utterance: Utterance
    ) -> Response:
        """One answer to all; how it was said is looked at last, when everything is done."""
        tone = await self._tone(understanding)
        if results:
            manner = tone if isinstance(tone, Manner) else Manner.PLAIN
            self._conversation.note_answer(time.monotonic())
            return self._responder.respond([result.told for result in results], manner)
        if isinstance(tone, Topic) and self._is_for_us(tone, utterance):
            self._conversation.note_answer(time.monotonic())
            if tone is Topic.PRIVACY and self._has_assistant:
                return PRIVACY_WITH_ASSISTANT
            return self._responder.small_talk(tone, self._home.now)
        rejection = understanding.rejection or Rejection(reason=Reason.NOT_A_COMMAND)
        return self._responder.respond((Told(about=rejection),))

    def _is_for_us(self, topic: Topic, utterance: Utterance) -> bool:
        """What is overheard may be meant for somebody else: a "thank you" out of the blue."""
        is_heard = utterance.source is Source.VOICE
        is_going_on = self._conversation.is_going_on(utterance.ended_at)
        return is_going_on or not (is_heard and topic.needs_an_occasion)
