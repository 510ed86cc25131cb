"""The words that may fill the places of sentence patterns, and the kinds of device among them."""

from dataclasses import dataclass
from typing import Any, Final

from edge_agent.domain.color import COLORS, FURTHER_COLORS, FURTHER_WHITES_K, WHITES_K


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of device that has a word."""

    key: str
    """Its name in the language file, e.g. `blind`."""
    domain: str
    """As in a command: an entity's domain, or `all`."""
    device_class: str | None
    words: tuple[str, ...]
    """As spoken."""


class SlotWords:
    """What fills the places that neither a home nor plain numbers fill."""

    def __init__(self, source: dict[str, Any]) -> None:
        """Take the parsed language file."""
        self._source = source
        self.kinds = tuple(
            Kind(
                key=key,
                domain=kind["domain"],
                device_class=kind.get("device_class"),
                words=tuple(kind["words"]),
            )
            for key, kind in source["kinds"].items()
        )

    def words_for(self, tag: str, options: tuple[str, ...]) -> tuple[str, ...]:
        """The words that may fill a slot of a pattern; empty for names and plain numbers."""
        if tag in {"house", "here", "it", "outside"}:
            return tuple(self._source[tag])
        if tag == "color":
            return (*COLORS, *WHITES_K)
        if tag == "kind":
            return tuple(word for kind in self.kinds_of(options) for word in kind.words)
        whole = ("",) if tag in {"factor", "white"} else ()
        return tuple(
            word for option in options or whole for word in self._option_words(tag, option)
        )

    def words_read_for(self, tag: str, options: tuple[str, ...]) -> tuple[str, ...]:
        """The same with words that are read, but not listened for."""
        words = self.words_for(tag, options)
        if tag in {"it", "here"}:
            return (*words, *self._source[f"written_{tag}"])
        if tag == "color":
            return (*words, *FURTHER_COLORS, *FURTHER_WHITES_K)
        if tag == "value" and words and options in {("percent",), ("amount",)}:
            return (*words, *self._source["written_amounts"])
        further = self._source["written_step_words"] if tag == "step" else {}
        return (*words, *(word for option in options for word in further.get(option, ())))

    def _option_words(self, tag: str, option: str) -> list[str]:
        found: Any = ()
        match tag:
            case "state":
                found = self._state_words(option)
            case "more" | "less":
                found = self._source["changes"][tag].get(option, [option])
            case "step":
                found = self._source["step_words"].get(option, [])
            case "factor":
                found = [option] if option else self._source["factors"]
            case "which" | "done" | "attribute" | "motion":
                found = self._source[_TABLES.get(tag, tag)][option]
            case "white":
                found = [w for words in self._source["whites"].values() for w in words]
            case "value":
                found = self._source.get(_VALUE_WORDS.get(option, "amounts"), ())
        return list(found)

    def _state_words(self, option: str) -> list[str]:
        """Of a state, a group of states, one device class, or `condition` for all of these."""
        conditions = self._source["conditions"]
        classes = conditions if option == "condition" else [c for c in conditions if c == option]
        words = [w for key in classes for side in conditions[key].values() for w in side]
        keys = [] if classes else self._group(option)
        return list(dict.fromkeys([*words, *(w for k in keys for w in self._source["states"][k])]))

    def _group(self, option: str) -> list[str]:
        return list(self._source["groups"].get(option, [option]))

    def kinds_of(self, options: tuple[str, ...]) -> list[Kind]:
        """The kinds that the options of a slot name, by key, by group or by domain."""
        keys = {key for option in options for key in self._group(option)}
        return [
            kind
            for kind in self.kinds
            if kind.key in keys or (kind.domain in keys and kind.key not in _OWN_OPTION)
        ]


_TABLES: Final = {"attribute": "attributes", "motion": "motions"}
"""Where the words for a slot are listed that is called otherwise."""
_VALUE_WORDS: Final = {
    "degrees": "",
    "extreme": "extremes",
    "speed": "speeds",
    "level": "levels",
    "partly": "partly",
    "superlative": "superlative",
}
"""Where the words for a value are listed that is no usual share; degrees have none."""
_OWN_OPTION: Final = frozenset(
    {"outlet", "temperature", "humid", "bright", "things", "anything"}
    | {"warm_water", "humidity_target", "tap", "watering"}
)
