"""pocketsphinx, for comparison only: installed into a private place, and given what it needs."""

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import yaml
from coffee import COFFEE
from packages import installed_from_pypi

from edge_agent.app.word_lexicon import load_pronouncer
from edge_agent.config.schema import SpeechSettings

PACKAGE: Final = "pocketsphinx==5.1.1"
_ORDER: Final = """#JSGF V1.0;
grammar order;
{rules}
<modifiers> = {modifiers};
public <order> = <opening> (a | an) [<modifiers>] <coffeeDrink>
  [with (<milks> [and <sweeteners>] | <sweeteners> [and <milks>])];
<milks> = [<amount>] <milk>;
<sweeteners> = [<amount>] <sweetener>;
"""


def installed(cache: Path) -> Path | None:
    """Where pocketsphinx lies; it is installed there if it is not. None where that fails."""
    return installed_from_pypi(cache, PACKAGE, contains="pocketsphinx")


def order_jsgf() -> str:
    """The orders to a coffee machine, in pocketsphinx's own form."""
    source = yaml.safe_load(COFFEE.read_text("utf-8"))
    lists = {
        **source["slots"],
        "opening": source["opening"],
        "amount": source["amounts"],
        "milk": source["milks"],
        "sweetener": source["sweeteners"],
    }
    kinds = [f"<{kind}>" for kind in source["slots"] if kind != "coffeeDrink"]
    orders = [order for n in (1, 2, 3) for order in itertools.permutations(kinds, n)]
    return _ORDER.format(
        rules="\n".join(f"<{kind}> = {' | '.join(said)};" for kind, said in lists.items()),
        modifiers=" | ".join(" ".join(order) for order in orders),
    )


def dictionary(folder: Path, words: Iterable[str]) -> str:
    """Its dictionary, and the words that this lacks as our own pronunciation model says them."""
    own = (folder / "pocketsphinx/model/en-us/cmudict-en-us.dict").read_text("utf-8")
    known = {line.split(maxsplit=1)[0] for line in own.splitlines() if line}
    pronouncer = load_pronouncer(SpeechSettings())
    lines = [own.rstrip("\n")]
    for word in sorted(set(words) - known):
        sound = pronouncer.sound(word)
        for at, way in enumerate(sound.ways if sound else (), start=1):
            # It writes an unstressed vowel as a stressed one.
            phones = " ".join("AH" if phone == "AX" else phone for phone in way)
            lines.append(f"{word}{f'({at})' if at > 1 else ''} {phones}")
    return "\n".join(lines) + "\n"
