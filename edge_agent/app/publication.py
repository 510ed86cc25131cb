"""What the agent tells the broker about itself and its turns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from secrets import token_hex
from typing import Any, Final

import structlog

from edge_agent import __version__
from edge_agent.app.wake_words import words_of
from edge_agent.app.watching import alert_kinds
from edge_agent.config.schema import Config
from edge_agent.domain.action import MqttMessage, OutcomeKind
from edge_agent.domain.agent_state import AgentState
from edge_agent.domain.alert import Alert
from edge_agent.domain.appointment import Appointment, TimingAct
from edge_agent.domain.health import Problem
from edge_agent.domain.model_update import ModelUpdate
from edge_agent.domain.response import Act
from edge_agent.domain.speech import WakeDetected
from edge_agent.domain.turn import Source, Turn
from edge_agent.domain.understanding import Reason
from edge_agent.mqtt.announcement import Announcer, announcement_message
from edge_agent.mqtt.outbound import (
    alert_message,
    command_message,
    health_message,
    last_document,
    last_message,
    metrics_message,
    response_message,
    settings_message,
    state_message,
    timer_message,
    timers_message,
    transcript_message,
    update_message,
    wake_message,
)
from edge_agent.mqtt.session import Session
from edge_agent.mqtt.topics import Topics
from edge_agent.nlu.spoken_pins import masked_as_heard

_TIMEOUT_S: Final = 5.0
_ID_BYTES: Final = 8

_log = structlog.get_logger(__name__)


class Publication:
    """Publishes turns, answers, states and, where that is wished, transcripts."""

    def __init__(
        self,
        config: Config,
        session: Session,
        topics: Topics,
        *,
        models: Sequence[str] | None = None,
    ) -> None:
        """Take what to publish on; `models` as for `announcement_message`."""
        self._config = config
        self._session = session
        self._topics = topics
        self._with_transcripts = config.mqtt.publish_transcripts
        self._wake_words = words_of(config.wake)
        self._hides_pins = config.policy.has_pin
        self._state: AgentState | None = None
        self.on_state: Callable[[AgentState], None] = lambda _: None
        """Is told what the agent is doing, when that changes."""
        self._last: dict[str, Any] = {}
        self._figures: MqttMessage | None = None
        self._retained: dict[str, MqttMessage] = {}
        self.announcer = Announcer(
            self._announcement(models),
            discovery_prefix=config.mqtt.discovery_prefix,
            publish=self._announce,
        )

    async def announce(self, models: Sequence[str] | None) -> None:
        """Announce the agent anew where other models can be chosen now."""
        await self.announcer.replace(self._announcement(models))

    async def turn(self, turn: Turn) -> None:
        """Publish a turn and its answer; mere noise is nobody's business."""
        if turn.rejection and turn.rejection.reason is Reason.NOISE:
            return
        turn = turn if self._with_transcripts else _discreet(turn)
        await self._answered(turn, command_message(turn, self._topics))

    async def response(self, turn: Turn) -> None:
        """Publish the answer to what was no turn."""
        await self._answered(turn)

    async def _answered(self, turn: Turn, *records: MqttMessage) -> None:
        """Publish an answer behind others; it alone is told later where the broker is away."""
        answer = response_message(turn, self._topics)
        told = await self._session.publish((*records, answer), timeout_s=_TIMEOUT_S)
        if told is not OutcomeKind.ACKED:
            await self._session.answer_later(answer)
        await self._note_last(turn)

    async def transcript(self, text: str, *, is_final: bool) -> None:
        """Publish what is heard, if the configuration says so."""
        if self._with_transcripts:
            text = masked_as_heard(text) if self._hides_pins else text
            message = transcript_message(text, self._topics, is_final=is_final)
            await self._session.publish((message,), timeout_s=_TIMEOUT_S)

    async def wake(self, wake: WakeDetected) -> None:
        """Publish that a wake word was said."""
        message = wake_message(wake, datetime.now().astimezone(), self._topics)
        await self._session.publish((message,), timeout_s=_TIMEOUT_S)

    async def alert(self, alert: Alert) -> None:
        """Publish that something was heard that somebody should know of; soon, if not now."""
        message = alert_message(
            alert,
            alert_id=token_hex(_ID_BYTES),
            area=self._config.agent.area,
            time=datetime.now().astimezone(),
            topics=self._topics,
        )
        told = await self._session.publish((message,), timeout_s=_TIMEOUT_S)
        if told is not OutcomeKind.ACKED:
            _log.warning("alert not told yet", kind=alert.kind.value, reason=told.value)
            await self._session.answer_later(message)

    async def timers(self, appointments: Sequence[Appointment]) -> None:
        """Publish all that is to happen at a time."""
        await self._session.retain(timers_message(appointments, self._topics))

    async def timer(self, event: TimingAct, appointments: Sequence[Appointment]) -> None:
        """Publish what became of timers and the like."""
        messages = [timer_message(event, one, self._topics) for one in appointments]
        await self._session.publish(messages, timeout_s=_TIMEOUT_S)

    async def metrics(self, figures: Mapping[str, object]) -> None:
        """Publish the figures of the last minute."""
        self._figures = metrics_message(figures, self._topics)
        await self._session.publish((self._figures,), timeout_s=_TIMEOUT_S)

    async def health(self, problems: Mapping[Problem, str]) -> None:
        """Publish what is wrong, when that changes."""
        await self._retain(health_message(problems, self._topics))

    async def settings(
        self, in_force: Mapping[str, object], *, adjusted: Sequence[str], models: Sequence[str]
    ) -> None:
        """Publish the settings that can be changed while the agent runs, when they change."""
        await self._retain(
            settings_message(in_force, adjusted=adjusted, models=models, topics=self._topics)
        )

    async def state(self, state: AgentState) -> None:
        """Publish what the agent is doing, when that changes."""
        if state is not self._state:
            self._state = state
            self.on_state(state)
            await self._session.retain(
                state_message(state, datetime.now().astimezone(), self._topics)
            )

    async def no_longer_listening(self) -> None:
        """Publish that nothing is going on, if anybody was listened to."""
        if self._state is AgentState.LISTENING:
            await self.state(AgentState.IDLE)

    async def update(self, update: ModelUpdate) -> None:
        """Publish which version of the speech model is used and known, when that changes."""
        await self._retain(update_message(update, self._topics))

    async def _announce(self, message: MqttMessage) -> None:
        """Announce the agent, and tell again what the broker does not keep."""
        await self._session.retain(message)
        if self._figures is not None:
            await self._session.publish((self._figures,), timeout_s=_TIMEOUT_S)

    def _announcement(self, models: Sequence[str] | None) -> MqttMessage:
        return announcement_message(
            self._topics,
            area=self._config.agent.area,
            version=__version__,
            discovery_prefix=self._config.mqtt.discovery_prefix,
            models=models,
            wake_words=self._wake_words,
            alerts=alert_kinds(self._config.watch),
        )

    async def _note_last(self, turn: Turn) -> None:
        if not _is_overheard(turn):
            self._last = last_document(turn, self._last)
            await self._retain(last_message(self._last, self._topics))

    async def _retain(self, message: MqttMessage) -> None:
        if self._retained.get(message.topic) != message:
            self._retained[message.topic] = message
            await self._session.retain(message)


def _discreet(turn: Turn) -> Turn:
    """The turn without the words, where something was overheard that was not for the agent."""
    return replace(turn, utterance="") if _is_overheard(turn) else turn


def _is_overheard(turn: Turn) -> bool:
    return turn.source is Source.VOICE and turn.response.act is Act.NOT_UNDERSTOOD
