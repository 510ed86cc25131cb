"""From what Home Assistant tells of an entity to the entity of the agent's home.

Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.entity import Domain, Entity
from edge_agent.home.binding import Bound
from edge_agent.home.naming import Naming, naming, tidy
from edge_agent.home.states import Report
from edge_agent.home_assistant.choosing import source_of
from edge_agent.home_assistant.kinds import KINDS
from edge_agent.home_assistant.registries import Registered, Registries
from edge_agent.home_assistant.service_binding import ServiceBinding, Units
from edge_agent.home_assistant.traits import HAS_DEFAULT_CODE, Told

_SHAPE: Final = frozenset(
    {"supported_features", "device_class", "friendly_name", "unit_of_measurement", "state_class"}
    | {"temperature_unit", "target_humidity_step"}
    | {"supported_color_modes", "effect_list", "min_color_temp_kelvin", "max_color_temp_kelvin"}
    | {"hvac_modes", "fan_modes", "preset_modes", "min_temp", "max_temp", "target_temp_step"}
    | {"operation_list", "available_modes", "min_humidity", "max_humidity", "percentage_step"}
    | {
        "source_list",
        "fan_speed_list",
        "options",
        "min",
        "max",
        "step",
        "code_format",
        "code_arm_required",
    }
)
"""The attributes that tell what an entity can do; the others tell how it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """An entity, and what it was made of."""

    knowledge: object
    """What was known of names and rooms when it was last looked at."""
    entity: Entity
    shape: Told
    """What it can do, without how it is."""
    units: Units
    binding: ServiceBinding
    bound: Bound


class Entities:
    """Makes the agent's entities; what is as it was before is not made anew."""

    def __init__(self) -> None:
        self._registries = Registries()
        self._names: Mapping[str, tuple[str, ...]] = {}
        self._units = Units()
        self._made: dict[str, _Made] = {}

    def learn(
        self, registries: Registries, names: Mapping[str, tuple[str, ...]], units: Units
    ) -> None:
        """Go by these from now on.

        Args:
            registries: names, devices, rooms.
            names: aliases by Home Assistant's entity id.
            units: what Home Assistant counts in.
        """
        self._registries, self._names, self._units = registries, names, units

    def bound(self, entity_id: str, told: Told) -> Bound:
        """The entity with its binding."""
        return self._current(entity_id, told).bound

    def report(self, entity_id: str, told: Told) -> Report:
        """What the entity's state says in the agent's words."""
        values = self._current(entity_id, told).binding.update(told)
        return Report(entity_id=entity_id, values=values, is_available=told.is_available)

    def _current(self, entity_id: str, told: Told) -> _Made:
        known = self._made.get(entity_id)
        shape = _shape(told)
        if known is not None and not told.is_available:
            shape = known.shape  # one that cannot be reached can do what it could before
        if known is None or known.knowledge is not self._registries or known.shape != shape:
            known = self._made[entity_id] = self._renewed(entity_id, shape, known)
        return known

    def _renewed(self, entity_id: str, shape: Told, known: _Made | None) -> _Made:
        """The entity made anew, unless all that it is made of is as it was."""
        entity = self._entity(entity_id, shape)
        basis = (entity, shape, self._units)
        if known is not None and (known.entity, known.shape, known.units) == basis:
            return replace(known, knowledge=self._registries)
        return self._make(entity_id, entity, shape)

    def _make(self, entity_id: str, entity: Entity, shape: Told) -> _Made:
        entry = self._registries.entities.get(entity_id)
        has_code = entry is not None and entry.has_default_code
        told = replace(shape, attributes={**shape.attributes, HAS_DEFAULT_CODE: has_code})
        _, kind = KINDS[_domain(entity_id)]
        binding = kind(entity_id, told, self._units)
        return _Made(
            knowledge=self._registries,
            entity=entity,
            shape=shape,
            units=self._units,
            binding=binding,
            bound=binding.bound(entity),
        )

    def _entity(self, entity_id: str, shape: Told) -> Entity:
        """Who and where it is."""
        entry = self._registries.entities.get(entity_id)
        domain, _ = KINDS[_domain(entity_id)]
        called = self._called(entity_id, entry, shape, domain)
        area = self._registries.area_of(entry) if entry else None
        further = dict.fromkeys((*called.aliases, *self._names.get(entity_id, ())))
        further.pop(called.name, None)
        return Entity(
            entity_id=f"{domain}.{_object_id(entity_id)}",
            name=called.name,
            domain=domain,
            device_class=shape.text("device_class"),
            area=area.name if area else None,
            area_aliases=area.aliases if area else (),
            floor=self._registries.floors.get(area.floor_id or "") if area else None,
            aliases=tuple(further),
            source=source_of(entity_id),
        )

    def _called(
        self, entity_id: str, entry: Registered | None, shape: Told, domain: Domain
    ) -> Naming:
        """What its owner calls it, else what its integration does, as for devices on MQTT."""
        fallback = shape.text("friendly_name") or _object_id(entity_id).replace("_", " ")
        if entry is None:
            return Naming(name=fallback)
        if entry.name is not None:
            return Naming(name=tidy(entry.name) or fallback)
        device = self._registries.device_of(entry)
        return naming(entry.original_name, device.name, domain, fallback)


def _shape(told: Told) -> Told:
    return Told(attributes={key: told.attributes[key] for key in _SHAPE & told.attributes.keys()})


def _domain(entity_id: str) -> str:
    return entity_id.partition(".")[0]


def _object_id(entity_id: str) -> str:
    return entity_id.partition(".")[2]
