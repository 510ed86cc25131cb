"""Reading one YAML file into plain values, strictly: no key twice, no tags, no endless aliases."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from edge_agent.errors import ConfigError

_MAX_BYTES = 1_000_000
_MAX_VALUES = 100_000


class Document:
    """A YAML file as plain values that still knows on which line each of them stands."""

    def __init__(self, path: Path) -> None:
        """Read a file.

        Raises:
            ConfigError: it cannot be read or is not strict YAML.
        """
        self.path = path
        self._count = 0
        self._root = _compose(path, _read(path))
        self.value: Any = {} if self._root is None else self._plain(self._root)
        """Mappings, lists and scalars."""

    def _plain(self, node: yaml.Node, inside: tuple[yaml.Node, ...] = ()) -> Any:  # noqa: ANN401 - YAML holds anything
        self._count += 1
        if self._count > _MAX_VALUES:
            raise ConfigError(f"{self.path}: more values than any configuration has.")
        if node in inside:
            raise ConfigError(f"{self.path}:{_line(node)}: this alias refers to itself.")
        if isinstance(node, yaml.MappingNode):
            _refuse_repeated_keys(self.path, node)
            return {
                str(_scalar(self.path, key)): self._plain(value, (*inside, node))
                for key, value in node.value
            }
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item, (*inside, node)) for item in node.value]
        return _scalar(self.path, node)

    def line_of(self, steps: Sequence[str | int]) -> int:
        """The line, from 1, of the deepest value on this way that exists."""
        node, line = self._root, 1
        for step in steps:
            if isinstance(node, yaml.MappingNode):
                found = next(((k, v) for k, v in node.value if k.value == step), None)
                if found is None:
                    break
                line, node = _line(found[0]), found[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
                line = _line(node)
            else:
                break
        return line


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ConfigError(f"{path}: larger than 1 MB; is it a configuration?")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(
            f"{path}: no such file; copy configs/home.yaml there and set the broker's address."
        ) from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text (byte {error.start}).") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}.") from None


def _compose(path: Path, text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = error.problem or error.context or ""
        if "'\\t'" in problem:
            problem = "a tab where only spaces may stand"
        raise ConfigError(f"{where}: not valid YAML: {problem}.") from None
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: not valid YAML: {error}.") from None
    except RecursionError:
        raise ConfigError(f"{path}: nested too deeply for a configuration.") from None


def _scalar(path: Path, node: yaml.Node) -> Any:  # noqa: ANN401 - any YAML scalar
    constructor = yaml.SafeLoader("")
    try:
        return constructor.construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError):
        raise ConfigError(f"{path}:{_line(node)}: cannot be read as a plain value.") from None
    finally:
        constructor.dispose()


def _refuse_repeated_keys(path: Path, node: yaml.MappingNode) -> None:
    seen: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise ConfigError(f"{path}:{_line(key)}: a key must be a plain word.")
        if key.value in seen:
            raise ConfigError(f"{path}:{_line(key)}: {key.value} is given twice; keep one.")
        seen.add(key.value)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
