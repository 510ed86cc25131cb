"""The recordings and synthetic speech on disk: where each is, what is said, by whom."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

AGE_GROUPS: Final = {"5-8": range(9), "9-12": range(9, 13), "13-17": range(13, 18),
                     "18-29": range(18, 30), "30 and over": range(30, 120)}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A recording and what is said in it."""

    path: Path
    """A mono WAV file."""
    text: str
    """Lower-case words separated by spaces."""
    source: str
    """The corpus or engine."""
    sex: str = ""
    """f or m; empty where it is not known."""
    age: int = 0
    """Years; 0 where it is not known."""


def listed(folder: Path) -> list[Spoken]:
    """What `speak` has said into a folder so far."""
    lines = (folder / "list.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.endswith("}")]
    return [Spoken(path=folder / row["path"], text=row["text"], source=folder.name) for row in rows]


def speechocean(folder: Path, part: str) -> Iterator[Spoken]:
    """The train or test part of speechocean762: non-native speakers, half of them children."""
    paths, texts, speakers, sexes, ages = (
        _table(folder / part / name)
        for name in ("wav.scp", "text", "utt2spk", "spk2gender", "spk2age")
    )
    for key, text in texts.items():
        speaker = speakers[key]
        words = re.sub(r"[^a-z']+", " ", text.lower()).split()
        yield Spoken(
            path=folder / paths[key],
            text=" ".join(words),
            source="speechocean",
            sex=sexes[speaker],
            age=int(ages[speaker]),
        )


def age_group(age: int) -> str:
    """The name of the group."""
    return next(name for name, years in AGE_GROUPS.items() if age in years)


def _table(path: Path) -> dict[str, str]:
    lines = path.read_text("utf-8").splitlines()
    pairs = (line.split(maxsplit=1) for line in lines)
    return {key: rest for key, rest in pairs}  # noqa: C416 - dict() would not say what is what
