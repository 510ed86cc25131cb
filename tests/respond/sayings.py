"""Devices to be spoken of, and an agent that always takes the first way to say something."""

from datetime import UTC, datetime

from edge_agent.domain.action import Action, ActionKind
from edge_agent.domain.command import Command
from edge_agent.domain.entity import Domain, Entity
from edge_agent.domain.intent import Intent
from edge_agent.domain.resolution import Plan
from edge_agent.domain.response import Manner, Response
from edge_agent.domain.slots import Slots
from edge_agent.respond.responder import Responder, Subject, Told
from edge_agent.respond.words import Words

NOW = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)


def entity(domain: str, name: str, area: str | None = None, **more) -> Entity:
    entity_id = f"{domain}.{name.lower().replace(' ', '_')}_{area}"
    return Entity(entity_id=entity_id, name=name, area=area, domain=Domain(domain), **more)


LAMP = entity("light", "Desk Lamp", "Office")
LIGHTS = tuple(entity("light", f"Lamp {i}", "Hall") for i in range(5))
DOOR = entity("lock", "Front Door")
BLINDS = entity("cover", "Blinds", "Office")
HEATER = entity("water_heater", "Boiler", "Bath", temperature_range=(40.0, 65.0))
HEATING = entity("climate", "Heating", "Office", unit="°C")
VOLUME = entity("number", "Doorbell Volume", unit="%", value_range=(0.0, 90.0))
ROBOT = entity("vacuum", "Robot")
FAN = entity("fan", "Tower Fan")
SCENE = entity("scene", "Movie Time", "Office")
WARMTH = entity("sensor", "Thermometer", "Kitchen", device_class="temperature", unit="°C")


def command(intent: Intent, **slots) -> Command:
    return Command(intent=intent, slots=Slots(**slots), confidence=1)


def act(device: Entity, kind: ActionKind, value=None) -> Action:
    return Action(entity=device, kind=kind, value=value)


def plan(*actions: Action, targets=None, intent=Intent.TURN_ON, is_already=False, **slots) -> Plan:
    return Plan(
        command=command(intent, **slots),
        targets=targets or tuple(dict.fromkeys(action.entity for action in actions)),
        actions=actions,
        is_already=is_already or not actions,
    )


def first_responder() -> Responder:
    return Responder(Words(choose=lambda _, variants: variants[0]), lambda: NOW)


def respond(*about: Subject, silent=(), manner=Manner.PLAIN) -> Response:
    return first_responder().respond([Told(about=one, silent=silent) for one in about], manner)


def said(*about: Subject, silent=(), manner=Manner.PLAIN) -> str:
    return respond(*about, silent=silent, manner=manner).text


def all_said(about: Subject, manner=Manner.PLAIN, count=40) -> set[str]:
    """What is said in the course of time."""
    responder = Responder(now=lambda: NOW)
    return {responder.respond([Told(about=about)], manner).text for _ in range(count)}
