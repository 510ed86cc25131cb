"""The home as the agent knows it: announced and declared devices, their names, their states."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import Flag, auto
from itertools import groupby

from edge_agent.domain.action import Action, Message
from edge_agent.domain.appliance import Appliance
from edge_agent.domain.entity import Entity, EntityState, Home
from edge_agent.home.binding import Bound
from edge_agent.home.by_name import ByName
from edge_agent.home.confirmation import is_confirmed
from edge_agent.home.discovery import Discovery
from edge_agent.home.ids import FreeIds
from edge_agent.home.states import Report, States


class Change(Flag):
    """What a message has changed."""

    NOTHING = 0
    HOME = auto()
    """Entities came, went, or are called otherwise; `subscriptions` may differ."""
    STATES = auto()


class HomeModel:
    """Puts the home together; `accept` every message on its filters and subscriptions.

    What follows from a change is worked out when it is next asked for, so that a thousand devices
    that announce themselves at once cost one pass: ask for `subscriptions` after the burst.
    """

    def __init__(
        self,
        discovery_prefix: str,
        declared: Sequence[Bound] = (),
        aliases: Mapping[str, Sequence[str]] | None = None,
        appliances: Sequence[Appliance] = (),
        codes: Mapping[str, str] | None = None,
    ) -> None:
        """Start with the declared entities and nothing announced.

        Args:
            discovery_prefix: below which devices announce themselves.
            declared: entities that do not announce themselves.
            aliases: further names by an entity's name or id.
            appliances: what the configuration has packs for.
            codes: what locks and alarm panels are commanded with, by an entity's name or id.
        """
        self._declared = tuple(declared)
        self._appliances = tuple(appliances)
        reserved = [bound.entity.entity_id for bound in self._declared]
        self._discovery = Discovery(discovery_prefix, reserved)
        self._aliases = ByName(aliases or {})
        self._codes = ByName(codes or {})
        self._coded: Mapping[str, tuple[Entity, ...]] = {}
        self._states = States()
        self._bounds: dict[str, Bound] = {}
        self._adopted: Mapping[str, Bound] = {}
        self._ids_here: dict[str, str] = {}
        self._rejected: Mapping[str, str] = {}
        self._is_stale = True
        self._home: Home | None = None

    def accept(self, topic: str, payload: bytes) -> Change:
        """Take a message in."""
        if self._discovery.concerns(topic):
            if not self._discovery.accept(topic, payload):
                return Change.NOTHING
            self._is_stale = True
            return Change.HOME
        self._refresh()
        if not self._states.accept(topic, payload):
            return Change.NOTHING
        self._home = None
        return Change.STATES

    def adopt(self, bounds: Mapping[str, Bound], unusable: Mapping[str, str]) -> Change:
        """Take in entities that are not on MQTT, in place of those that were adopted before.

        Where the home has an entity of this id already, it gets another here.

        Args:
            bounds: the entities, by the ids under which `report` will tell of them.
            unusable: why others are not used, by where they were found.
        """
        if self._adopted == bounds and self._rejected == unusable:
            return Change.NOTHING
        self._adopted, self._rejected = dict(bounds), dict(unusable)
        self._is_stale = True
        return Change.HOME

    def report(self, reports: Iterable[Report]) -> Change:
        """Take in what is told of adopted entities, by the ids under which they were adopted."""
        self._refresh()
        changed = [
            self._states.report(replace(one, entity_id=self._ids_here[one.entity_id]))
            for one in reports
            if one.entity_id in self._ids_here
        ]
        if not any(changed):
            return Change.NOTHING
        self._home = None
        return Change.STATES

    def encode(self, action: Action) -> tuple[Message, ...]:
        """The messages that carry an action out now; empty where its device cannot, or is gone."""
        bound = self.bound(action.entity.entity_id)
        return (
            () if bound is None else bound.encode(action, self._states.of(bound.entity.entity_id))
        )

    def encode_all(self, actions: Sequence[Action]) -> tuple[Message, ...]:
        """The messages for actions of one plan; neighbours of one device are sent together."""
        found: list[Message] = []
        for entity_id, group in groupby(actions, key=lambda action: action.entity.entity_id):
            messages = tuple(message for action in group for message in self.encode(action))
            bound = self.bound(entity_id)
            found += messages if bound is None else bound.binding.together(messages)
        return tuple(found)

    def is_confirmed(self, action: Action) -> bool | None:
        """Whether the device reports what the action leads to; None where it never reports it."""
        bound = self.bound(action.entity.entity_id)
        if bound is None:
            return False
        reported = bound.binding.reported
        expected = {k: v for k, v in bound.expect(action).items() if k in reported}
        return is_confirmed(expected, self._states.of(bound.entity.entity_id)) if expected else None

    def assume(self, action: Action) -> Change:
        """Take for done what the action's device will not report."""
        bound = self.bound(action.entity.entity_id)
        if bound is None or not self._states.assume(bound, action):
            return Change.NOTHING
        self._home = None
        return Change.STATES

    @property
    def home(self) -> Home:
        """All entities and their states at this moment."""
        self._refresh()
        if self._home is None:
            entities = tuple(bound.entity for bound in self._bounds.values())
            self._home = Home(
                entities=entities,
                states=self._states.snapshot(),
                appliances=self._appliances,
            )
        return self._home

    def foreseen(self, actions: Sequence[Action]) -> Home:
        """The home as its devices will report it once they have done what they were asked for."""
        home = self.home
        states = dict(home.states)
        for action in actions:
            entity_id = action.entity.entity_id
            bound, before = self.bound(entity_id), states.get(entity_id, EntityState())
            if bound is not None:
                states[entity_id] = replace(
                    before, values={**before.values, **bound.expect(action)}
                )
        return replace(home, states=states)

    def bound(self, entity_id: str) -> Bound | None:
        """How to command and read an entity; None where the home has none of this id."""
        self._refresh()
        return self._bounds.get(entity_id)

    @property
    def discovery_filters(self) -> tuple[str, ...]:
        """The topic filters on which devices announce themselves."""
        return self._discovery.filters

    @property
    def subscriptions(self) -> frozenset[str]:
        """The topics on which devices report, availability included."""
        self._refresh()
        return self._states.topics

    @property
    def unusable(self) -> Mapping[str, str]:
        """Why an announcement is not used, by topic, one sentence each."""
        return {**self._discovery.unusable, **self._rejected}

    @property
    def unreadable(self) -> Mapping[tuple[str, str], str]:
        """Why a report could not be used, by entity id and topic."""
        return self._states.reports

    @property
    def unmatched_aliases(self) -> tuple[str, ...]:
        """The configured aliases that belong to no device of this home (yet)."""
        return self._aliases.unmatched(self.home.entities)

    @property
    def unused_codes(self) -> Mapping[str, int]:
        """The configured codes that are not used, with the number of devices that want them.

        A code is for one device: what fits several is given to none.
        """
        self._refresh()
        return {key: len(found) for key, found in self._coded.items() if len(found) != 1}

    def _refresh(self) -> None:
        if not self._is_stale:
            return
        self._is_stale = False
        found = [*self._declared, *self._discovery.entities]
        ids = FreeIds(bound.entity.entity_id for bound in found)
        placed = {key: ids.free(bound) for key, bound in self._adopted.items()}
        self._ids_here = {key: bound.entity.entity_id for key, bound in placed.items()}
        found += placed.values()
        self._bounds = {bound.entity.entity_id: bound for bound in map(self._aliased, found)}
        self._give_codes()
        self._states.bind(self._bounds.values())
        self._home = None

    def _give_codes(self) -> None:
        wanting = [bound.entity for bound in self._bounds.values() if bound.binding.coded]
        self._coded = self._codes.meant(wanting)
        for key, entities in self._coded.items():
            if len(entities) == 1:
                entity_id = entities[0].entity_id
                self._bounds[entity_id] = self._bounds[entity_id].with_code(self._codes[key])

    def _aliased(self, bound: Bound) -> Bound:
        further = [name for names in self._aliases.of(bound.entity) for name in names]
        if not further:
            return bound
        aliases = dict.fromkeys((*bound.entity.aliases, *further))
        return replace(bound, entity=replace(bound.entity, aliases=tuple(aliases)))
