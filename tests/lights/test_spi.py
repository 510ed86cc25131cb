"""Ports that cannot be used; there is none to be had that can."""

from pathlib import Path

import pytest

from edge_agent.errors import ConfigError
from edge_agent.lights.spi import SpiPort


def test_a_port_that_is_missing_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"spidev0\.1 cannot be used \(No such file") as raised:
        SpiPort.open(str(tmp_path / "spidev0.1"))
    assert "\n" not in str(raised.value)


def test_what_is_no_port_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="file cannot be used"):
        SpiPort.open(str(tmp_path / "file"))
