"""Packs: YAML files that describe what can be asked of an appliance, and what it is sent.

docs/appliances.md tells how one is written.
"""

import itertools
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec

from edge_agent.config.document import Document
from edge_agent.config.load import checked
from edge_agent.config.schema import ApplianceSettings, Config
from edge_agent.domain.appliance import Appliance, ApplianceAction, ApplianceMessage, Parameter
from edge_agent.errors import ConfigError
from edge_agent.home.appliance_errands import first_fault
from edge_agent.mqtt.topics import is_topic
from edge_agent.nlu.template import expand_all, parse, written_slots

_BASE: Final = "~"
_MOST_VALUES: Final = 500
"""Ways to say one parameter."""
_MOST_IN_ANY_ORDER: Final = 4
"""Parameters: their orders are written out."""
_MOST_PHRASES: Final = 50

_Name = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$")]
_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a pack; unknown keys are errors."""


class _Number(_Part, frozen=True, kw_only=True):
    """A parameter that is a number."""

    lowest: float = msgspec.field(name="from")
    highest: float = msgspec.field(name="to")
    step: Annotated[float, msgspec.Meta(gt=0)] = 1.0
    units: tuple[_Text, ...] = ()


class _AnyOrder(_Part, frozen=True, kw_only=True):
    """Parameters that may be said in any order, or not at all."""

    of: Annotated[tuple[_Name, ...], msgspec.Meta(min_length=1, max_length=_MOST_IN_ANY_ORDER)]
    first: str = ""
    """Before the first of them."""
    next: str = ""
    """Before each further one."""


class _Message(_Part, frozen=True, kw_only=True):
    topic: _Text
    payload: str | None = None


class _Action(_Part, frozen=True, kw_only=True):
    phrases: Annotated[tuple[_Text, ...], msgspec.Meta(min_length=1, max_length=_MOST_PHRASES)]
    needs: tuple[_Name, ...] = ()
    messages: Annotated[tuple[_Message, ...], msgspec.Meta(min_length=1, max_length=20)]
    does: _Text
    risk: bool = False


_Value = str | dict[str, tuple[str, ...]]


class _Pack(_Part, frozen=True, kw_only=True):
    words: dict[_Name, _Text] = {}
    any_order: dict[_Name, _AnyOrder] = {}
    parameters: dict[_Name, tuple[_Value, ...] | str | dict[str, Any]] = {}
    actions: Annotated[dict[_Name, _Action], msgspec.Meta(max_length=50)] = {}
    devices: tuple[dict[str, Any], ...] = ()


def appliances_of(config: Config) -> tuple[Appliance, ...]:
    """The appliances of a configuration.

    Raises:
        ConfigError: a pack is missing, or says what is not allowed.
    """
    return tuple(_appliance(settings) for settings in config.appliances)


def devices_of(config: Config) -> tuple[dict[str, Any], ...]:
    """What of the appliances is a device like any other, in the form of `devices:`.

    Raises:
        ConfigError: as `appliances_of`.
    """
    return tuple(
        _device(device, settings)
        for settings in config.appliances
        for device in _pack(settings)[1].devices
    )


def shipped_packs() -> tuple[str, ...]:
    """The names of the packs that come with the program."""
    found = (Path(one.name) for one in _directory().iterdir())
    return tuple(sorted(path.stem for path in found if path.suffix == ".yaml"))


def _directory() -> Any:  # noqa: ANN401 - importlib's Traversable has another home in each version
    return files("edge_agent") / "packs"


def _pack(settings: ApplianceSettings) -> tuple[Document, _Pack]:
    is_file = settings.pack.endswith((".yaml", ".yml"))
    if not is_file and settings.pack not in shipped_packs():
        raise ConfigError(
            f"appliances: there is no pack called {settings.pack}; there are"
            f" {', '.join(shipped_packs())}, or name a file that ends with .yaml."
        )
    path = Path(settings.pack) if is_file else Path(str(_directory() / f"{settings.pack}.yaml"))
    document = Document(path)
    if not isinstance(document.value, dict):
        raise ConfigError(f"{path}: must hold keys and values such as 'actions: ...'.")
    return document, checked(document, _Pack)


def _appliance(settings: ApplianceSettings) -> Appliance:
    document, pack = _pack(settings)
    reader = _Reader(document, pack)
    appliance = Appliance(
        name=settings.name or settings.pack.replace("_", " "),
        area=settings.area,
        actions=tuple(reader.actions(settings.topic)),
        words=reader.words,
        source=str(document.path),
    )
    fault = first_fault(appliance)
    if fault is not None:
        raise ConfigError(f"{document.path}: {fault}")
    return appliance


class _Reader:
    """Makes values of one pack, or says what is wrong with it and where."""

    def __init__(self, document: Document, pack: _Pack) -> None:
        self._document = document
        self._pack = pack
        self.words = {**pack.words, **{k: _in_any_order(v) for k, v in pack.any_order.items()}}
        self._parameters = {
            name: self._parameter(name, given) for name, given in pack.parameters.items()
        }

    def actions(self, topic: str) -> Iterator[ApplianceAction]:
        """All actions of an appliance whose topics begin with one."""
        for name, action in self._pack.actions.items():
            places = {place for one in action.phrases for place in self._places(name, one)}
            for needed in sorted({*places, *action.needs} - self._parameters.keys()):
                raise self._error(f"there is no parameter called {needed}.", "actions", name)
            yield ApplianceAction(
                name=name,
                phrases=action.phrases,
                parameters=tuple(self._parameters[place] for place in sorted(places)),
                needs=frozenset(action.needs),
                messages=tuple(self._message(name, one, topic) for one in action.messages),
                does=action.does,
                is_risky=action.risk,
            )

    def _places(self, action: str, phrase: str) -> set[str]:
        try:
            parse(phrase, self.words)
            return {slot.tag for slot in written_slots(phrase, self.words)}
        except ValueError as error:
            raise self._error(f"{error}.", "actions", action, "phrases") from None

    def _message(self, action: str, message: _Message, topic: str) -> ApplianceMessage:
        whole = message.topic.replace(_BASE, topic)
        if not is_topic(whole):
            raise self._error(f"{whole} is no topic.", "actions", action, "messages")
        return ApplianceMessage(topic=whole, payload=message.payload)

    def _parameter(self, name: str, given: tuple[_Value, ...] | str | dict[str, Any]) -> Parameter:
        if isinstance(given, dict):
            try:
                number = msgspec.convert(given, _Number)
            except msgspec.ValidationError as error:
                raise self._error(f"{error}.", "parameters", name) from None
            if number.lowest >= number.highest:
                raise self._error("'from' must be less than 'to'.", "parameters", name)
            return Parameter(
                name=name,
                lowest=number.lowest,
                highest=number.highest,
                step=number.step,
                units=number.units,
            )
        values = self._written_out(name, given) if isinstance(given, str) else given
        found = tuple(_value(value) for value in values)
        if not 0 < sum(1 + len(ways) for _, ways in found) <= _MOST_VALUES:
            message = f"must have 1 to {_MOST_VALUES} ways to say it."
            raise self._error(message, "parameters", name)
        return Parameter(name=name, values=found)

    def _written_out(self, name: str, pattern: str) -> tuple[str, ...]:
        try:
            ways = itertools.islice(expand_all(parse(pattern, self.words)), _MOST_VALUES + 1)
            return tuple(dict.fromkeys(" ".join(words) for words in ways))
        except ValueError as error:
            raise self._error(f"{error}.", "parameters", name) from None

    def _error(self, problem: str, *steps: str) -> ConfigError:
        line = self._document.line_of(steps)
        return ConfigError(f"{self._document.path}:{line}: {'.'.join(steps)}: {problem}")


def _value(given: _Value) -> tuple[str, tuple[str, ...]]:
    if isinstance(given, str):
        return given, ()
    ((value, ways),) = list(given.items())[:1] or [("", ())]
    return value, tuple(ways)


def _in_any_order(group: _AnyOrder) -> str:
    """A pattern of some of the parameters, in any order."""
    counts = range(len(group.of) + 1)
    orders = itertools.chain.from_iterable(itertools.permutations(group.of, n) for n in counts)
    return "|".join(_joined(order, group) for order in orders)


def _joined(order: tuple[str, ...], group: _AnyOrder) -> str:
    parts = (
        f"{f'({group.next})' if at and group.next else ''}"
        f"{f'({group.first})' if not at and group.first else ''} {{{name}}}"
        for at, name in enumerate(order)
    )
    return " ".join(parts).strip() or "[]"


def _device(device: Mapping[str, Any], settings: ApplianceSettings) -> dict[str, Any]:
    """A device of a pack as one that the configuration declares."""
    name = settings.name or settings.pack.replace("_", " ")
    told = {
        key: value.replace("{name}", name) if isinstance(value, str) else value
        for key, value in device.items()
    }
    placed = {"area": settings.area} if settings.area else {}
    return {_BASE: settings.topic, **placed, **told}
