"""One answer to a whole turn, from what came of each of its commands."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final, assert_never

from edge_agent.domain.appointment import Timing
from edge_agent.domain.entity import Entity, Home
from edge_agent.domain.resolution import Answer, Clarify, Confirm, Errand, Later, Plan, Unable
from edge_agent.domain.response import Act, Manner, Notice, Response, Topic
from edge_agent.domain.understanding import Rejection
from edge_agent.respond import phrasing
from edge_agent.respond.answering import answer
from edge_agent.respond.asking_back import clarify, confirm
from edge_agent.respond.sentence import Sentence
from edge_agent.respond.small_talk import small_talk
from edge_agent.respond.timing import deed_of, tell
from edge_agent.respond.words import Words

_Alone = Confirm | Clarify | Answer | Unable | Notice | Rejection | Timing | Errand
Subject = Plan | _Alone | Response
"""What an answer is about: a plan was carried out, a response is told as it is."""

_WORST_FIRST: Final = (
    Act.CONFIRM,
    Act.CLARIFY,
    Act.NOT_CONNECTED,
    Act.FAILED,
    Act.EXPIRED,
    Act.UNKNOWN_DEVICE,
    Act.UNSUPPORTED,
)
"""Which of several answers names the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is to be told of one command."""

    about: Subject
    silent: tuple[Entity, ...] = ()
    """The devices of a plan that did not report back."""


class Responder:
    """Answers turns; remembers what it said, so as not to say the same twice running."""

    def __init__(
        self,
        words: Words | None = None,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        """Take the words of a language (English) and a clock of local time.

        Raises:
            ConfigError: the installation's file of the language is damaged.
        """
        self._words = words or Words()
        self._now = now

    def respond(self, told: Sequence[Told], manner: Manner = Manner.PLAIN) -> Response:
        """One answer to all that came of a turn; what was done is told in one sentence."""
        answers: list[Response] = []
        for piece in _pieces(told):
            answers.append(self._piece(piece, Manner.PLAIN if answers else manner))
        acts = {response.act for response in answers}
        act = next((act for act in _WORST_FIRST if act in acts), answers[0].act)
        texts = dict.fromkeys(response.text for response in answers if response.text)
        return Response(act=act, text=" ".join(texts))

    def deed(self, later: Later) -> str | None:
        """What is to be done later, behind "I will"; None where nothing is."""
        return deed_of(later, self._words)

    def small_talk(self, topic: Topic, home: Home) -> Response:
        """Talk a little; `home` tells what the agent can do."""
        return small_talk(topic, home, self._words)

    def _piece(self, told: Sequence[Told], manner: Manner) -> Response:
        """Of several plans that were carried out, or of one thing of any kind."""
        about = told[0].about
        if isinstance(about, Response):
            return about
        if not isinstance(about, Plan):
            return self._one(about, manner)
        plans = [one.about for one in told if isinstance(one.about, Plan)]
        silent = tuple(dict.fromkeys(entity for one in told for entity in one.silent))
        return phrasing.done(plans, silent, self._words, manner)

    def _one(self, about: _Alone, manner: Manner) -> Response:  # noqa: PLR0911 - one a kind
        words = self._words
        match about:
            case Confirm():
                return confirm(about, words, manner)
            case Clarify():
                return clarify(about, words)
            case Answer():
                return answer(about, self._now(), words)
            case Unable():
                return phrasing.unable(about, words)
            case Notice():
                return phrasing.notice(about, words)
            case Rejection():
                return phrasing.rejected(about, words)
            case Timing():
                return tell(about, words)
            case Errand():
                text = words.say(Sentence.ERRAND, manner, does=about.does)
                return Response(act=Act.DONE, text=text)
            case _:
                assert_never(about)


def _pieces(told: Sequence[Told]) -> Iterator[tuple[Told, ...]]:
    """What is told in one sentence each: all else but changes by itself."""
    for is_change, some in groupby(told, key=_is_change):
        if is_change:
            yield tuple(some)
        else:
            yield from ((one,) for one in some)


def _is_change(told: Told) -> bool:
    about = told.about
    if not isinstance(about, Plan) or about.command.intent.is_need:
        return False
    return not about.is_already
