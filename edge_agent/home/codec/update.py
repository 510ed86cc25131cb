"""Updates of a device's software: read as whether there is one, never installed by voice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from edge_agent.domain.action import Action, MqttMessage
from edge_agent.domain.entity import EntityState, StateValue
from edge_agent.home.binding import Binding
from edge_agent.home.fields import Fields, UnusableError
from edge_agent.home.reading import UNKNOWN, Update, members, printed, readings

_VERSIONS: Final = ("installed_version", "latest_version")
_MAX_CHARS: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftwareUpdate(Binding):
    """Whether there is newer software; on where there is."""

    def encode(self, action: Action, state: EntityState) -> tuple[MqttMessage, ...]:
        """Nothing: software is installed by hand."""
        del action, state
        return ()

    def completed(self, values: Mapping[str, StateValue]) -> Mapping[str, StateValue]:
        """With `state`, once both versions are known."""
        versions = [values.get(version) for version in _VERSIONS]
        others = {key: value for key, value in values.items() if key != "state"}
        if None in versions:
            return others
        return {**others, "state": "off" if versions[0] == versions[1] else "on"}


def software_update(fields: Fields) -> SoftwareUpdate:
    """The binding of an update."""
    found = (
        *readings(fields, "state_topic", ("value_template",), _VERSIONS, _parse),
        *readings(
            fields,
            "latest_version_topic",
            ("latest_version_template",),
            ("latest_version",),
            lambda text: {"latest_version": _version(text)},
        ),
    )
    return SoftwareUpdate(readings=found, device_class="update")


def _parse(text: str) -> Update:
    """A report as an object with the versions, or just the one that is installed."""
    report = members(text)
    if report is None:
        return {"installed_version": _version(text)}
    return {key: _version(printed(key, report[key])) for key in _VERSIONS if key in report}


def _version(text: str) -> str | None:
    if len(text) > _MAX_CHARS:
        raise UnusableError(f"the version is longer than {_MAX_CHARS} characters.")
    return None if text == UNKNOWN else text
