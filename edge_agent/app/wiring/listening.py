"""What listens: the ear, what it tells and is told, its settings, and newer models for it."""

import asyncio
from typing import Final

from edge_agent.app.adjusting import Adjusting
from edge_agent.app.ear_events import EarEvents
from edge_agent.app.ear_orders import EarOrders
from edge_agent.app.model_updates import ModelUpdates
from edge_agent.app.push_to_talk import pressed, push_to_talk
from edge_agent.app.turn_taking import TurnTaking
from edge_agent.app.wiring.foundation import Background, Foundation
from edge_agent.store.location import state_directory
from edge_agent.store.mute import MuteStore

_FIRST_FRAME_S: Final = 10.0
"""After this the agent counts as there even if its microphone is silent: text still works."""


class Listening:
    """Makes utterances of sound.

    Args:
        foundation: what it stands on.
        turns: takes what was said.

    Raises:
        ConfigError: a button cannot be used.
    """

    def __init__(self, foundation: Foundation, turns: TurnTaking) -> None:
        hearing, publication = foundation.hearing, foundation.publication
        self._hearing = hearing
        self._events = EarEvents(turns, publication, foundation.config.agent.area)
        mute_store = None if foundation.ends else _mute_store(foundation.config.agent.id)
        self.orders = EarOrders(hearing, turns, publication, mute_store)
        self.adjusting = Adjusting(foundation.tuning, hearing, publication)
        self._pressed = () if hearing is None else pressed(foundation.config.wake)
        self.updates = ModelUpdates(foundation.tuning, self.adjusting, publication)

    async def run(self) -> None:
        """Listen until the source ends; without an ear, until cancelled."""
        if self._hearing is None:
            await asyncio.Event().wait()
        else:
            await self._hearing.run(self._events.follow)

    async def wait_first_frame(self) -> None:
        """Wait until sound has come in, but not for long."""
        if self._hearing is not None:
            await self._hearing.wait_first_frame(_FIRST_FRAME_S)

    def background(self) -> Background:
        """What follows orders to the ear, and changes it."""
        background: Background = {"orders": self.orders.run(), "adjusting": self.adjusting.run()}
        if self._hearing is not None:
            background["updates"] = self.updates.run()
        if self._pressed:
            background["push to talk"] = push_to_talk(self._pressed, self.orders)
        return background


def _mute_store(agent_id: str) -> MuteStore:
    return MuteStore(state_directory() / f"muted.{agent_id}")
