"""From what the configuration watches for to what hears it."""

from edge_agent.config.schema import SpeechSettings
from edge_agent.config.watch import WatchSettings
from edge_agent.domain.alert import AlertKind
from edge_agent.nlu.watching import ways_of_phrases
from edge_agent.speech.watch.quiet import QuietHours
from edge_agent.speech.watch.watch import Watch


def watch_of(settings: WatchSettings | None, speech: SpeechSettings) -> Watch:
    """What raises an alert.

    Args:
        settings: what is watched for; None for nothing.
        speech: how voices are told.
    """
    if settings is None:
        return Watch()
    quiet = settings.quiet
    return Watch(
        ways_of_phrases(settings.phrases),
        sensitivity=settings.sensitivity,
        quiet=None if quiet is None else QuietHours(quiet, speech.vad_threshold),
        refractory_s=settings.refractory_s,
    )


def watched_phrases(settings: WatchSettings | None) -> tuple[str, ...]:
    """The phrases as they were written."""
    return () if settings is None else settings.phrases


def alert_kinds(settings: WatchSettings | None) -> tuple[AlertKind, ...]:
    """What alerts there may be."""
    if settings is None:
        return ()
    of_phrases = (AlertKind.PHRASE,) if settings.phrases else ()
    of_quiet = () if settings.quiet is None else (AlertKind.SPEECH, AlertKind.SOUND)
    return (*of_phrases, *of_quiet)
