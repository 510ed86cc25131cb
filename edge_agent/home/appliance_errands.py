"""What is asked of an appliance as messages to it."""

import json
import re
from collections.abc import Mapping
from typing import Final

from edge_agent.domain.action import MqttMessage
from edge_agent.domain.appliance import (
    Appliance,
    ApplianceAction,
    ApplianceMessage,
    ApplianceOrder,
    ParameterValue,
)
from edge_agent.domain.command import Command
from edge_agent.domain.resolution import Errand, Unable, UnableReason
from edge_agent.home.template import Template, TemplateError

_OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")
_PLACE: Final = re.compile(r"\{(\w+)\}")


def errand(command: Command, order: ApplianceOrder) -> Errand | Unable:
    """What an order comes to, before the rules are asked."""
    beyond = [
        one.name
        for one in order.action.parameters
        if one.is_number and one.name in order.slots and not _is_taken(order, one.name)
    ]
    if beyond:
        return Unable(command=command, reason=UnableReason.OUT_OF_RANGE)
    lacking = sorted(order.action.needs - order.slots.keys())
    if lacking:
        reason = UnableReason.LACKS_PARAMETER
        return Unable(command=command, reason=reason, lacking=_in_words(lacking[0]))
    try:
        messages = tuple(_message(one, order.slots) for one in order.action.messages)
    except TemplateError:
        return Unable(command=command, reason=UnableReason.UNSUPPORTED)
    return Errand(command=command, messages=messages, does=_told(order))


def _in_words(name: str) -> str:
    """`spinSpeed` as one says it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name).lower()


def first_fault(appliance: Appliance) -> str | None:
    """What is wrong with the templates of an appliance, as one sentence; None where nothing is."""
    for action in appliance.actions:
        for message in action.messages:
            try:
                Template(message.payload or "")
            except TemplateError as error:
                return f"{action.name}: {error}"
        unknown = set(_PLACE.findall(action.does)) - {one.name for one in action.parameters}
        if unknown:
            return f"{action.name}: there is no parameter called {min(unknown)}."
    return None


def _is_taken(order: ApplianceOrder, name: str) -> bool:
    (parameter,) = (one for one in order.action.parameters if one.name == name)
    value = order.slots[name]
    return isinstance(value, int | float) and parameter.takes(float(value))


def _message(message: ApplianceMessage, slots: Mapping[str, ParameterValue]) -> MqttMessage:
    if message.payload is None:
        payload = json.dumps(dict(slots), ensure_ascii=False, separators=(",", ":"))
    else:
        payload = Template(message.payload).render(slots)
    return MqttMessage(topic=message.topic, payload=payload)


def _told(order: ApplianceOrder) -> str:
    """What it does in words, without what was not said."""
    told = {name: str(value) for name, value in order.slots.items()}

    def optional(match: re.Match[str]) -> str:
        return match[1] if set(_PLACE.findall(match[1])) <= told.keys() else ""

    text = _OPTIONAL.sub(optional, _does(order.action))
    text = _PLACE.sub(lambda match: told.get(match[1], ""), text)
    return " ".join(text.split())


def _does(action: ApplianceAction) -> str:
    return action.does or action.name
