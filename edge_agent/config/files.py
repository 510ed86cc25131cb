"""Files that the configuration names, found beside it."""

from pathlib import Path
from typing import Final

import msgspec

from edge_agent.config.schema import Config

_FILE_KEYS: Final = (
    ("speech", "model"),
    ("speech", "settings_file"),
    ("understanding", "model"),
    ("understanding", "phrases_file"),
    ("timers", "file"),
    ("mqtt", "password_file"),
    ("mqtt", "ca_file"),
    ("policy", "pin_file"),
    ("policy", "log_file"),
    ("response", "piper_voice"),
    ("home_assistant", "token_file"),
    ("home_assistant", "ca_file"),
    ("escalation", "key_file"),
    ("escalation", "ca_file"),
)


def with_absolute_files(config: Config, directory: Path) -> Config:
    """The configuration with every file name in it taken relative to a directory."""
    for absolute in (_with_absolute_sections, _with_absolute_packs, _with_absolute_codes):
        config = absolute(config, directory)
    return config


def _with_absolute_sections(config: Config, directory: Path) -> Config:
    for section_name, key in _FILE_KEYS:
        section = getattr(config, section_name)
        name = getattr(section, key, None)
        if name and not _is_model_name(section_name, key, name, directory):
            section = msgspec.structs.replace(section, **{key: _absolute(name, directory)})
            config = msgspec.structs.replace(config, **{section_name: section})
    return config


def _with_absolute_packs(config: Config, directory: Path) -> Config:
    packs = tuple(
        msgspec.structs.replace(appliance, pack=_absolute(appliance.pack, directory))
        if appliance.pack.endswith((".yaml", ".yml"))
        else appliance
        for appliance in config.appliances
    )
    return msgspec.structs.replace(config, appliances=packs)


def _with_absolute_codes(config: Config, directory: Path) -> Config:
    codes = {key: _absolute(name, directory) for key, name in config.codes.items()}
    return msgspec.structs.replace(config, codes=codes)


def _absolute(name: str, directory: Path) -> str:
    return str(directory / Path(name).expanduser())


def _is_model_name(section_name: str, key: str, name: str, directory: Path) -> bool:
    """Whether a speech model is given by the name it is installed under, not by a path."""
    is_speech_model = section_name == "speech" and key == "model"
    return is_speech_model and "/" not in name and not (directory / name).exists()
