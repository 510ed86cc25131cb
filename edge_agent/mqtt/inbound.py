"""What others ask of the agent by MQTT, as values."""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Final, TypeVar

import msgspec

from edge_agent.domain.given_text import GivenTextError, decoded, one_line
from edge_agent.domain.phrase import MAX_CHARACTERS, MAX_EXAMPLES
from edge_agent.mqtt.topics import Topics

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


Lesson = Teach | Forget | ListPhrases
Order = GivenText | Reset | Listen | Mute | Say | Lesson | Unusable
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
    if topic == topics.text_set:
        return _given_text(text)
    if topic == topics.mute_set:
        return _mute(text)
    if topic == topics.say_set:
        return Say(text=one_line(text, "the text", MAX_SPEECH_CHARACTERS))
    if topic == topics.teach_set:
        return _lesson(_decode(text, _LessonPayload))
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


def _lesson(payload: _LessonPayload) -> Lesson:
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
