import pytest

from edge_agent.domain.action import MqttMessage
from edge_agent.mqtt.untold import MAX_UNTOLD, TOLD_WITHIN_S, Untold


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def answer(number: int) -> MqttMessage:
    return MqttMessage(topic="response", payload=str(number))


def test_answers_are_taken_once_in_order():
    untold = Untold()
    for number in range(3):
        untold.add(answer(number))
    assert untold.take() == (answer(0), answer(1), answer(2))
    assert untold.take() == ()


@pytest.mark.parametrize(("later_s", "left"), [(TOLD_WITHIN_S, 1), (TOLD_WITHIN_S + 1, 0)])
def test_nobody_waits_for_ever(later_s, left):
    clock = Clock()
    untold = Untold(clock)
    untold.add(answer(1))
    clock.now = later_s
    assert len(untold.take()) == left


def test_of_too_many_the_newest_are_kept():
    untold = Untold()
    for number in range(MAX_UNTOLD + 5):
        untold.add(answer(number))
    taken = untold.take()
    assert len(taken) == MAX_UNTOLD
    assert taken[-1] == answer(MAX_UNTOLD + 4)
