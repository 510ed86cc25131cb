"""Lights that take and send one JSON object: Home Assistant's `json` schema."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from edge_agent.domain.action import Action, ActionKind, Message, MqttMessage
from edge_agent.domain.entity import Capability, EntityState, StateValue
from edge_agent.home.binding import Binding, CommandTopic, required_command_topic
from edge_agent.home.codec.light_color import (
    WHITE,
    ColorMode,
    WhiteRange,
    brightness_percent,
    brightness_steps,
    channels,
    color_of,
    effects_of,
    known_brightness,
    light_actions,
    light_expectation,
    preferred,
    white_range,
)
from edge_agent.home.colorspace import kelvin_to_rgb, to_hex
from edge_agent.home.fields import Fields, UnusableError, as_text
from edge_agent.home.reading import Parse, Update, finite, readings

_WHITES: Final = "color_temp"
_KNOWN_MODES: Final = frozenset({*ColorMode, _WHITES, "onoff", "brightness", "white"})


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonLight(Binding):
    """A light that takes and sends one JSON object."""

    command: CommandTopic
    brightness_scale: int
    color_mode: ColorMode | None
    has_white: bool
    has_white_channel: bool
    """White has a channel of its own beside the colours."""
    white_range: WhiteRange

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """One object with the state and what is to change."""
        payload: dict[str, object] = {"state": "ON"}
        match action.kind, action.value:
            case ActionKind.TURN_OFF, _:
                payload["state"] = "OFF"
            case ActionKind.SET_BRIGHTNESS, int() | float() as value:
                payload["brightness"] = brightness_steps(value, self.brightness_scale)
            case ActionKind.SET_COLOR, str() as color if color == WHITE and self.has_white_channel:
                payload["white"] = brightness_steps(known_brightness(state), self.brightness_scale)
            case ActionKind.SET_COLOR, str() as color:
                payload |= self._colored(color)
            case ActionKind.SET_EFFECT, str() as effect:
                payload["effect"] = effect
            case ActionKind.SET_COLOR_TEMPERATURE, int() | float() as kelvin:
                payload |= self._whitened(kelvin)
        return (self.command.message(json.dumps(payload, separators=(",", ":"))),)

    def together(self, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        """One object for all: a colour must not flash up before its brightness comes."""
        changes = [json.loads(one.payload) for one in messages if isinstance(one, MqttMessage)]
        if len({change["state"] for change in changes}) != 1:
            return messages
        whole: dict[str, object] = {}
        for change in changes:
            whole |= change
        return (self.command.message(json.dumps(whole, separators=(",", ":"))),)

    def _colored(self, color: str) -> dict[str, object]:
        if self.color_mode is None:
            return {}
        names = self.color_mode.channel_names
        values = channels(self.color_mode, color)
        return {"color": dict(zip(names, values, strict=True))}

    def _whitened(self, kelvin: float) -> dict[str, object]:
        if not self.has_white:
            return self._colored(to_hex(kelvin_to_rgb(kelvin)))
        return {"color_temp": self.white_range.encode(kelvin)}

    def expect(self, action: Action) -> Mapping[str, StateValue]:
        """The nearest brightness and colour temperature that the light has."""
        if self.has_white_channel and action.kind is ActionKind.SET_COLOR and action.value == WHITE:
            return {"state": "on"}
        whites = self.white_range if self.has_white else None
        return light_expectation(action, self.brightness_scale, whites)


def json_light(fields: Fields) -> JsonLight:
    """The binding of a light that takes and sends one JSON object."""
    modes = _modes(fields)
    color_mode = preferred(modes)
    whites = white_range(fields)
    scale = fields.scale("brightness_scale", 255)
    capabilities = _capabilities(modes, color_mode)
    parse = _parse(modes, scale, whites)
    attributes = tuple(str(capability) for capability in capabilities)
    effects = effects_of(fields) if fields.flag("effect", default=True) else ()
    return JsonLight(
        actions=light_actions(capabilities, has_effects=bool(effects)),
        capabilities=capabilities,
        effects=effects,
        readings=readings(
            fields,
            "state_topic",
            ("value_template",),
            ("state", *attributes, *(("effect",) if effects else ())),
            parse,
        ),
        is_optimistic=fields.flag("optimistic"),
        command=required_command_topic(fields, "command_topic"),
        brightness_scale=scale,
        color_mode=color_mode,
        has_white=_WHITES in modes,
        has_white_channel="white" in modes,
        white_range=whites,
    )


def _modes(fields: Fields) -> frozenset[str]:
    modes = frozenset(fields.texts("supported_color_modes"))
    unknown = modes - _KNOWN_MODES
    if unknown:
        raise UnusableError(f"the colour mode {min(unknown)[:40]!a} is unknown.")
    if modes:
        return modes
    return frozenset({"brightness" if fields.flag("brightness") else "onoff"})


def _capabilities(modes: frozenset[str], color_mode: ColorMode | None) -> frozenset[Capability]:
    found = set()
    if modes != {"onoff"}:
        found.add(Capability.BRIGHTNESS)
    if color_mode is not None:
        found.add(Capability.COLOR)
    if _WHITES in modes:
        found.add(Capability.COLOR_TEMPERATURE)
    return frozenset(found)


def _parse(modes: frozenset[str], scale: int, whites: WhiteRange) -> Parse:
    def parse(text: str) -> Update:
        report = _object(text)
        update: dict[str, StateValue | None] = {}
        if "state" in report:
            update["state"] = _state(report["state"])
        if report.get("brightness") and modes != {"onoff"}:
            brightness = finite("brightness", report["brightness"])
            update["brightness"] = brightness_percent(brightness, scale)
        effect = report.get("effect")
        if isinstance(effect, str):
            update["effect"] = as_text("effect", effect)
        return {**update, **_tint(report, modes, whites)}

    return parse


def _object(text: str) -> dict[str, object]:
    try:
        report = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise UnusableError("the light's report is not JSON.") from error
    if not isinstance(report, dict):
        raise UnusableError("the light's report is not a JSON object.")
    return report


def _state(value: object) -> str | None:
    match value:
        case None:
            return None
        case str() if value.upper() in {"ON", "OFF"}:
            return value.lower()
        case _:
            raise UnusableError(f"state is {ascii(value)[:40]}, neither ON nor OFF.")


def _tint(report: Mapping[str, object], modes: frozenset[str], whites: WhiteRange) -> Update:
    """Colour and colour temperature; where the light names its mode, the other one lapses."""
    update: dict[str, StateValue | None] = {}
    mode = report.get("color_mode")
    if _WHITES in modes and report.get(_WHITES) is not None and mode in {None, _WHITES}:
        update["color_temperature"] = whites.decode(finite(_WHITES, report[_WHITES]))
    color = report.get("color")
    if isinstance(color, dict) and mode != _WHITES:
        update |= _color(color, [mode] if isinstance(mode, str) else sorted(modes))
    if mode == "white":
        update["color"] = WHITE
    if preferred(modes) and _WHITES in modes and mode is not None:
        lapsed = "color" if mode == _WHITES else "color_temperature"
        update.setdefault(lapsed, None)
    return update


def _color(color: Mapping[str, object], modes: list[str]) -> dict[str, StateValue]:
    for mode in ColorMode:
        names = mode.channel_names
        if mode in modes and all(name in color for name in names):
            values = tuple(finite("color", color[name]) for name in names)
            return {"color": color_of(mode, values)}
    return {}
