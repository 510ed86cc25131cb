"""What was said last, for those who have not heard it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.response import Act, Response
from edge_agent.domain.turn import Place, Source, Turn, Utterance
from edge_agent.nlu.talking import asks_to_repeat
from edge_agent.pipeline.outcomes import without_commands

_MOST_PLACES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    response: Response
    until: float


class LastAnswers:
    """The last answer in each place, for a time.

    Args:
        context_s: how long, seconds.
        area: where the agent stands.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        context_s: float,
        *,
        area: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._context_s = context_s
        self._area = area
        self._clock = clock
        self._answers: dict[Place, _Answer] = {}

    def note(self, turn: Turn) -> None:
        """Remember the answer to a turn; silence is none."""
        self._keep(_place_of(turn.source, turn.area), turn.response)

    def note_saying(self, text: str) -> None:
        """Remember what was said without being asked for, where the agent stands."""
        place = _place_of(Source.VOICE, self._area)
        self._keep(place, Response(act=Act.ANSWER, text=text))

    def forget(self) -> None:
        """Forget all of them."""
        self._answers.clear()

    def repeated(self, utterance: Utterance) -> Turn | None:
        """The turn of somebody who asks for the last answer; None where nobody does, or of none."""
        words = next(iter(utterance.alternatives), "")
        is_unsound = utterance.has_gap or utterance.is_other_speech
        if is_unsound or not asks_to_repeat(words):
            return None
        answer = self._answers.get(_place_of(utterance.source, utterance.area))
        if answer is None or utterance.ended_at > answer.until:
            return None
        return without_commands(utterance, answer.response, text=words)

    def _keep(self, place: Place, response: Response) -> None:
        if not response.text:
            return
        self._answers.pop(place, None)
        self._answers[place] = _Answer(response=response, until=self._clock() + self._context_s)
        if len(self._answers) > _MOST_PLACES:
            del self._answers[next(iter(self._answers))]


def _place_of(source: Source, area: str | None) -> Place:
    """Where somebody hears answers; what rings, rings where people speak."""
    spoken = Source.VOICE if source is Source.TIMER else source
    return Place(source=spoken, area=area and area.casefold())
