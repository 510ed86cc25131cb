"""Tells, as JSON, what the installed Home Assistant takes as MQTT Discovery of our platforms.

Only facts: names of keys, which of them must be there, what kind of value each takes, and which
units and state classes a device class goes with. A kind that is not known here ends it with an
error, so that nothing of a new release is overlooked.
"""

import enum
import importlib
import json
from collections.abc import Iterator
from typing import Any

import probatio
from homeassistant.components.mqtt import schemas
from homeassistant.components.number import const as number
from homeassistant.components.sensor import const as sensor
from homeassistant.const import EntityCategory, __version__

PLATFORMS = (
    *("binary_sensor", "button", "event", "notify", "number", "select", "sensor", "switch", "text"),
    "update",
)
KINDS = {
    "string": "text",
    "template": "template",
    "boolean": "boolean",
    "icon": "icon",
    "url": "url",
    "configuration_url": "url",
    "positive_int": "number",
    "valid_qos_schema": "qos",
    "valid_regex": "text",
    "is_regex": "text",
    "valid_subscribe_topic": "topic filter",
    "valid_publish_topic": "topic",
    "valid_message_expiry_interval": "number",
}


def main() -> None:
    """Print it."""
    platforms = {name: _keys(_platform(name)) for name in PLATFORMS}
    first, *others = platforms.values()
    common = {key: kind for key, kind in first.items() if all(o.get(key) == kind for o in others)}
    document = {
        "source": f"Home Assistant {__version__}, homeassistant.components.mqtt (Apache-2.0)",
        "made_by": "tools/test_home_assistant --schemas",
        "device": _keys(schemas.MQTT_DEVICE_INFO_SCHEMA),
        "origin": _keys(schemas.MQTT_ORIGIN_INFO_SCHEMA),
        "document": _keys(schemas.DEVICE_DISCOVERY_SCHEMA),
        "every_platform": common,
        "platforms": {
            name: {key: kind for key, kind in keys.items() if key not in common}
            for name, keys in platforms.items()
        },
        "units": {"sensor": _units(sensor), "number": _units(number)},
        "state_classes": {
            str(device_class): sorted(map(str, classes))
            for device_class, classes in sensor.DEVICE_CLASS_STATE_CLASSES.items()
        },
    }
    print(json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True))


def _platform(name: str) -> Any:  # noqa: ANN401 - a schema
    module = importlib.import_module(f"homeassistant.components.mqtt.{name}")
    return module.DISCOVERY_SCHEMA


def _keys(schema: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401 - as above
    """Each key of a schema: what it takes, and whether it must be there."""
    found = next(_mappings(schema))
    return {
        str(key): _kind(value) | ({"required": True} if _is_required(key) else {})
        for key, value in found.items()
    }


def _mappings(schema: Any) -> Iterator[dict[Any, Any]]:  # noqa: ANN401 - as above
    if isinstance(getattr(schema, "schema", None), dict):
        yield schema.schema
    for part in getattr(schema, "validators", ()):
        yield from _mappings(part)


def _is_required(key: object) -> bool:
    return isinstance(key, probatio.Required) and isinstance(key.default, probatio.Undefined)


def _kind(validator: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """What a value must be."""
    match validator:
        case probatio.Any():
            (one,) = [_kind(part) for part in validator.validators if part is not None]
            found = one | {"or_null": True}
        case probatio.All():
            kinds = [_kind(part) for part in validator.validators if not _only_limits(part)]
            found = next((kind for kind in kinds if "one_of" in kind), kinds[0])
        case probatio.Coerce():
            found = _kind_of_type(validator.type)
        case probatio.In():
            found = {"one_of": sorted(map(str, validator.container))}
        case probatio.EnsureList() | list():
            found = {"is": "list"}
        case dict() | probatio.Schema():
            found = {"is": "object"}
        case _:
            found = _kind_of_function(validator)
    return found


def _only_limits(part: object) -> bool:
    """Whether a part of several says nothing about the kind of value."""
    name = getattr(part, "__name__", "")
    is_limit = isinstance(part, probatio.Range | probatio.Length)
    return is_limit or name == "Lower" or name.startswith("valid")


def _kind_of_function(validator: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    name = getattr(validator, "__wrapped__", validator).__name__
    if name == "entity_category_without_config":
        return {"one_of": [str(one) for one in EntityCategory if _takes(validator, one)]}
    return {"is": KINDS[name]}


def _kind_of_type(kind: type) -> dict[str, Any]:
    if issubclass(kind, enum.Enum):
        return {"one_of": sorted(str(one.value) for one in kind)}
    return {"is": {"float": "number", "int": "number", "str": "text"}[kind.__name__]}


def _takes(validator: Any, value: object) -> bool:  # noqa: ANN401 - as above
    try:
        validator(value)
    except probatio.Invalid:
        return False
    return True


def _units(module: Any) -> dict[str, list[str | None]]:  # noqa: ANN401 - a module
    return {
        str(device_class): sorted({None if u is None else str(u) for u in units}, key=str)
        for device_class, units in module.DEVICE_CLASS_UNITS.items()
    }


if __name__ == "__main__":
    main()
