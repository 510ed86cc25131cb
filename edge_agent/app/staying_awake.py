"""How long no wake word is needed: after an answer, and while a question waits for one."""

from edge_agent.app.hearing import Hearing
from edge_agent.app.publication import Publication
from edge_agent.config.wake import WakeSettings
from edge_agent.domain.agent_state import AgentState
from edge_agent.domain.response import Act
from edge_agent.domain.turn import Source, Turn


class StayingAwake:
    """Has the ear go on listening once something was said to the agent, or it has rung.

    Args:
        hearing: the ear.
        publication: tells others that it listens.
        settings: of wake words.
        answer_within_s: how long a question waits for its answer.
    """

    def __init__(
        self,
        hearing: Hearing,
        publication: Publication,
        settings: WakeSettings,
        *,
        answer_within_s: float,
    ) -> None:
        self._hearing = hearing
        self._publication = publication
        self._follow_up_s = settings.follow_up_s
        self._answer_within_s = answer_within_s

    async def after_turn(self, turn: Turn, *, is_asked: bool) -> None:
        """Listen on after what was said to the agent was answered.

        Args:
            turn: what was said.
            is_asked: any words are awaited.
        """
        if turn.source is not Source.VOICE:
            return
        if is_asked or turn.response.act.is_question:
            await self._listen(self._answer_within_s, turn.wake)
        elif turn.response.act is not Act.NOT_UNDERSTOOD:
            await self._listen(self._follow_up_s, turn.wake)
        elif turn.wake is not None:
            # Once more, but not again and again where a television talks.
            await self._listen(self._follow_up_s, None)

    async def after_ringing(self) -> None:
        """Listen for what stops it."""
        await self._listen(self._follow_up_s, None)

    async def _listen(self, within_s: float, wake: str | None) -> None:
        if within_s and not self._hearing.is_muted:
            await self._hearing.worker.listen(within_s, wake)
            await self._publication.state(AgentState.LISTENING)
