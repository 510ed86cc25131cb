"""What others ask of the agent by MQTT, as values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Final, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from edge_agent.domain.adjustments import (
    MIN_LEAD,
    SILENCE_S,
    VOLUME,
    WAKE_SENSITIVITY,
    Change,
)
from edge_agent.domain.given_text import GivenTextError, decoded, one_line
from edge_agent.domain.phrase import MAX_CHARACTERS, MAX_EXAMPLES
from edge_agent.mqtt.topics import Topics

INSTALL: Final = "install"
MAX_ORDER_BYTES: Final = 16 * 1024
MAX_UTTERANCE_CHARACTERS: Final = 500
MAX_SPEECH_CHARACTERS: Final = 1000
MAX_NAME_CHARACTERS: Final = 100
_QUESTION: Final = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenText:
    """A turn given as text."""

    text: str
    """One line, not empty, at most `MAX_UTTERANCE_CHARACTERS`."""
    area: str | None = None
    """Where the speaker stands; None leaves it at where the agent stands."""
    id: str = ""
    """Comes back with the response; the turn gets one of its own where it is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset:
    """The conversation is to be forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen:
    """Listening is to begin without a wake word."""

    is_question: bool = False
    """What is said next is a question, in any words."""


class Muter(Enum):
    """Who wants the microphone to be ignored."""

    OWNER = "owner"
    FLOW = "flow"
    """A flow of Hermes, that opens again only what it has closed itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """The microphone is to be ignored, or to be heard again."""

    is_muted: bool
    by: Muter = Muter.OWNER


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Something is to be spoken."""

    text: str
    """One line, not empty, at most `MAX_SPEECH_CHARACTERS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """Something came that cannot be acted on."""

    reason: str
    """One sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teach:
    """A phrase is to be learnt."""

    examples: tuple[str, ...]
    """Ways to say it: lines, not empty, at most `MAX_EXAMPLES`."""
    does: str
    """What is to be done: one line, not empty."""
    area: str | None = None
    """As in `GivenText`."""
    id: str = ""
    """Comes back with the response."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """A phrase is to be forgotten."""

    said: str
    """One of its examples; one line, not empty."""
    id: str = ""
    """Comes back with the response."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPhrases:
    """All phrases are to be told."""

    id: str = ""
    """Comes back with the response."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjust:
    """Settings are to be changed."""

    changes: Mapping[str, Change]
    """By name of a field of `Adjustments`, at least one, within its limits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Install:
    """The newer speech model is to be fetched and used."""


Lesson = Teach | Forget | ListPhrases
Order = GivenText | Reset | Listen | Mute | Say | Adjust | Install | Lesson | Unusable
_Payload = TypeVar("_Payload")


class _TextPayload(msgspec.Struct, frozen=True):
    text: str | None = None
    area: str | None = None
    id: str | int | None = None
    reset: bool = False


class _LessonPayload(msgspec.Struct, frozen=True):
    examples: Annotated[tuple[str, ...], msgspec.Meta(max_length=MAX_EXAMPLES)] = ()
    does: str | None = None
    forget: str | None = None
    list: bool = False
    area: str | None = None
    id: str | int | None = None


class _SettingsPayload(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    silence_s: (
        UnsetType | Annotated[float, msgspec.Meta(ge=SILENCE_S[0], le=SILENCE_S[1])] | None
    ) = UNSET
    min_lead: UnsetType | Annotated[float, msgspec.Meta(ge=MIN_LEAD[0], le=MIN_LEAD[1])] | None = (
        UNSET
    )
    model: UnsetType | str | None = UNSET
    volume: UnsetType | Annotated[int, msgspec.Meta(ge=VOLUME[0], le=VOLUME[1])] | None = UNSET
    wake_sensitivity: (
        UnsetType
        | Annotated[float, msgspec.Meta(ge=WAKE_SENSITIVITY[0], le=WAKE_SENSITIVITY[1])]
        | None
    ) = UNSET


def parse(topics: Topics, topic: str, payload: bytes, *, is_retained: bool) -> Order | None:
    """What a message on one of the agent's own topics asks for.

    A retained message was said at some other time, so it is never acted on.

    Returns:
        None where the topic is none of `Topics.inbound`.
    """
    if topic not in topics.inbound:
        return None
    if is_retained:
        return Unusable(reason=f"{topic} holds a retained message; publish it without retain.")
    try:
        return _order(topics, topic, decoded(payload, max_bytes=MAX_ORDER_BYTES))
    except GivenTextError as error:
        return Unusable(reason=f"{topic}: {error}.")


def _order(topics: Topics, topic: str, text: str) -> Order:
    readers: dict[str, Callable[[str], Order]] = {
        topics.text_set: _given_text,
        topics.listen_set: _listen,
        topics.mute_set: _mute,
        topics.say_set: _say,
        topics.teach_set: _lesson,
        topics.settings_set: _adjust,
        topics.update_set: _install,
    }
    return readers[topic](text)


def _listen(text: str) -> Listen:
    return Listen(is_question=text.strip().casefold() == _QUESTION)


def _given_text(text: str) -> GivenText | Reset:
    if not text.lstrip().startswith(("{", "[", '"')):
        return GivenText(text=one_line(text, "the text", MAX_UTTERANCE_CHARACTERS))
    payload = _decode(text, _TextPayload)
    if payload.reset:
        return Reset()
    if payload.text is None:
        raise GivenTextError('the object has neither "text" nor "reset"')
    return GivenText(
        text=one_line(payload.text, '"text"', MAX_UTTERANCE_CHARACTERS),
        area=_area(payload.area),
        id=_id(payload.id),
    )


def _lesson(text: str) -> Lesson:
    payload = _decode(text, _LessonPayload)
    if payload.list:
        return ListPhrases(id=_id(payload.id))
    if payload.forget is not None:
        said = one_line(payload.forget, '"forget"', MAX_CHARACTERS)
        return Forget(said=said, id=_id(payload.id))
    if not payload.examples or payload.does is None:
        raise GivenTextError('the object has neither "examples" and "does" nor "forget" nor "list"')
    return Teach(
        examples=tuple(one_line(e, 'one of "examples"', MAX_CHARACTERS) for e in payload.examples),
        does=one_line(payload.does, '"does"', MAX_CHARACTERS),
        area=_area(payload.area),
        id=_id(payload.id),
    )


def _adjust(text: str) -> Adjust:
    payload = _decode(text, _SettingsPayload)
    changes = {
        name: value for name, value in msgspec.structs.asdict(payload).items() if value is not UNSET
    }
    if not changes:
        raise GivenTextError(f"the object has none of {', '.join(payload.__struct_fields__)}")
    if changes.get("model") is not None:
        changes["model"] = one_line(changes["model"], '"model"', MAX_NAME_CHARACTERS)
    return Adjust(changes=changes)


def _area(area: str | None) -> str | None:
    return one_line(area, '"area"', MAX_NAME_CHARACTERS) if area else None


def _id(given: str | int | None) -> str:
    return "" if given in {None, ""} else one_line(str(given), '"id"', MAX_NAME_CHARACTERS)


def _decode(text: str, kind: type[_Payload]) -> _Payload:
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise GivenTextError(f"neither plain text nor a usable object ({error})") from error


def _mute(text: str) -> Mute:
    match text.strip().upper():
        case "ON":
            return Mute(is_muted=True)
        case "OFF":
            return Mute(is_muted=False)
    raise GivenTextError("only ON and OFF are allowed")


def _say(text: str) -> Say:
    return Say(text=one_line(text, "the text", MAX_SPEECH_CHARACTERS))


def _install(text: str) -> Install:
    if text.strip() != INSTALL:
        raise GivenTextError(f"only {INSTALL} is allowed")
    return Install()
