"""The intent model together with the home's names and the phrases that were taught."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from edge_agent.config.paths import models_directory
from edge_agent.config.schema import UnderstandingSettings
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Entity, Home
from edge_agent.domain.intent import Intent
from edge_agent.domain.phrase import Phrase, PhraseRequest, Refusal
from edge_agent.domain.response import Manner, Topic
from edge_agent.domain.slots import Slots
from edge_agent.domain.speech import Completeness
from edge_agent.domain.understanding import Reason, Rejection, Understanding
from edge_agent.nlu.appliance_language import ApplianceLanguage
from edge_agent.nlu.completeness import completeness
from edge_agent.nlu.examining import is_independent, refusal_of_example
from edge_agent.nlu.explaining import Explanation, explain
from edge_agent.nlu.extending import extends
from edge_agent.nlu.gazetteer import Gazetteer
from edge_agent.nlu.interpreter import Interpreter
from edge_agent.nlu.network import Network
from edge_agent.nlu.recalling import recalled, request_of
from edge_agent.nlu.taught import PhraseBook
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
        self._network = Network.load(directory)
        self._interpreter = Interpreter(self._network)
        self._min_confidence = settings.min_confidence
        self._ask_confidence = settings.ask_confidence
        self._entities: tuple[Entity, ...] | None = None
        self._gazetteer = Gazetteer(Home())
        self._appliances = ApplianceLanguage(())
        self._book = PhraseBook((), self._network.vectors)
        self._latest: tuple[tuple[str, ...], Understanding] | None = None

    def learn(self, home: Home) -> bool:
        """Take in the home's names; False where nothing has changed."""
        if home.entities == self._entities:
            return False
        self._appliances = ApplianceLanguage(home.appliances)
        self._gazetteer = Gazetteer(home)
        self._entities = home.entities
        self._latest = None
        return True

    def teach(self, phrases: Sequence[Phrase]) -> None:
        """Know these phrases and no others.

        Raises:
            ModelError: the model cannot compare sentences.
        """
        if tuple(phrases) != self._book.phrases:
            self._book = PhraseBook(phrases, self._network.vectors)
            self._latest = None

    def understand(self, alternatives: Sequence[str]) -> Understanding:
        """The commands that the best understandable alternative holds, or a rejection.

        What is no command may be a phrase that was taught; it means what the phrase does. The same
        once more, as when somebody paused before the utterance was over, costs nothing.
        """
        asked = tuple(alternatives)
        if self._latest is None or self._latest[0] != asked:
            self._latest = asked, self._understood(asked)
        return self._latest[1]

    def completeness(self, alternatives: Sequence[str]) -> Completeness:
        """How much of a command has been said so far."""
        return completeness(self.understand(alternatives), self._gazetteer)

    def extends(self, begun: Sequence[str], whole: Sequence[str]) -> bool:
        """As `nlu.extending.extends`, of readings; of none for a beginning that was no command."""
        before = self.understand(begun) if begun else None
        return extends(before, self.understand(whole))

    def is_question(self, alternatives: Sequence[str]) -> bool:
        """Whether what was said would only be answered."""
        commands = self.understand(alternatives).commands
        return bool(commands) and all(command.intent.is_question for command in commands)

    def _understood(self, alternatives: Sequence[str]) -> Understanding:
        ordered = self._ordered(alternatives[:1])
        if ordered is not None:
            return ordered
        ordinary = self._interpreted(alternatives)
        if not ordinary.commands:
            ordinary = self._ordered(alternatives[1:]) or ordinary
        found = recalled(alternatives, ordinary, self._book)
        if found is None:
            return ordinary
        text, phrase = found
        meant = self.understand_plainly(phrase.does)
        if not is_independent(meant):  # the file may have been changed by hand
            meant = Understanding(text=text, rejection=Rejection(reason=Reason.NOT_A_COMMAND))
        return replace(meant, text=text, phrase=phrase.name)

    def _ordered(self, alternatives: Sequence[str]) -> Understanding | None:
        """What the first of some texts asks of an appliance that asks anything of one."""
        found = ((text, self._appliances.read(text)) for text in alternatives)
        for text, order in found:
            if order is not None:
                command = Command(
                    intent=Intent.APPLIANCE, slots=Slots(), confidence=1.0, order=order
                )
                return Understanding(text=text, commands=(command,))
        return None

    def understand_plainly(self, text: str) -> Understanding:
        """What a text means without phrases, so that no phrase can call another."""
        return self._interpreted((text,))

    def explain(self, text: str) -> Explanation:
        """What is made of a text step by step, and what comes of it."""
        plain = explain(
            self._interpreter, text, self._gazetteer, min_confidence=self._min_confidence
        )
        return replace(
            plain, understanding=self.understand((text,)), phrase=self._book.nearest(text)
        )

    def request(self, text: str) -> PhraseRequest | None:
        """What a text asks about phrases."""
        return request_of(text, self._book)

    def phrase(self, text: str) -> Phrase | None:
        """The phrase that a text is an example of, to the word."""
        return self._book.exact(text)

    def refusal(self, example: str, does: str) -> Refusal | None:
        """Why an example cannot be taught; None where it can."""
        plain = self.understand_plainly(example)
        return refusal_of_example(example, plain, self._gazetteer, self._book, does)

    def _interpreted(self, alternatives: Sequence[str]) -> Understanding:
        return self._interpreter.interpret(
            alternatives,
            self._gazetteer,
            min_confidence=self._min_confidence,
            ask_confidence=self._ask_confidence,
        )

    def tone(self, understanding: Understanding) -> Manner | Topic:
        """How a command was asked for, or what small talk something is that is no command.

        By the language's patterns or, where none tells, by the network.
        """
        return tone_of(understanding, self._heard_tone)

    def _heard_tone(self, tokens: Sequence[str]) -> tuple[str, float]:
        return self._network.response(tokens, self._gazetteer.matches(tokens))
