"""Each message goes its own way, and what comes of both is told as one."""

import asyncio
from collections.abc import Sequence

import pytest

from edge_agent.domain.action import Message, MqttMessage, OutcomeKind, ServiceCall
from edge_agent.pipeline.routing import Router

ACKED, FAILED, AWAY = OutcomeKind.ACKED, OutcomeKind.FAILED, OutcomeKind.NOT_CONNECTED
BY_MQTT = MqttMessage(topic="lamp/set", payload="ON")
CALL = ServiceCall(domain="light", service="turn_on", entity_id="light.lamp")


class Way:
    """The broker or Home Assistant: keeps what comes, and answers always the same."""

    def __init__(self, answer: OutcomeKind) -> None:
        self._answer = answer
        self.taken: list[Message] = []

    async def publish(self, messages: Sequence[MqttMessage], *, timeout_s: float) -> OutcomeKind:
        assert timeout_s > 0
        self.taken += messages
        return self._answer

    async def call(self, calls: Sequence[ServiceCall], *, timeout_s: float) -> OutcomeKind:
        assert timeout_s > 0
        self.taken += calls
        return self._answer


@pytest.mark.parametrize(
    ("of_broker", "of_services", "together"),
    [
        (ACKED, ACKED, ACKED),
        (ACKED, FAILED, FAILED),
        (AWAY, ACKED, AWAY),
        (ACKED, AWAY, AWAY),
        (AWAY, FAILED, FAILED),
    ],
)
def test_one_plan_may_go_both_ways(of_broker, of_services, together):
    broker, services = Way(of_broker), Way(of_services)
    router = Router(broker, services)
    assert asyncio.run(router.publish((BY_MQTT, CALL), timeout_s=1.0)) is together
    assert (broker.taken, services.taken) == ([BY_MQTT], [CALL])


def test_a_way_that_nothing_goes_is_not_asked():
    broker, services = Way(AWAY), Way(AWAY)
    router = Router(broker, services)
    assert asyncio.run(router.publish((BY_MQTT,), timeout_s=1.0)) is AWAY
    assert services.taken == []
    assert asyncio.run(Router(Way(FAILED), Way(ACKED)).publish((CALL,), timeout_s=1.0)) is ACKED


def test_without_home_assistant_nothing_is_called():
    assert asyncio.run(Router(Way(ACKED)).publish((CALL,), timeout_s=1.0)) is AWAY
