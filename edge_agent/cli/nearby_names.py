"""What somebody may have meant who named what is not there."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearby_name(name: str, known: Iterable[str]) -> str:
    """The end of a sentence: it asks for the known name that is nearest, if one is near."""
    spelt = {one.casefold(): one for one in known}
    near = get_close_matches(name.casefold(), spelt, n=1, cutoff=0.75)
    return f"; did you mean {spelt[near[0]]}?" if near else "."
