"""`edge-agent teach`: new phrases by example; which there are; forget one."""

from typing import Any

import click

from edge_agent.app.school import School, phrase_store
from edge_agent.app.understanding import Understander
from edge_agent.app.workbench import open_workbench
from edge_agent.cli.options import (
    area_option,
    config_option,
    json_option,
    print_json,
    read_config,
    run_async,
)
from edge_agent.config.schema import Config
from edge_agent.domain.phrase import Phrase, Refusal
from edge_agent.errors import TeachingError
from edge_agent.home.needs_table import needs_of
from edge_agent.home.registry import HomeModel
from edge_agent.pipeline.live_home import LiveHome
from edge_agent.pipeline.teaching import Teacher
from edge_agent.respond import teaching_words as words


@click.command()
@click.argument("examples", nargs=-1, metavar="[EXAMPLE]...")
@click.option("--does", metavar="SENTENCE", help="What is to be done when an EXAMPLE is said.")
@click.option("--forget", metavar="EXAMPLE", help="Forget the phrase that is said so.")
@click.option("--list", "is_list", is_flag=True, help="List all phrases.")
@click.option("--unchecked", is_flag=True, help="Do not ask the broker whether the home can do it.")
@config_option
@area_option
@json_option
def teach(  # noqa: PLR0913 - one an option
    examples: tuple[str, ...],
    does: str | None,
    forget: str | None,
    config_path: str,
    area: str | None,
    *,
    is_list: bool,
    unchecked: bool,
    as_json: bool,
) -> None:
    """Teach a phrase: one to five EXAMPLEs of how it is said, and what it does.

    A running agent knows it within a second or two.
    """
    asked = [bool(examples or does), forget is not None, is_list]
    if sum(asked) != 1 or bool(examples) != (does is not None):
        raise click.UsageError("give EXAMPLEs and --does, or --forget, or --list")
    config = read_config(config_path)
    if does is None:
        run_async(_look_or_forget(config, forget, as_json=as_json))
    elif unchecked:
        run_async(_teach_unchecked(config, examples, does, as_json=as_json))
    else:
        run_async(_teach(config, examples, does, area, as_json=as_json))


async def _teach(
    config: Config, examples: tuple[str, ...], does: str, area: str | None, *, as_json: bool
) -> None:
    async with open_workbench(config) as workbench:
        place = area or config.agent.area
        _show_taught(await workbench.teacher.teach(examples, does, place), as_json=as_json)


async def _teach_unchecked(
    config: Config, examples: tuple[str, ...], does: str, *, as_json: bool
) -> None:
    teacher = await _offline_teacher(config)
    _show_taught(await teacher.teach(examples, does, is_checked=False), as_json=as_json)


async def _look_or_forget(config: Config, forget: str | None, *, as_json: bool) -> None:
    teacher = await _offline_teacher(config)
    if forget is not None:
        forgotten = await teacher.forget(forget)
        if forgotten is None:
            raise TeachingError(words.forgotten(None, forget).text)
        click.echo(words.forgotten(forgotten, forget).text, err=as_json)
    if as_json:
        print_json({"phrases": [_document(phrase) for phrase in teacher.phrases]})
    elif forget is None:
        _show(teacher.phrases)


async def _offline_teacher(config: Config) -> Teacher:
    """One that knows no home."""
    school = School(phrase_store(config), Understander(config.understanding))
    await school.refresh()
    home = LiveHome(HomeModel(config.mqtt.discovery_prefix))
    return Teacher(school, home, config.policy, needs_of(config.needs))


def _show_taught(result: Phrase | Refusal, *, as_json: bool) -> None:
    text = words.taught(result).text
    if isinstance(result, Refusal):
        raise TeachingError(text)
    click.echo(text, err=as_json)
    if as_json:
        print_json(_document(result))


def _show(phrases: tuple[Phrase, ...]) -> None:
    for phrase in phrases:
        click.echo(f"{phrase.name}: {phrase.does}")
        for example in phrase.examples[1:]:
            click.echo(f"  also: {example}")
    if not phrases:
        click.echo("No phrases were taught.")


def _document(phrase: Phrase) -> dict[str, Any]:
    return {"examples": list(phrase.examples), "does": phrase.does}
