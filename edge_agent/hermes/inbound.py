"""Messages of flows, as they come over MQTT → orders."""

from typing import Annotated, Any, Final, TypeVar

import msgspec

from edge_agent.domain.given_text import GivenTextError, decoded, one_line
from edge_agent.hermes import topics
from edge_agent.hermes.orders import (
    MAX_INPUT_CHARACTERS,
    MAX_SPEECH_CHARACTERS,
    REASONS,
    ContinueSession,
    EndSession,
    HermesOrder,
    IntentFilter,
    Part,
    Query,
    Saying,
    StartSession,
    Toggle,
    Unusable,
)

MAX_ORDER_BYTES: Final = 16 * 1024
MAX_ID_CHARACTERS: Final = 200
MAX_CUSTOM_BYTES: Final = 4000
MAX_INTENTS: Final = 100
DEFAULT_SITE: Final = "default"
"""The site of messages that name none."""

_TOGGLES: Final = {
    topics.ASR_ON: ("asr", True),
    topics.ASR_OFF: ("asr", False),
    topics.WAKE_WORD_ON: ("hotword", True),
    topics.WAKE_WORD_OFF: ("hotword", False),
}
_PARTS: Final = {
    topics.QUERY: Part.NLU,
    topics.SAY: Part.TTS,
    topics.START_SESSION: Part.DIALOGUE,
    topics.CONTINUE_SESSION: Part.DIALOGUE,
    topics.END_SESSION: Part.DIALOGUE,
}
_IntentNames = Annotated[tuple[str, ...], msgspec.Meta(max_length=MAX_INTENTS)] | str | None
_Payload = TypeVar("_Payload")


class _Addressed(msgspec.Struct, frozen=True, rename="camel"):
    site_id: str | None = None
    session_id: str | None = None
    id: str | int | None = None
    custom_data: Any = None
    lang: str | None = None


class _Query(_Addressed, frozen=True, rename="camel"):
    input: str | None = None
    intent_filter: _IntentNames = None


class _Text(_Addressed, frozen=True, rename="camel"):
    text: str | None = None


class _Continue(_Text, frozen=True, rename="camel"):
    intent_filter: _IntentNames = None
    send_intent_not_recognized: bool | None = None


class _Init(msgspec.Struct, frozen=True, rename="camel"):
    type: str | None = None
    text: str | None = None
    can_be_enqueued: bool | None = None
    intent_filter: _IntentNames = None
    send_intent_not_recognized: bool | None = None


class _Start(_Addressed, frozen=True, rename="camel"):
    init: _Init | None = None


class _Toggle(_Addressed, frozen=True, rename="camel"):
    reason: str | None = None


def parse(site_id: str, topic: str, payload: bytes, *, is_retained: bool) -> HermesOrder | None:
    """What a message asks for.

    A retained message was said at some other time, so it is never acted on.

    Args:
        site_id: the agent's own; the messages of other sites are none of its business.
        topic: where it came.
        payload: what came.
        is_retained: whether the broker had kept it.

    Returns:
        None where the topic is none of `topics.INBOUND`, or another site is meant.
    """
    if topic not in topics.INBOUND:
        return None
    if is_retained:
        return Unusable(reason=f"{topic} holds a retained message; publish it without retain.")
    try:
        text = decoded(payload, max_bytes=MAX_ORDER_BYTES)
        addressed = _decode(text or "{}", _Addressed)
    except GivenTextError as error:
        return Unusable(reason=f"{topic}: {error}.")
    is_by_session = topic in {topics.CONTINUE_SESSION, topics.END_SESSION}
    if not is_by_session and (addressed.site_id or DEFAULT_SITE) != site_id:
        return None
    try:
        return _order(topic, text or "{}")
    except GivenTextError as error:
        session_id = _short(addressed.session_id)
        # Whose it is cannot be told where not even the session is.
        part = None if is_by_session and session_id is None else _PARTS.get(topic)
        return Unusable(reason=f"{topic}: {error}.", part=part, session_id=session_id)


def _short(session_id: str | None) -> str | None:
    return session_id if session_id and len(session_id) <= MAX_ID_CHARACTERS else None


def _order(topic: str, text: str) -> HermesOrder:
    if topic in _TOGGLES:
        part, is_on = _TOGGLES[topic]
        reason = _decode(text, _Toggle).reason or ""
        return Toggle(is_on=is_on, part=part, reason=reason if reason in REASONS else "")
    if topic == topics.QUERY:
        return _query(_decode(text, _Query))
    if topic == topics.SAY:
        return _saying(_decode(text, _Text))
    if topic == topics.START_SESSION:
        return _start(_decode(text, _Start))
    if topic == topics.CONTINUE_SESSION:
        return _continue(_decode(text, _Continue))
    return _end(_decode(text, _Text))


def _query(payload: _Query) -> Query:
    return Query(
        text=one_line(payload.input or "", '"input"', MAX_INPUT_CHARACTERS),
        intent_filter=_filter(payload.intent_filter),
        id=_id(payload.id, '"id"'),
        session_id=_id(payload.session_id, '"sessionId"'),
        custom_data=_custom(payload.custom_data),
    )


def _saying(payload: _Text) -> Saying:
    return Saying(
        text=one_line(payload.text or "", '"text"', MAX_SPEECH_CHARACTERS),
        id=_id(payload.id, '"id"'),
        session_id=_id(payload.session_id, '"sessionId"'),
    )


def _start(payload: _Start) -> StartSession:
    init = payload.init
    if init is None or init.type not in {"action", "notification"}:
        raise GivenTextError('"init" is no object with the "type" "action" or "notification"')
    is_question = init.type == "action"
    if not is_question and not (init.text or "").strip():
        raise GivenTextError('a notification has no "text"')
    return StartSession(
        text=_speech(init.text),
        is_question=is_question,
        can_wait=not is_question or init.can_be_enqueued is not False,
        intent_filter=_filter(init.intent_filter),
        tells_unrecognized=bool(init.send_intent_not_recognized),
        custom_data=_custom(payload.custom_data),
        lang=_id(payload.lang, '"lang"'),
    )


def _continue(payload: _Continue) -> ContinueSession:
    return ContinueSession(
        session_id=_session_id(payload.session_id),
        text=_speech(payload.text),
        intent_filter=_filter(payload.intent_filter),
        tells_unrecognized=bool(payload.send_intent_not_recognized),
        custom_data=_custom(payload.custom_data),
        lang=_id(payload.lang, '"lang"'),
    )


def _end(payload: _Text) -> EndSession:
    return EndSession(
        session_id=_session_id(payload.session_id),
        text=_speech(payload.text),
        custom_data=_custom(payload.custom_data),
    )


def _speech(text: str | None) -> str | None:
    """What is to be spoken; blank text is as good as none."""
    return one_line(text, '"text"', MAX_SPEECH_CHARACTERS) if text and text.strip() else None


def _session_id(given: str | None) -> str:
    session_id = _id(given, '"sessionId"')
    if session_id is None:
        raise GivenTextError('there is no "sessionId"')
    return session_id


def _id(given: str | int | None, what: str) -> str | None:
    return None if given in {None, ""} else one_line(str(given), what, MAX_ID_CHARACTERS)


def _filter(names: tuple[str, ...] | str | None) -> IntentFilter:
    """An empty list is none, as with Rhasspy; one name may stand without a list, as with Snips."""
    if not names:
        return None
    return frozenset({names} if isinstance(names, str) else names)


def _custom(given: object) -> object:
    if len(msgspec.json.encode(given)) > MAX_CUSTOM_BYTES:
        raise GivenTextError(f'"customData" is longer than {MAX_CUSTOM_BYTES} bytes')
    return given


def _decode(text: str, kind: type[_Payload]) -> _Payload:
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise GivenTextError(f"no usable object ({error})") from error
