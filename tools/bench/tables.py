"""Tables in Markdown, and their place in a document."""

from collections.abc import Iterable, Sequence
from pathlib import Path


def marks(tool: str) -> tuple[str, str]:
    """The lines of a document between which a tool writes."""
    return f"<!-- measured by tools/{tool}: begin -->", f"<!-- measured by tools/{tool}: end -->"


def write_between_marks(path: Path, tool: str, text: str) -> None:
    """Put a text in place of what stands between a tool's two marks in a document.

    Raises:
        ValueError: the document lacks a mark.
    """
    begin, end = marks(tool)
    document = path.read_text("utf-8")
    if not 0 <= document.find(begin) < document.find(end):
        raise ValueError(f"{path} lacks the line {begin} or, after it, {end}; add both.")
    before, _, rest = document.partition(begin)
    _, _, after = rest.partition(end)
    path.write_text(f"{before}{begin}\n\n{text}\n{end}{after}", encoding="utf-8")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a heading."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def percent(share: float) -> str:
    """A share of 1, in percent, without the sign."""
    return f"{100 * share:.1f}"
