"""Teaching: phrases are checked in the home as it is, kept, and forgotten."""

from collections.abc import Sequence
from typing import Protocol

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.command import Command
from edge_agent.domain.phrase import (
    MAX_CHARACTERS,
    MAX_EXAMPLES,
    MAX_PHRASES,
    Phrase,
    PhraseRequest,
    Refusal,
    RefusalReason,
)
from edge_agent.domain.resolution import Unable, UnableReason
from edge_agent.domain.understanding import Rejection, Understanding
from edge_agent.home.needs_table import Needs
from edge_agent.home.resolver import resolve
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.respond.responder import Responder, Told


class School(Protocol):
    """What knows the phrases and keeps them."""

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """All that were taught, in order."""
        ...

    async def refresh(self) -> None:
        """Take in what others may have taught meanwhile."""
        ...

    async def keep(self, phrases: Sequence[Phrase]) -> None:
        """Know these phrases and no others, for good.

        Raises:
            TeachingError: they cannot be written down.
        """
        ...

    async def request(self, text: str) -> PhraseRequest | None:
        """What a text asks about phrases."""
        ...

    async def phrase(self, text: str) -> Phrase | None:
        """The phrase that a text is an example of, to the word."""
        ...

    async def refusal(self, example: str, does: str) -> Refusal | None:
        """Why words cannot be taught; None where they can."""
        ...

    async def understand_plainly(self, text: str) -> tuple[Understanding, bool]:
        """What a text means without phrases, and whether it means that at any time."""
        ...


class Teacher:
    """Checks what is taught, and has it kept."""

    def __init__(
        self, school: School, home: LiveHome, settings: PolicySettings, needs: Needs
    ) -> None:
        self._school = school
        self._home = home
        self._settings = settings
        self._needs = needs
        self._responder = Responder()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """All that were taught, in order."""
        return self._school.phrases

    async def request(self, text: str) -> PhraseRequest | None:
        """What a text asks about phrases."""
        return await self._school.request(text)

    async def teach(
        self,
        examples: Sequence[str],
        does: str,
        area: str | None = None,
        *,
        is_checked: bool = True,
    ) -> Phrase | Refusal:
        """Keep a phrase, or say why not.

        Args:
            examples: ways to say it.
            does: what is to be done, in one sentence.
            area: where the speaker stands.
            is_checked: whether it is tried out that the home can do that now.

        Raises:
            TeachingError: it cannot be written down.
        """
        await self._school.refresh()
        phrase = Phrase(examples=tuple(dict.fromkeys(examples)), does=does)
        if len(phrase.examples) > MAX_EXAMPLES:
            return Refusal(reason=RefusalReason.TOO_MANY_EXAMPLES)
        if not phrase.examples:
            return Refusal(reason=RefusalReason.NO_WORDS)
        for example in phrase.examples:
            refusal = await self.refusal_of_example(example, does)
            if refusal is not None:
                return refusal
        refusal = await self.refusal_of_what(does, area) if is_checked else _too_odd(does)
        if refusal is not None:
            return refusal
        await self._school.keep((*self.phrases, phrase))
        return phrase

    async def refusal_of_example(self, example: str, does: str = "") -> Refusal | None:
        """Why words cannot be a phrase; None where they can."""
        if len(self.phrases) >= MAX_PHRASES:
            return Refusal(reason=RefusalReason.TOO_MANY_PHRASES)
        return await self._school.refusal(example, does)

    async def refusal_of_what(self, does: str, area: str | None) -> Refusal | None:
        """Why a sentence cannot be what a phrase does; None where it can."""
        if odd := _too_odd(does):
            return odd
        if await self._school.phrase(does):
            return Refusal(reason=RefusalReason.A_PHRASE, said=does)
        understanding, is_independent = await self._school.understand_plainly(does)
        if not is_independent:
            return Refusal(reason=RefusalReason.NOT_ALONE, said=does)
        problem = self._problem(understanding, area)
        if problem is None:
            return None
        return Refusal(reason=RefusalReason.NOT_UNDERSTOOD, said=does, other=problem)

    async def forget(self, said: str) -> Phrase | None:
        """Forget the phrase with this example; None where there is none.

        Raises:
            TeachingError: it cannot be written down.
        """
        await self._school.refresh()
        phrase = await self._school.phrase(said)
        if phrase is not None:
            await self._school.keep([one for one in self.phrases if one != phrase])
        return phrase

    def _problem(self, understanding: Understanding, area: str | None) -> str | None:
        """In one sentence, why nothing would be done; None where something would."""
        if isinstance(understanding.rejection, Rejection):
            return self._told(understanding.rejection)
        unable = (self._unable(command, area) for command in understanding.commands)
        return next((self._told(one) for one in unable if one is not None), None)

    def _told(self, problem: Rejection | Unable) -> str:
        return self._responder.respond((Told(about=problem),)).text

    def _unable(self, command: Command, area: str | None) -> Unable | None:
        """Why the home cannot do it; what rules forbid depends on when and where it is said."""
        found = resolve(command, self._home.now, area, self._settings, needs=self._needs)
        if isinstance(found, Unable) and found.reason is not UnableReason.FORBIDDEN:
            return found
        return None


def _too_odd(does: str) -> Refusal | None:
    if len(does) > MAX_CHARACTERS:
        return Refusal(reason=RefusalReason.TOO_LONG, said=does)
    if not does.strip() or not does.isprintable():
        return Refusal(reason=RefusalReason.NO_WORDS, said=does)
    return None
