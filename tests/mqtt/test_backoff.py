from edge_agent.mqtt.backoff import MAX_DELAY_S, STABLE_AFTER_S, Backoff


def delays(lives_s: list[float]) -> list[float]:
    backoff = Backoff()
    return [backoff.next_delay_s(lived_s=lived_s) for lived_s in lives_s]


def test_delays_double_up_to_a_minute() -> None:
    bounds = [1, 2, 4, 8, 16, 32, 60, 60, 60]
    for delay_s, bound_s in zip(delays([0.0] * len(bounds)), bounds, strict=True):
        assert bound_s / 2 <= delay_s <= bound_s


def test_delays_differ_between_agents() -> None:
    assert len({delays([0.0])[0] for _ in range(20)}) > 1


def test_only_a_connection_that_lasted_starts_anew() -> None:
    assert delays([0, 0, 0, STABLE_AFTER_S])[-1] <= 1
    assert delays([0, 0, 0, STABLE_AFTER_S - 1])[-1] >= 4
    assert delays([float("-inf")] * 20_000)[-1] <= MAX_DELAY_S
