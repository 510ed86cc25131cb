"""One entity as it was announced or declared, before it has its place in the home."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from edge_agent.domain.entity import Entity
from edge_agent.home.availability import availability
from edge_agent.home.binding import Binding, Bound
from edge_agent.home.codec import DIALECTS, domain_of
from edge_agent.home.fields import Fields, UnusableError, as_text
from edge_agent.home.naming import naming, slug, tidy
from edge_agent.home.refusals import refusal

MAX_ALIASES: Final = 32
MAX_ID_CHARS: Final = 120
_USUAL_NAMES: Final = {"update": "Update"}
"""What would otherwise be called just as the device that it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """The device that an entity belongs to, as far as this message tells."""

    identifiers: tuple[str, ...] = ()
    name: str | None = None
    area: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Announcement:
    """One usable entity; its id may still collide with another's."""

    bound: Bound
    device: Device
    own_name: str | None
    unique_id: str | None

    def completed(self, device: Device) -> Bound:
        """The entity, with what its own message leaves out taken from another one's."""
        if self.device.name is not None and self.device.area is not None:
            return self.bound
        name = self.device.name if self.device.name is not None else device.name
        area = self.bound.entity.area if self.bound.entity.area is not None else device.area
        entity = replace(self.bound.entity, area=area)
        if name != self.device.name:
            called = naming(self.own_name, name, entity.domain, entity.name)
            entity = replace(entity, name=called.name, aliases=called.aliases)
        return self.bound if entity == self.bound.entity else replace(self.bound, entity=entity)


def announcement(
    platform: str, config: Mapping[str, object], *, fallback: str, source: str
) -> Announcement | None:
    """The entity of an expanded configuration; None where it is not meant to be commanded.

    Raises `UnusableError` where it cannot be used. `fallback` is what it is called if it has no
    name and no device; `source` is where it was learnt.
    """
    if platform not in DIALECTS:
        raise UnusableError(refusal(platform))
    fields = Fields(config)
    if "entity_category" in fields or not fields.flag("enabled_by_default", default=True):
        return None
    domain = domain_of(platform)
    device = _device(config.get("device"))
    own_name = fields.optional_text("name") or _USUAL_NAMES.get(platform)
    called = naming(own_name, device.name, domain, fallback)
    entity = Entity(
        entity_id=f"{domain}.{_given_id(fields) or slug(called.name) or slug(fallback) or domain}",
        name=called.name,
        domain=domain,
        device_class=_device_class(fields),
        area=device.area,
        aliases=called.aliases,
        source=source,
    )
    return Announcement(
        bound=_bound(entity, DIALECTS[platform](fields), fields),
        device=device,
        own_name=own_name,
        unique_id=fields.optional_text("unique_id"),
    )


def _bound(entity: Entity, binding: Binding, fields: Fields) -> Bound:
    if not (binding.actions or binding.coded or binding.readings):
        raise UnusableError("there is no topic to command it or to read it by.")
    return binding.bound(entity, availability(fields))


def _device(value: object) -> Device:
    if value is None:
        return Device()
    if not isinstance(value, Mapping):
        raise UnusableError("device is not a mapping.")
    fields = Fields(value)
    name = tidy(fields.text("name", ""))
    area = tidy(fields.text("suggested_area", ""))
    return Device(identifiers=_identifiers(value), name=name or None, area=area or None)


def _identifiers(device: Mapping[str, object]) -> tuple[str, ...]:
    identifiers = Fields(device).texts("identifiers")
    connections = device.get("connections")
    if not isinstance(connections, list):
        return identifiers
    pairs = (pair for pair in connections if isinstance(pair, list))
    return (*identifiers, *("|".join(as_text("connections", part) for part in p) for p in pairs))


def _device_class(fields: Fields) -> str | None:
    word = fields.text("device_class", "").strip()
    return word if word and word != "None" else None


def _given_id(fields: Fields) -> str:
    """The id that the device wishes for, without its domain."""
    wished = fields.text("default_entity_id", "") or fields.text("object_id", "")
    return slug(wished.rpartition(".")[2])[:MAX_ID_CHARS]
