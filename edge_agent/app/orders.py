"""What comes by MQTT, handed to whom it concerns."""

import asyncio
from time import monotonic
from typing import assert_never

import structlog

from edge_agent.app.adjusting import Adjusting
from edge_agent.app.ear_orders import EarOrders
from edge_agent.app.flows import Flows
from edge_agent.app.lessons import Lessons
from edge_agent.app.model_updates import ModelUpdates
from edge_agent.app.satellites import Satellites
from edge_agent.app.sayings import Sayings
from edge_agent.app.turn_taking import TurnTaking
from edge_agent.domain.turn import Source, Utterance
from edge_agent.mqtt.announcement import Announcer
from edge_agent.mqtt.inbound import (
    Adjust,
    Forget,
    GivenText,
    Install,
    Listen,
    ListPhrases,
    Mute,
    Order,
    Reset,
    Say,
    Teach,
    Unusable,
)
from edge_agent.mqtt.inbound import parse as parse_order
from edge_agent.mqtt.topics import Topics

_log = structlog.get_logger(__name__)


class Orders:
    """Takes orders in the moment they come; who follows them does it in its own time.

    Args:
        topics: of the agent.
        area: where texts are said that name no room.
        announcer: is told when Home Assistant has started.
        turns: takes texts.
        ear: listens, and is muted.
        adjusting: changes settings.
        updates: installs newer speech models.
        sayings: are spoken.
        lessons: are learnt.
        flows: have topics of their own; None where none are served.
        satellites: have topics of their own; None where nothing is compared with others.
    """

    def __init__(  # noqa: PLR0913 - all whom orders may concern
        self,
        topics: Topics,
        area: str | None,
        *,
        announcer: Announcer,
        turns: TurnTaking,
        ear: EarOrders,
        adjusting: Adjusting,
        updates: ModelUpdates,
        sayings: Sayings,
        lessons: Lessons,
        flows: Flows | None,
        satellites: Satellites | None,
    ) -> None:
        self._topics = topics
        self._area = area
        self._announcer = announcer
        self._turns = turns
        self._ear = ear
        self._adjusting = adjusting
        self._updates = updates
        self._sayings = sayings
        self._lessons = lessons
        self._flows = flows
        self._satellites = satellites

    def receive(self, topic: str, payload: bytes, *, is_retained: bool) -> None:
        """Take a message; what is no order is left alone, and what is one too many is lost."""
        self._announcer.accept(topic, payload, is_retained=is_retained)
        if self._satellites is not None:
            self._satellites.receive(topic, payload, is_retained=is_retained)
        order = parse_order(self._topics, topic, payload, is_retained=is_retained)
        try:
            self._take(order)
            if self._flows is not None:
                self._flows.desk.receive(topic, payload, is_retained=is_retained)
        except asyncio.QueueFull:
            _log.warning("message ignored, too many are waiting", topic=topic)

    def _take(self, order: Order | None) -> None:
        """Take an order in the moment it comes: a text's age counts from here."""
        match order:
            case GivenText():
                self._turns.enqueue(_given(order, self._area))
            case Reset():
                self._turns.reset()
            case Listen() | Mute():
                self._ear.enqueue(order)
            case Adjust():
                self._adjusting.enqueue(order)
            case Install():
                self._updates.install()
            case Say():
                self._sayings.enqueue(order)
            case Teach() | Forget() | ListPhrases():
                self._lessons.enqueue(order)
            case Unusable():
                _log.warning("message ignored", reason=order.reason)
            case None:
                pass
            case _:
                assert_never(order)


def _given(order: GivenText, area: str | None) -> Utterance:
    return Utterance(
        source=Source.TEXT,
        alternatives=(order.text,),
        area=order.area or area,
        id=order.id,
        ended_at=monotonic(),
    )
