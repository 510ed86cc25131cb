"""The sessions of flows: one at a time, the others wait. Pure: the clock is told to it.

A session speaks its text, listens for one answer, hands it to its flow, and waits for the flow to
go on or to end it:

    SPEAKING → LISTENING → DECIDING → (continueSession) SPEAKING …
                                    → (endSession) ENDING → over
"""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from secrets import token_hex
from typing import Final

from edge_agent.domain.action import MqttMessage
from edge_agent.domain.command import Command
from edge_agent.domain.intent import Intent
from edge_agent.hermes import messages
from edge_agent.hermes.flow_session import (
    Effects,
    FlowSession,
    ListenFor,
    Phase,
    Rest,
    Speak,
    Termination,
)
from edge_agent.hermes.heard import Heard
from edge_agent.hermes.messages import Address
from edge_agent.hermes.orders import ContinueSession, EndSession, Part, StartSession

MAX_WAITING: Final = 8
SPEECH_LIMIT_S: Final = 90.0
"""A text that is not spoken by then never will be."""

Commands = tuple[Command, ...]


class Answer(Enum):
    """What became of an answer."""

    HANDED_OVER = "handed over"
    """The flow has its commands."""
    ABORTED = "aborted"
    NOT_RECOGNIZED = "not recognized"


class Sessions:
    """All sessions of one site.

    Args:
        site_id: the site.
        timeout_s: how long an answer, and then the flow, is waited for, in seconds.
        new_id: makes ids of sessions.
    """

    def __init__(
        self, site_id: str, *, timeout_s: float, new_id: Callable[[], str] = lambda: token_hex(8)
    ) -> None:
        self._site_id = site_id
        self._timeout_s = timeout_s
        self._new_id = new_id
        self._waiting = deque[FlowSession]()
        self.current: FlowSession | None = None
        """The one that is going on."""

    def listens_to(self, said_at: float) -> FlowSession | None:
        """The session that takes what was said at a moment, in monotonic seconds, for its answer.

        What was said before it listened answers nothing.
        """
        session = self.current
        if session is None or session.phase is not Phase.LISTENING or said_at < session.since:
            return None
        return session

    def knows(self, session_id: str | None) -> bool:
        """Whether a session goes on or waits."""
        sessions = (self.current, *self._waiting)
        return any(one is not None and one.id == session_id for one in sessions)

    def start(self, order: StartSession, now: float) -> Effects:
        """Begin a session or let it wait."""
        session = FlowSession(
            id=self._new_id(),
            text=order.text,
            is_question=order.is_question,
            intent_filter=order.intent_filter,
            tells_unrecognized=order.tells_unrecognized,
            custom_data=order.custom_data,
            lang=order.lang,
        )
        if self.current is None:
            return self._begin(session, now)
        if not order.can_wait:
            return (self._error("A session is going on, and this one may not wait for its end."),)
        if len(self._waiting) >= MAX_WAITING:
            return (self._error(f"{MAX_WAITING} sessions are waiting already; try later."),)
        self._waiting.append(session)
        return (messages.session_queued(self._address(session)),)

    def wake(self, session_id: str, heard: Heard, now: float) -> Effects:
        """Begin a session with commands that somebody said out of the blue, and hand them over.

        It takes the place of the one that is going on, as a wake word does.
        """
        session = FlowSession(id=session_id, text=None, is_question=True)
        cleared = self._over(Termination.ABORTED_BY_USER)
        self._enter(session, Phase.DECIDING, now)
        address = self._address(session)
        told = _intents(address, heard, heard.commands)
        return (*cleared, messages.session_started(address), *told)

    def go_on(self, order: ContinueSession, now: float) -> Effects:
        """Ask on in the session that is going on; of another one nothing comes."""
        session = self.current
        if session is None or session.id != order.session_id or session.phase is Phase.ENDING:
            return ()
        session = replace(
            session,
            is_question=True,
            intent_filter=order.intent_filter,
            tells_unrecognized=order.tells_unrecognized,
            custom_data=_newer(order.custom_data, session.custom_data),
            lang=order.lang or session.lang,
            step=session.step + 1,
        )
        return self._ask(session, order.text, now)

    def end(self, order: EndSession, now: float) -> Effects:
        """End a session after its last words; one that waits never begins."""
        for waiting in self._waiting:
            if waiting.id == order.session_id:
                self._waiting.remove(waiting)
                address = self._address(waiting)
                return (messages.session_ended(address, Termination.NOMINAL),)
        session = self.current
        if session is None or session.id != order.session_id or session.phase is Phase.ENDING:
            return ()
        custom_data = _newer(order.custom_data, session.custom_data)
        session = replace(session, step=session.step + 1, custom_data=custom_data)
        self.current = session
        if order.text is None:
            return self._end(Termination.NOMINAL, now)
        self._enter(session, Phase.ENDING, now)
        return (*self._listened(session), _speech(session, order.text))

    def awaits(self, speech: Speak) -> bool:
        """Whether a text is still to be spoken."""
        session = self.current
        awaited = None if session is None else (session.id, session.step)
        return awaited == (speech.session_id, speech.step)

    def spoken(self, speech: Speak, now: float) -> Effects:
        """A text has been spoken."""
        session = self.current
        if session is None or not self.awaits(speech):
            return ()
        if session.phase is Phase.SPEAKING and session.is_question:
            return self._listen(session, now)
        return self._end(Termination.NOMINAL, now)

    def unspeakable(self, speech: Speak, now: float) -> Effects:
        """A text cannot be spoken."""
        return self._end(Termination.ERROR, now) if self.awaits(speech) else ()

    def answer(self, heard: Heard, now: float) -> tuple[Answer, Commands, Effects]:
        """Take what was said for the answer that the current session listens for.

        Returns:
            What became of it, the commands that count, and what is to be done.
        """
        session = self.current
        if session is None:
            return Answer.NOT_RECOGNIZED, (), ()
        passing = heard.passing(session.intent_filter)
        address = self._address(session)
        is_named = "HassNevermind" in (session.intent_filter or ())
        if not is_named and any(c.intent is Intent.NEVER_MIND for c in heard.commands):
            return Answer.ABORTED, heard.commands, self._end(Termination.ABORTED_BY_USER, now)
        if passing:
            self._enter(session, Phase.DECIDING, now)
            told = (*self._listened(session), *_intents(address, heard, passing))
            return Answer.HANDED_OVER, passing, told
        if session.tells_unrecognized:
            self._enter(session, Phase.DECIDING, now)
            told = (*self._listened(session), messages.intent_not_recognized(address, heard))
            return Answer.NOT_RECOGNIZED, (), told
        return Answer.NOT_RECOGNIZED, (), self._end(Termination.INTENT_NOT_RECOGNIZED, now)

    def tick(self, now: float) -> Effects:
        """End the session that has taken too long."""
        session = self.current
        if session is None or now < session.due_at:
            return ()
        is_speech = session.phase in {Phase.SPEAKING, Phase.ENDING}
        reason = Termination.ERROR if is_speech else Termination.TIMEOUT
        return self._end(reason, now)

    def _begin(self, session: FlowSession, now: float) -> Effects:
        started = messages.session_started(self._address(session))
        return (started, *self._ask(session, session.text, now))

    def _ask(self, session: FlowSession, text: str | None, now: float) -> Effects:
        if text is None:
            return self._listen(session, now)
        self._enter(session, Phase.SPEAKING, now)
        return (*self._listened(session), _speech(session, text))

    def _listen(self, session: FlowSession, now: float) -> Effects:
        self._enter(session, Phase.LISTENING, now)
        ear = ListenFor(within_s=self._timeout_s, is_free=session.tells_unrecognized)
        return (ear, messages.start_listening(self._address(session), session.intent_filter))

    def _listened(self, session: FlowSession) -> Effects:
        """What ends listening, where the session has been listening."""
        if session.phase is not Phase.LISTENING:
            return ()
        return (Rest(), messages.stop_listening(self._address(session)))

    def _end(self, reason: Termination, now: float) -> Effects:
        """End the current session and begin the next."""
        ended = self._over(reason)
        begun = self._begin(self._waiting.popleft(), now) if self._waiting else ()
        return (*ended, *begun)

    def _over(self, reason: Termination) -> Effects:
        session, self.current = self.current, None
        if session is None:
            return ()
        ended = messages.session_ended(self._address(session), reason)
        return (*self._listened(session), ended)

    def _enter(self, session: FlowSession, phase: Phase, now: float) -> None:
        is_speech = phase in {Phase.SPEAKING, Phase.ENDING}
        limit_s = SPEECH_LIMIT_S if is_speech else self._timeout_s
        self.current = replace(session, phase=phase, since=now, due_at=now + limit_s)

    def _address(self, session: FlowSession) -> Address:
        return Address(
            site_id=self._site_id,
            session_id=session.id,
            custom_data=session.custom_data,
            lang=session.lang,
        )

    def _error(self, reason: str) -> MqttMessage:
        return messages.error(self._site_id, Part.DIALOGUE, reason)


def _intents(address: Address, heard: Heard, commands: Commands) -> Effects:
    return tuple(messages.intent(address, heard, command) for command in commands)


def _speech(session: FlowSession, text: str) -> Speak:
    return Speak(session_id=session.id, step=session.step, text=text)


def _newer(given: object, before: object) -> object:
    return before if given is None else given
