"""From a YAML file to a checked `Config`; every complaint names file, line and key."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import msgspec

from edge_agent.config.document import Document
from edge_agent.config.schema import Config
from edge_agent.errors import ConfigError

_PATH_STEP = re.compile(r"\.([^.\[\]`]+)|\[(\d+)\]")
_UNKNOWN_KEY = re.compile(r"Object contains unknown field `(?P<key>[^`]*)`")
_PLAIN_WORDS: Final = {
    "`int | null`": "a whole number",
    "`str | null`": "text",
    "`int`": "a whole number",
    "`float`": "a number",
    "`str`": "text",
    "`bool`": "true or false",
    "`object`": "a mapping of keys to values",
    "`array`": "a list",
    "`null`": "nothing",
    "`date`": "a date (put it in quotes)",
}
_FILE_KEYS: Final = (
    ("speech", "model"),
    ("understanding", "model"),
    ("mqtt", "password_file"),
    ("mqtt", "ca_file"),
)


def load_config(path: Path) -> Config:
    """Read and check a configuration file.

    File names in it are taken relative to its directory.

    Raises:
        ConfigError: the file cannot be read, is not YAML, or says what is not allowed.
    """
    document = Document(path)
    if not isinstance(document.value, dict):
        raise ConfigError(f"{path}: must hold keys and values such as 'mqtt: {{host: ...}}'.")
    try:
        config = msgspec.convert(document.value, Config)
    except msgspec.ValidationError as error:
        raise _explained(document, str(error)) from None
    return _with_absolute_files(config, path.resolve().parent)


def _explained(document: Document, message: str) -> ConfigError:
    """Turn msgspec's complaint into one sentence that says where and what is allowed."""
    problem, _, place = message.partition(" - at `")
    steps: list[str | int] = [
        int(index) if index else name for name, index in _PATH_STEP.findall(place)
    ]
    if unknown := _UNKNOWN_KEY.match(problem):
        problem = "unknown key; " + _suggestion(unknown["key"], _keys_at(steps))
        steps.append(unknown["key"])
    else:
        problem = f"must be {_in_plain_words(problem.removeprefix('Expected '))}."
    dotted = ".".join(str(step) for step in steps)
    return ConfigError(f"{document.path}:{document.line_of(steps)}: {dotted}: {problem}")


def _in_plain_words(problem: str) -> str:
    for technical, plain in _PLAIN_WORDS.items():
        problem = problem.replace(technical, plain)
    return problem.replace("matching regex", "of the form").replace(", got", ", not")


def _suggestion(key: str, allowed: list[str]) -> str:
    near = get_close_matches(key, allowed, n=1)
    return f"did you mean {near[0]}?" if near else f"allowed here: {', '.join(allowed)}."


def _keys_at(steps: Sequence[str | int]) -> list[str]:
    kind: Any = Config
    for step in steps:
        kind = next((f.type for f in msgspec.structs.fields(kind) if f.name == step), None)
        if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
            return []
    return [field.name for field in msgspec.structs.fields(kind)]


def _with_absolute_files(config: Config, directory: Path) -> Config:
    for section_name, key in _FILE_KEYS:
        section = getattr(config, section_name)
        if (name := getattr(section, key)) and not _is_model_name(section_name, name, directory):
            absolute = str(directory / Path(name).expanduser())
            section = msgspec.structs.replace(section, **{key: absolute})
            config = msgspec.structs.replace(config, **{section_name: section})
    return config


def _is_model_name(section_name: str, name: str, directory: Path) -> bool:
    """Whether a speech model is given by the name it is installed under, not by a path."""
    return section_name == "speech" and "/" not in name and not (directory / name).exists()
