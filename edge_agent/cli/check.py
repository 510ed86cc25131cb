"""`edge-agent check`: is the configuration right, and can every name be heard."""

from collections.abc import Iterable
from typing import Final

import click

from edge_agent.app.speech_models import load_speech_model
from edge_agent.app.understanding import Understander
from edge_agent.app.workbench import learnt_home
from edge_agent.cli.options import config_option, json_option, print_json, read_config, run_async
from edge_agent.config.schema import Config
from edge_agent.domain.entity import Home
from edge_agent.home.registry import HomeModel
from edge_agent.nlu.alike import sound_alike
from edge_agent.nlu.normalise import spoken
from edge_agent.speech.vocabulary import Lexicon, unknown_words

_ALL_IS_WELL: Final = "Nothing to complain about."


@click.command()
@config_option
@json_option
def check(config_path: str, *, as_json: bool) -> None:
    """Validate the configuration and every name in the home.

    Finds words that the speech model does not know, names that sound alike, and aliases of
    devices that are not there.
    """
    run_async(_check(read_config(config_path), as_json=as_json))


async def _check(config: Config, *, as_json: bool) -> None:
    Understander(config.understanding)
    lexicon = load_speech_model(config.speech)
    async with learnt_home(config) as home:
        findings = _findings(home.model, lexicon)
    if as_json:
        print_json({"findings": findings})
        return
    click.echo(f"{len(home.now.entities)} devices in {len(home.now.areas)} rooms.")
    for finding in findings:
        click.echo(f"{finding['name']}: {finding['finding']}")
    if not findings:
        click.echo(_ALL_IS_WELL)


def _findings(model: HomeModel, lexicon: Lexicon) -> list[dict[str, str]]:
    names = _names(model.home)
    return [
        *_unknown(names, lexicon),
        *(
            {"name": one, "finding": f"sounds like {other}; rename one or give it an alias."}
            for one, other in sound_alike(names)
        ),
        *(
            {"name": alias, "finding": "has aliases but is no device of this home."}
            for alias in model.unmatched_aliases
        ),
    ]


def _unknown(names: Iterable[str], lexicon: Lexicon) -> list[dict[str, str]]:
    """Names that cannot be heard in any of the ways they are said."""
    findings = []
    for name in names:
        missing = [", ".join(unknown_words((form,), lexicon)) for form in spoken(name)]
        if all(missing):
            words = min(missing, key=len)
            finding = f"the speech model does not know {words}; give the device an alias."
            findings.append({"name": name, "finding": finding})
    return findings


def _names(home: Home) -> list[str]:
    names = {name for entity in home.entities for name in entity.names}
    return sorted(names | set(home.areas) | set(home.floors))
