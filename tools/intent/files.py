"""The files of this folder."""

from pathlib import Path
from typing import Any, Final

import yaml

HERE: Final = Path(__file__).parent


def read(name: str) -> dict[str, Any]:
    """The content of a YAML file of this folder."""
    content = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    assert isinstance(content, dict)  # noqa: S101 - our own file
    return content
