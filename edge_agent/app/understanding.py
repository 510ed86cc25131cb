"""The intent model together with the home's names."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from edge_agent.config.paths import models_directory
from edge_agent.config.schema import UnderstandingSettings
from edge_agent.domain.command import Understanding
from edge_agent.domain.entity import Entity, Home
from edge_agent.domain.response import Manner, Topic
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.nlu.tone import tone_of

_SHIPPED: Final = "intent"


class Understander:
    """Understands utterances about one home; learns it anew when the names change."""

    def __init__(self, settings: UnderstandingSettings) -> None:
        """Load the model.

        Raises:
            ModelError: it is missing or damaged.
        """
        directory = Path(settings.model) if settings.model else models_directory() / _SHIPPED
        self._interpreter = Interpreter.load(directory)
        self._min_confidence = settings.min_confidence
        self._entities: tuple[Entity, ...] | None = None
        self._gazetteer = Gazetteer(Home())

    def learn(self, home: Home) -> bool:
        """Take in the home's names; False where nothing has changed."""
        if home.entities == self._entities:
            return False
        self._gazetteer = Gazetteer(home)
        self._entities = home.entities
        return True

    def understand(self, alternatives: Sequence[str]) -> Understanding:
        """The commands that the best understandable alternative holds, or a rejection."""
        return self._interpreter.interpret(
            alternatives, self._gazetteer, min_confidence=self._min_confidence
        )

    def tone(self, understanding: Understanding) -> Manner | Topic:
        """How a command was asked for, or what small talk something is that is no command.

        By the language's patterns; a network's head is `tone_of`'s second argument.
        """
        return tone_of(understanding)
