"""What a device is called: by people, and by the agent itself."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.entity import Domain

MAX_NAME_CHARS: Final = 120

_READ_ONLY: Final = frozenset({Domain.SENSOR, Domain.BINARY_SENSOR})
_SETTINGS: Final = frozenset({Domain.NUMBER, Domain.SELECT, Domain.BUTTON})
"""What a device has beside what it is for: one word does not tell whose it is."""
_GENERIC: Final = re.compile(
    r"(main |power )?"
    r"(light|lights|lamp|led|bulb|dimmer|switch|relay|outlet|socket|plug|power|state|status|output"
    r"|channel|load|fan|lock|cover|valve|siren|climate|thermostat|endpoint|button|gang|contact|sensor"
    r"|l|left|right|center|centre|top|bottom|mqtt [a-z ]+)"
    r"[ _-]?[0-9]*",
    re.IGNORECASE,
)
"""Names that say what a thing is but not which one: they need the device's name before them."""
_TECHNICAL: Final = re.compile(r"[^\s]*[-_0-9][^\s]*|[a-z]+[A-Z][^\s]*")
"""A host name or serial number rather than words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A name and what else people may say for it."""

    name: str
    aliases: tuple[str, ...] = ()


def naming(
    entity_name: str | None, device_name: str | None, domain: Domain, fallback: str
) -> Naming:
    """How an entity is called, from its own name and its device's.

    An entity without a name of its own is called as its device. A name that tells it apart stands
    alone, with "<device> <name>" as an alias; one that does not ("Light", "Left") needs the
    device's name before it. A sensor is known by both: "Hall Sensor Temperature"; a setting of
    one word too: "Doorbell Volume".
    """
    own = tidy(entity_name or "")
    device = spoken_device(tidy(device_name or ""))
    if not own:
        return Naming(name=device or spoken_device(tidy(fallback)) or domain.replace("_", " "))
    if not device or _starts_with(own, device):
        return Naming(name=own)
    if _ends_with(device, own):
        return Naming(name=device)
    full = f"{device} {own}"
    is_technical = _TECHNICAL.fullmatch(tidy(device_name or "")) is not None
    if domain in _READ_ONLY:
        return _sensor_naming(own, full, is_technical=is_technical)
    needs_device = domain in _SETTINGS and " " not in own and not is_technical
    if _GENERIC.fullmatch(own) or needs_device:
        return Naming(name=full)
    return Naming(name=own, aliases=() if is_technical or _share_a_word(own, device) else (full,))


def _sensor_naming(own: str, full: str, *, is_technical: bool) -> Naming:
    if " " in own or is_technical:
        return Naming(name=own)
    return Naming(name=full)


def tidy(name: str) -> str:
    """The name on one line, without control characters and not too long."""
    printable = "".join(
        char if unicodedata.category(char)[0] != "C" else " " for char in name[: 4 * MAX_NAME_CHARS]
    )
    return " ".join(printable.split())[:MAX_NAME_CHARS].strip()


def spoken_device(name: str) -> str:
    """A host name as words: `kitchen-lamp` becomes `Kitchen Lamp`; other names stay."""
    if not _TECHNICAL.fullmatch(name):
        return name
    spaced = " ".join(re.split(r"[-_]+", name)).strip()
    return spaced.title() if spaced.islower() else spaced


def slug(text: str) -> str:
    """Lower-case letters, digits and underscores, as in an entity id."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def _starts_with(longer: str, shorter: str) -> bool:
    return f"{longer.casefold()} ".startswith(f"{shorter.casefold()} ")


def _ends_with(longer: str, shorter: str) -> bool:
    return f" {longer.casefold()}".endswith(f" {shorter.casefold()}")


def _share_a_word(first: str, second: str) -> bool:
    return not set(first.casefold().split()).isdisjoint(second.casefold().split())
