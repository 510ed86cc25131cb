"""The agent's own topics, and what may be a topic at all."""

import re
from dataclasses import dataclass
from typing import Final

ANY_AGENT: Final = "+"
"""In place of an agent's id, makes filters of topics."""

_AGENTS_TOPIC: Final = re.compile(r"edge-agent/([a-zA-Z0-9_-]{1,64})/")
MAX_TOPIC_BYTES: Final = 65_535
MAX_TOPIC_LEVELS: Final = 200
"""Mosquitto closes the connection of a client that goes deeper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """The topics of one agent, all below `edge-agent/<agent id>`."""

    agent_id: str
    """Letters, digits, `_` and `-`."""

    @property
    def prefix(self) -> str:
        """What all topics of this agent begin with."""
        return f"edge-agent/{self.agent_id}"

    @property
    def status(self) -> str:
        """Out, retained, will: `online` or `offline`."""
        return f"{self.prefix}/status"

    @property
    def state(self) -> str:
        """Out, retained: what the agent is doing."""
        return f"{self.prefix}/state"

    @property
    def command(self) -> str:
        """Out: one message a turn."""
        return f"{self.prefix}/command"

    @property
    def wake(self) -> str:
        """Out: a wake word was said."""
        return f"{self.prefix}/wake"

    @property
    def alert(self) -> str:
        """Out: something that is watched for was heard."""
        return f"{self.prefix}/alert"

    @property
    def response(self) -> str:
        """Out: the answer to a turn."""
        return f"{self.prefix}/response"

    @property
    def transcript(self) -> str:
        """Out, only where it is configured: what was heard."""
        return f"{self.prefix}/transcript"

    @property
    def metrics(self) -> str:
        """Out: figures, once a minute."""
        return f"{self.prefix}/metrics"

    @property
    def timers(self) -> str:
        """Out, retained: all timers, alarms, reminders and commands for later."""
        return f"{self.prefix}/timers"

    @property
    def timer(self) -> str:
        """Out: what becomes of one of them."""
        return f"{self.prefix}/timer"

    @property
    def last(self) -> str:
        """Out, retained: what was done last, and what was answered last."""
        return f"{self.prefix}/last"

    @property
    def health(self) -> str:
        """Out, retained: whether anything keeps the agent from working."""
        return f"{self.prefix}/health"

    @property
    def settings(self) -> str:
        """Out, retained: the settings in force that can be changed while it runs."""
        return f"{self.prefix}/settings"

    @property
    def update(self) -> str:
        """Out, retained: the version of the speech model, and whether there is a newer one."""
        return f"{self.prefix}/update"

    @property
    def text_set(self) -> str:
        """In: a turn given as text."""
        return f"{self.prefix}/text/set"

    @property
    def listen_set(self) -> str:
        """In: start listening without a wake word."""
        return f"{self.prefix}/listen/set"

    @property
    def mute_set(self) -> str:
        """In: `ON` or `OFF`."""
        return f"{self.prefix}/mute/set"

    @property
    def say_set(self) -> str:
        """In: text to speak."""
        return f"{self.prefix}/say/set"

    @property
    def teach_set(self) -> str:
        """In: a phrase to be learnt or forgotten."""
        return f"{self.prefix}/teach/set"

    @property
    def settings_set(self) -> str:
        """In: settings to be changed."""
        return f"{self.prefix}/settings/set"

    @property
    def update_set(self) -> str:
        """In: fetch the newer speech model and use it."""
        return f"{self.prefix}/update/set"

    @property
    def inbound(self) -> frozenset[str]:
        """Every topic that the agent takes orders on."""
        return frozenset(
            {
                *(self.text_set, self.listen_set, self.mute_set, self.say_set),
                *(self.teach_set, self.settings_set, self.update_set),
            }
        )

    def satellite(self, group: str) -> str:
        """Out, and in from others: how well what is said is heard, and who answers it."""
        return f"{self.prefix}/satellites/{group}"

    def sync(self, nonce: str) -> str:
        """Out and in again: marks a place in the stream of messages."""
        return f"{self.prefix}/sync/{nonce}"


def agent_of(topic: str) -> str | None:
    """The id of the agent that a topic belongs to; None where it is no agent's."""
    found = _AGENTS_TOPIC.match(topic)
    return found[1] if found else None


def is_topic(topic: str) -> bool:
    """Whether a message can be published there."""
    return _is_transferable(topic) and not set(topic) & set("+#")


def is_filter(pattern: str) -> bool:
    """Whether it can be subscribed to: wildcards only as whole levels, `#` only as the last."""
    *levels, last = pattern.split("/")
    return (
        _is_transferable(pattern)
        and all(level == "+" or not set(level) & set("+#") for level in levels)
        and (last in {"+", "#"} or not set(last) & set("+#"))
    )


def _is_transferable(topic: str) -> bool:
    try:
        size_bytes = len(topic.encode())
    except UnicodeEncodeError:
        return False
    return (
        0 < size_bytes <= MAX_TOPIC_BYTES
        and topic.count("/") < MAX_TOPIC_LEVELS
        and not any(character < " " or "\x7f" <= character <= "\x9f" for character in topic)
    )
