"""From a YAML file to a checked `Config`; every complaint names file, line and key."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Final, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from edge_agent.config.document import Document
from edge_agent.config.files import with_absolute_files
from edge_agent.config.needs import NeedsSettings
from edge_agent.config.schema import FORMS, Config
from edge_agent.errors import ConfigError

_PATH_STEP = re.compile(r"\.([^.\[\]`]+)|\[(\d+)\]")
_UNKNOWN_KEY = re.compile(r"Object contains unknown field `(?P<key>[^`]*)`")
_UNKNOWN_WORD = re.compile(r"Invalid enum value '(?P<word>[^']*)'")
_Kind = TypeVar("_Kind", bound=msgspec.Struct)
_TYPES: Final = re.compile(r"`([a-z]+(?: \| [a-z]+)*)`")
_LIMIT: Final = re.compile(r"[<>]=?(?= -?\d)")
_LIMITS: Final = {"<": "below", "<=": "not above", ">": "above", ">=": "not below"}
_MISSING_KEY: Final = re.compile(r"Object missing required field `(?P<key>[^`]*)`")
_PLAIN_WORDS: Final = {
    "int": "a whole number",
    "float": "a number",
    "str": "text",
    "bool": "true or false",
    "object": "a mapping of keys to values",
    "array": "a list",
    "null": "nothing",
    "date": "a date (put it in quotes)",
}


def load_config(path: Path) -> Config:
    """Read and check a configuration file.

    File names in it are taken relative to its directory.

    Raises:
        ConfigError: the file cannot be read, is not YAML, or says what is not allowed.
    """
    document = Document(path)
    if not isinstance(document.value, dict):
        raise ConfigError(f"{path}: must hold keys and values such as 'mqtt: {{host: ...}}'.")
    config = checked(document, Config)
    return with_absolute_files(config, path.resolve().parent)


def load_needs(path: Path) -> NeedsSettings:
    """Read and check a file that holds nothing but what is under `needs:`.

    Raises:
        ConfigError: as `load_config`.
    """
    return checked(Document(path), NeedsSettings)


def checked(document: Document, kind: type[_Kind]) -> _Kind:
    """A document as a type.

    Raises:
        ConfigError: it says what the type does not allow; file, line and key are told.
    """
    try:
        return msgspec.convert(document.value, kind)
    except msgspec.ValidationError as error:
        raise _explained(document, str(error), kind) from None


def _explained(document: Document, message: str, root: type[msgspec.Struct]) -> ConfigError:
    """Turn msgspec's complaint into one sentence that says where and what is allowed."""
    problem, _, place = message.partition(" - at `")
    steps: list[str | int] = [
        int(index) if index else name for name, index in _PATH_STEP.findall(place)
    ]
    if unknown := _UNKNOWN_KEY.match(problem):
        problem = "unknown key; " + _suggestion(unknown["key"], _keys_at(steps, root))
        steps.append(unknown["key"])
    elif word := _UNKNOWN_WORD.match(problem):
        problem = "unknown word; " + _suggestion(word["word"], _words_at(steps, root))
    else:
        problem = f"must be {_in_plain_words(problem.removeprefix('Expected '))}."
    where = f"{document.path}:{document.line_of(steps)}: {_key(steps)}"
    return ConfigError(f"{where}: {problem}")


def _key(steps: Sequence[str | int]) -> str:
    """A place in a configuration, such as `policy.rules[0].then`."""
    said = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return "".join(said).removeprefix(".")


def _in_plain_words(problem: str) -> str:
    if missing := _MISSING_KEY.match(problem):
        return f"given a {missing['key']}"
    for form, said in FORMS.items():
        problem = problem.replace(f"`str` matching regex {form!r}", said)
    problem = _TYPES.sub(lambda types: _plain_types(types[1].split(" | ")), problem)
    problem = _LIMIT.sub(lambda limit: _LIMITS[limit[0]], problem)
    return problem.replace(", got", ", not")


def _plain_types(names: list[str]) -> str:
    """Types in words; that a key may be left out goes without saying."""
    said = [name for name in names if name != "null"] or names
    return " or ".join(_PLAIN_WORDS.get(name, f"`{name}`") for name in said)


def _suggestion(key: str, allowed: list[str]) -> str:
    near = get_close_matches(key, allowed, n=1)
    return f"did you mean {near[0]}?" if near else f"allowed here: {', '.join(allowed)}."


def _keys_at(steps: Sequence[str | int], root: type[msgspec.Struct]) -> list[str]:
    structs = [kind for kind in _kinds_at(steps, root) if isinstance(kind, type)]
    fields = (msgspec.structs.fields(kind) for kind in structs if issubclass(kind, msgspec.Struct))
    return [field.encode_name for of_one in fields for field in of_one]


def _words_at(steps: Sequence[str | int], root: type[msgspec.Struct]) -> list[str]:
    return [word for kind in _kinds_at(steps, root) for word in _words_of(kind)]


def _words_of(kind: Any) -> list[str]:  # noqa: ANN401 - any type of a field
    """The words that a type takes, where it takes only certain ones."""
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    return list(kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else []


def _kinds_at(steps: Sequence[str | int], root: Any) -> list[Any]:  # noqa: ANN401 - as above
    """The types that a value on this way may have."""
    kinds = [root]
    for step in steps:
        kinds = [alternative for kind in kinds for alternative in _alternatives(_below(kind, step))]
    return kinds


def _below(kind: Any, step: str | int) -> Any:  # noqa: ANN401 - as above
    """The type of what stands in a value of a type; None where nothing is known of it."""
    if isinstance(step, int):
        return next(iter(get_args(kind)), None)
    if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
        return None
    return next((f.type for f in msgspec.structs.fields(kind) if f.encode_name == step), None)


def _alternatives(kind: Any) -> list[Any]:  # noqa: ANN401 - as above
    """A type without what only limits it, or each type of a union."""
    if get_origin(kind) is Annotated:
        return _alternatives(get_args(kind)[0])
    if get_origin(kind) in {Union, UnionType}:
        return [one for part in get_args(kind) for one in _alternatives(part)]
    return [kind]
