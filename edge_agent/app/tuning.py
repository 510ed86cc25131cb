"""The settings that are in force: the configured ones, and what was set while it ran."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
import structlog

from edge_agent.app.home_grammar import also_heard
from edge_agent.app.speech_models import shipped_speech_model, speech_model_store
from edge_agent.config.response import volume_at
from edge_agent.config.schema import Config, SpeechSettings
from edge_agent.config.wake import WakeSettings
from edge_agent.domain.adjustments import Adjustments
from edge_agent.errors import ModelError
from edge_agent.speech.model_files import check_model_files
from edge_agent.store.adjustments import AdjustmentStore
from edge_agent.store.location import state_directory
from edge_agent.store.models import ModelStore
from edge_agent.store.selection import (
    chosen_directory,
    chosen_name,
    installed_directory,
    shipped_directories,
)

ENGLISH: Final = "en"
"""Commands are understood in no other language."""

_log = structlog.get_logger(__name__)


def adjustment_store(config: Config) -> AdjustmentStore:
    """The file with what was set of the configured agent; it need not exist."""
    given = config.speech.settings_file
    usual = state_directory() / f"settings.{config.agent.id}.json"
    return AdjustmentStore(Path(given) if given else usual)


class Tuning:
    """The configured settings and the adjustments over them."""

    def __init__(self, config: Config) -> None:
        """Read what was kept; a model that is no longer here is left out, which is logged."""
        self.store = adjustment_store(config)
        """Where adjustments outlive the program."""
        self.configured_model, self._configured = _settled(config.speech)
        """What the model is called that the configuration names, or that is used by default."""
        self.adjustments = self._usable(self.store.load())
        """What was set."""
        self._configured_volume = config.response.volume
        self._wake = config.wake
        self.also_heard = also_heard(config)
        """What is listened for beside the home's sentences, whatever the model."""

    @property
    def settings(self) -> SpeechSettings:
        """What is in force."""
        return self.with_adjustments(self.adjustments)

    def with_adjustments(self, adjustments: Adjustments) -> SpeechSettings:
        """What would be in force with others."""
        of_speech = {
            name: value
            for name, value in adjustments.given.items()
            if name in self._configured.__struct_fields__
        }
        return msgspec.structs.replace(self._configured, **of_speech)

    def wake_with_adjustments(self, adjustments: Adjustments) -> WakeSettings | None:
        """As `wake` would be with others."""
        if self._wake is None or adjustments.wake_sensitivity is None:
            return self._wake
        return msgspec.structs.replace(self._wake, sensitivity=adjustments.wake_sensitivity)

    @property
    def wake(self) -> WakeSettings | None:
        """The settings of wake words in force; None where none is needed."""
        return self.wake_with_adjustments(self.adjustments)

    @property
    def in_force(self) -> dict[str, Any]:
        """Each setting that can be adjusted, by name."""
        settings, wake = self.settings, self.wake
        return {
            "silence_s": settings.silence_s,
            "min_lead": settings.min_lead,
            "model": self.model,
            "volume": self.volume,
            **({} if wake is None else {"wake_sensitivity": wake.sensitivity}),
        }

    @property
    def volume(self) -> int:
        """Percent, at this hour."""
        if self.adjustments.volume is not None:
            return self.adjustments.volume
        return volume_at(self._configured_volume, datetime.now().astimezone().time())

    @property
    def model(self) -> str:
        """What the model in use is called."""
        return self.adjustments.model or self.configured_model

    @property
    def models(self) -> tuple[str, ...]:
        """The models that can be used: those that are here, for English as far as is known."""
        store, shipped = speech_model_store(), shipped_speech_model()
        here = [path.name for path in shipped_directories(shipped)]
        fetched = [name for name in store.installed() if _may_be_english(store, name)]
        return tuple(dict.fromkeys([*here, *fetched, self.configured_model, self.model]))

    def _usable(self, kept: Adjustments) -> Adjustments:
        if kept.model is not None and (reason := _why_unusable(kept.model)):
            _log.warning("the model that was set is not used", model=kept.model, reason=reason)
            kept = kept.with_changes({"model": None})
        if kept.given:
            _log.info("settings of the configuration are overridden", **kept.given)
        return kept


def _why_unusable(model: str) -> str | None:
    directory = installed_directory(model, speech_model_store(), shipped_speech_model())
    if directory is None:
        return "It is not installed."
    try:
        check_model_files(directory)
    except ModelError as error:
        return str(error)
    return None


def _settled(settings: SpeechSettings) -> tuple[str, SpeechSettings]:
    """What the model is called, and the settings with its directory: `use` counts from next time.

    Of a model that is given by its directory it is the last part of that. Where there is no such
    model, whoever loads it tells so.
    """
    store, shipped = speech_model_store(), shipped_speech_model()
    try:
        name = chosen_name(settings.model, store, shipped)
        directory = chosen_directory(settings.model, store, shipped)
    except ModelError:
        return settings.model or shipped.name, settings
    return name or directory.name, msgspec.structs.replace(settings, model=str(directory))


def _may_be_english(store: ModelStore, name: str) -> bool:
    try:
        language = store.manifest(name).language
    except ModelError:
        return False
    return language is None or language.startswith(ENGLISH)
