"""`edge-agent --config home.yaml`: listen and act until stopped."""

from pathlib import Path

from edge_agent.app.daemon import run_daemon
from edge_agent.app.hearing import microphone_of
from edge_agent.audio.recording import Recording
from edge_agent.audio.source import AudioSource
from edge_agent.audio.standard_input import StandardInput
from edge_agent.cli.options import read_config
from edge_agent.config.schema import Config


def run(config_path: str, input_: str | None, *, is_fast: bool) -> None:
    """Run the daemon, or its pipeline over a recording; returns when the recording is answered."""
    config = read_config(config_path, is_quiet=False)
    run_daemon(config, _source(config, input_, is_fast=is_fast), ends=input_ is not None)


def _source(config: Config, input_: str | None, *, is_fast: bool) -> AudioSource | None:
    if input_ == "-":
        return StandardInput(real_time=not is_fast)
    if input_ is not None:
        return Recording(Path(input_), real_time=not is_fast)
    return microphone_of(config)
