"""`edge-agent listen`: transcribe and understand recordings; publishes nothing."""

from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

import click

from edge_agent.app.hearing import utterance_of
from edge_agent.app.home_grammar import open_ear
from edge_agent.app.tuning import Tuning
from edge_agent.app.workbench import Workbench, open_workbench
from edge_agent.audio.recording import Recording
from edge_agent.cli.options import config_option, json_option, print_json, read_config, run_async
from edge_agent.cli.show import show
from edge_agent.config.schema import Config
from edge_agent.domain.speech import DecodingLost, Transcript
from edge_agent.domain.turn import Turn
from edge_agent.errors import ModelError
from edge_agent.mqtt.outbound import command_document
from edge_agent.speech.worker import SpeechWorker

Heard = Sequence[tuple[Transcript, Turn]]
"""Utterances, and what was made of them."""


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE.WAV...")
@config_option
@json_option
def listen(files: tuple[str, ...], config_path: str, *, as_json: bool) -> None:
    """Transcribe and understand recordings; publish nothing."""
    run_async(_listen(read_config(config_path), files, as_json=as_json))


async def _listen(config: Config, files: Sequence[str], *, as_json: bool) -> None:
    recordings = {file: Recording(Path(file), real_time=False) for file in files}
    tuning = Tuning(config)
    worker, grammar = open_ear(tuning.settings, tuning.also_heard, tuning.wake, config.watch)
    try:
        async with open_workbench(config) as workbench:
            examples = workbench.school.examples
            await worker.set_grammar(grammar.grammar(workbench.home.now, examples))
            worker.judge_by(workbench.completeness, workbench.is_question, workbench.extends)
            for file, recording in recordings.items():
                heard = await _heard(workbench, worker, recording)
                if as_json:
                    print_json({"file": file, **_document(heard)})
                else:
                    click.echo(file)
                    _show(heard)
    finally:
        worker.close()


async def _heard(workbench: Workbench, worker: SpeechWorker, recording: Recording) -> Heard:
    """Each utterance in a recording; of one that went on after its turn, the whole."""
    heard: list[tuple[Transcript, Turn]] = []
    async with aclosing(worker.events(recording)) as events:
        async for event in events:
            if isinstance(event, DecodingLost):
                raise ModelError(event.reason)
            if isinstance(event, Transcript):
                if heard and heard[-1][0].speech_ended_at == event.continues:
                    heard.pop()
                utterance = utterance_of(event, workbench.config.agent.area)
                heard.append((event, await workbench.turn(utterance)))
    return heard


def _document(heard: Heard) -> dict[str, Any]:
    """All utterances of one file as one object."""
    documents = [command_document(turn) for _, turn in heard]
    last = documents[-1] if documents else {}
    return {
        "transcript": " ".join(turn.utterance for _, turn in heard).strip(),
        "commands": [command for document in documents for command in document["commands"]],
        "response": last.get("response", {"act": "not_understood", "text": ""}),
        "latency_ms": last.get("latency_ms", {}),
        "speech": [
            {
                "lead": None if transcript.lead is None else round(transcript.lead, 2),
                "level_db": round(transcript.level_db, 1),
            }
            for transcript, _ in heard
        ],
    }


def _show(heard: Heard) -> None:
    for transcript, turn in heard:
        lead = "" if transcript.lead is None else f"lead {transcript.lead:.1f}, "
        click.echo(f"heard: {turn.utterance} ({lead}{transcript.level_db:.0f} dB)")
        show(turn)
    if not heard:
        click.echo("heard: nothing")
