"""`edge-agent check`: is the configuration right, and can every name be heard."""

from collections.abc import Sequence
from typing import Final

import click

from edge_agent.app.escalations import assistant_of
from edge_agent.app.guarding import guard_of
from edge_agent.app.speech_models import load_speech_model
from edge_agent.app.tuning import Tuning
from edge_agent.app.understanding import Understander
from edge_agent.app.watching import watched_phrases
from edge_agent.app.word_lexicon import load_pronouncer
from edge_agent.app.workbench import learnt_home
from edge_agent.audio.loudspeaker import Loudspeaker
from edge_agent.cli.empty_home import lack_of_devices
from edge_agent.cli.name_findings import (
    Finding,
    name_findings,
    unused_sounds,
    word_document,
    word_line,
)
from edge_agent.cli.nearby_names import nearby_name
from edge_agent.cli.options import config_option, json_option, print_json, read_config, run_async
from edge_agent.cli.rule_findings import rule_findings
from edge_agent.cli.wake_findings import wake_findings, words_of, words_of_wake_words
from edge_agent.cli.watch_findings import watch_findings
from edge_agent.config.schema import Config
from edge_agent.home.registry import HomeModel
from edge_agent.respond.voice import find_voice
from edge_agent.speech.lexicon import HeardWord, ModelLexicon, Origin, Treatment

_ALL_IS_WELL: Final = "Nothing to complain about."
_SECTIONS: Final = {"wake_sensitivity": "wake.sensitivity"}
"""Settings that stand elsewhere than under `speech:`."""
_GUESSES: Final = (
    "Where a word is said otherwise than guessed, write what it sounds like under"
    " speech.sounds_like."
)


@click.command()
@config_option
@json_option
def check(config_path: str, *, as_json: bool) -> None:
    """Validate the configuration and every name in the home.

    Tells how each word that the speech model does not know will be heard; finds names that cannot
    be heard, names that sound alike, and aliases, codes and rules of devices that are not there.
    """
    run_async(_check(read_config(config_path), as_json=as_json))


async def _check(config: Config, *, as_json: bool) -> None:
    Understander(config.understanding)
    guard_of(config.policy)
    find_voice(config.response, Loudspeaker, lambda: 0)
    tuning = Tuning(config)
    model = load_speech_model(tuning.settings)
    pronouncer = load_pronouncer(config.speech)
    lexicon = ModelLexicon.load(model.directory, model, pronouncer)
    async with learnt_home(config) as home:
        assistant_of(config, home)
        found = name_findings(home.model.home, lexicon, pronouncer)
        waking = words_of_wake_words(config.wake, lexicon)
        watched = words_of(watched_phrases(config.watch), lexicon)
        also = [word.word for word in (*waking, *watched)]
        unused = unused_sounds(home.model.home, config.speech.sounds_like, also=also)
        rules = rule_findings(home.now, config)
        findings = [
            *found.findings,
            *wake_findings(config.wake, waking),
            *watch_findings(config, watched),
            *unused,
            *_without_device(home.model),
            *_unused_codes(home.model),
            *rules,
        ]
    all_words = (*found.words, *_lacking((*waking, *watched), found.words))
    if as_json:
        words = [word_document(word) for word in all_words]
        adjusted = tuning.adjustments.given
        print_json({"findings": findings, "words": words, "adjusted": adjusted})
        return
    lack = lack_of_devices(home.now, config)
    click.echo(lack or f"{len(home.now.entities)} devices in {len(home.now.areas)} rooms.")
    _show(tuning, all_words, findings)
    if not findings and lack is None:
        click.echo(_ALL_IS_WELL)


def _show(tuning: Tuning, words: Sequence[HeardWord], findings: Sequence[Finding]) -> None:
    for name, value in tuning.adjustments.given.items():
        click.echo(
            f"{_SECTIONS.get(name, f'speech.{name}')}: {value} is in force; it was set while the"
            f" agent ran ({tuning.store.path})."
        )
    for word in words:
        click.echo(word_line(word))
    if any(map(_is_guessed, words)):
        click.echo(_GUESSES)
    for finding in findings:
        click.echo(f"{finding['name']}: {finding['finding']}")


def _lacking(phrases: Sequence[HeardWord], others: Sequence[HeardWord]) -> tuple[HeardWord, ...]:
    """The words of phrases that the speech model lacks, but for those that are told already."""
    told = {word.word for word in others}
    lacking = (one for one in phrases if one.treatment != Treatment.KNOWN and one.word not in told)
    return tuple({one.word: one for one in lacking}.values())


def _is_guessed(word: HeardWord) -> bool:
    is_guess = word.sound is not None and word.sound.origin == Origin.GUESSED
    return is_guess and word.treatment != Treatment.UNHEARD


def _without_device(model: HomeModel) -> list[Finding]:
    known = [entity.name for entity in model.home.entities]
    lack = "has aliases but is no device of this home"
    return [
        {"name": name, "finding": lack + nearby_name(name, known)}
        for name in model.unmatched_aliases
    ]


def _unused_codes(model: HomeModel) -> list[Finding]:
    return [
        {
            "name": name,
            "finding": f"has a code that {count} devices want; put an entity id in place of the"
            " name, as it is given to none."
            if count
            else "has a code but is no device of this home that wants one.",
        }
        for name, count in model.unused_codes.items()
    ]
