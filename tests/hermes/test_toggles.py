import pytest

from edge_agent.hermes.orders import Toggle
from edge_agent.hermes.toggles import Toggles


def off(part: str = "asr", reason: str = "") -> Toggle:
    return Toggle(is_on=False, part=part, reason=reason)


def on(part: str = "asr", reason: str = "") -> Toggle:
    return Toggle(is_on=True, part=part, reason=reason)


@pytest.mark.parametrize(
    ("toggles", "closed"),
    [
        ([off(), on()], [True, False]),
        ([on()], [False]),
        ([off(), off(), on()], [True, True, False]),
        (
            [off(reason="ttsSay"), off(reason="playAudio"), on(reason="ttsSay")],
            [True, True, True],
        ),
        ([off(reason="ttsSay"), off(reason="playAudio"), on()], [True, True, False]),
        ([off(), off("hotword"), on()], [True, True, True]),
        ([off("hotword"), on("hotword")], [True, False]),
    ],
)
def test_closed_as_long_as_anybody_wants_it(toggles, closed):
    ear = Toggles()
    assert [ear.note(toggle) for toggle in toggles] == closed
