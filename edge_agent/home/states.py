"""The states of all entities, as their devices report them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from edge_agent.domain.action import Action
from edge_agent.domain.entity import EntityState, StateValue
from edge_agent.home.binding import Bound
from edge_agent.home.fields import UnusableError
from edge_agent.home.reading import Update, payload_text

MAX_KEPT_BYTES: Final = 8192
"""A report up to this size is kept, for entities that are learnt after it came."""
_NOTHING: Final = EntityState()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is told of one entity otherwise than on its topics."""

    entity_id: str
    """As whoever tells it calls the entity."""
    values: Update
    is_available: bool = True


class _Known:
    """What is known of one entity."""

    __slots__ = ("available", "bound", "latest", "state")

    def __init__(self, bound: Bound) -> None:
        self.bound = bound
        self.state: EntityState | None = None
        self.available: dict[int, bool] = {}
        self.latest: bool | None = None

    def merge(self, update: Update) -> bool:
        """Take the update in; True when something has changed."""
        before = self.state or _NOTHING
        values: dict[str, StateValue] = {
            key: value for key, value in {**before.values, **update}.items() if value is not None
        }
        is_available = self.bound.availability.verdict(self.available, self.latest)
        known = dict(self.bound.binding.completed(values))
        after = EntityState(values=MappingProxyType(known), is_available=is_available)
        if self.state is not None and after == self.state:
            return False
        self.state = after
        return True

    def accept(self, topic: str, text: str) -> bool:
        """Take a report in; True when something has changed. Raises `UnusableError`."""
        said = self.bound.availability.read(topic, text)
        if said:
            self.available |= said
            self.latest = list(said.values())[-1]
        update = self.bound.binding.decode(topic, text)
        return self.merge(update) if said or update else False


class States:
    """Keeps the states of the bound entities; `accept` each message on `topics`."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._by_topic: dict[str, list[_Known]] = {}
        self._last: dict[str, str] = {}
        self._reports: dict[tuple[str, str], str] = {}
        self._snapshot: Mapping[str, EntityState] | None = None

    def bind(self, bounds: Iterable[Bound]) -> None:
        """Follow these entities from now on; what is known of those that stay is kept."""
        before = self._known
        self._known = {}
        fresh: list[_Known] = []
        for bound in bounds:
            known = before.get(bound.entity.entity_id)
            if known is None or known.bound.binding is not bound.binding:
                known = _Known(bound)
                fresh.append(known)
            known.bound = bound
            self._known[bound.entity.entity_id] = known
        self._index()
        self._replay(fresh)
        self._snapshot = None

    @property
    def topics(self) -> frozenset[str]:
        """Everything to subscribe to."""
        return frozenset(self._by_topic)

    @property
    def reports(self) -> Mapping[tuple[str, str], str]:
        """Why payloads could not be used, by entity id and topic; the first reason of each."""
        return MappingProxyType(self._reports)

    def accept(self, topic: str, payload: bytes) -> frozenset[str]:
        """Take a message in; the ids of the entities whose state has changed."""
        listeners = self._by_topic.get(topic)
        if not listeners or not payload:
            return frozenset()
        try:
            text = payload_text(payload)
        except UnusableError as error:
            self._report(listeners, topic, error)
            return frozenset()
        self._last.pop(topic, None)
        if len(payload) <= MAX_KEPT_BYTES:
            self._last[topic] = text
        changed = [known for known in listeners if self._accepted(known, topic, text)]
        if changed:
            self._snapshot = None
        return frozenset(known.bound.entity.entity_id for known in changed)

    def report(self, report: Report) -> bool:
        """Take in what is told of an entity; True when something has changed."""
        known = self._known.get(report.entity_id)
        if known is None:
            return False
        known.latest = report.is_available
        if not known.merge(report.values):
            return False
        self._snapshot = None
        return True

    def assume(self, bound: Bound, action: Action) -> bool:
        """Take what the device will not report for done; True when something has changed."""
        known = self._known.get(bound.entity.entity_id)
        assumed = bound.assume(action)
        if known is None or not assumed or not known.merge(assumed):
            return False
        self._snapshot = None
        return True

    def of(self, entity_id: str) -> EntityState:
        """The entity's state; an empty one while it has not reported."""
        known = self._known.get(entity_id)
        return (known.state if known else None) or _NOTHING

    def snapshot(self) -> Mapping[str, EntityState]:
        """All states by entity id; entities that have not reported are absent."""
        if self._snapshot is None:
            self._snapshot = MappingProxyType(
                {name: known.state for name, known in self._known.items() if known.state}
            )
        return self._snapshot

    def _accepted(self, known: _Known, topic: str, text: str) -> bool:
        try:
            return known.accept(topic, text)
        except UnusableError as error:
            self._report([known], topic, error)
            return False

    def _report(self, listeners: list[_Known], topic: str, error: UnusableError) -> None:
        for known in listeners:
            self._reports.setdefault((known.bound.entity.entity_id, topic), str(error))

    def _index(self) -> None:
        self._by_topic = {}
        for known in self._known.values():
            for topic in known.bound.state_topics:
                self._by_topic.setdefault(topic, []).append(known)
        self._last = {t: text for t, text in self._last.items() if t in self._by_topic}
        self._reports = {
            (name, topic): reason
            for (name, topic), reason in self._reports.items()
            if name in self._known and topic in self._by_topic
        }

    def _replay(self, fresh: list[_Known]) -> None:
        """The broker sends a retained report once a subscription, so late comers get it here."""
        for known in fresh:
            for topic in sorted(known.bound.state_topics & self._last.keys()):
                self._accepted(known, topic, self._last[topic])
