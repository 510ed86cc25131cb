"""What all else of an agent stands on: the ear, the home, the understanding, and how to tell."""

from collections.abc import Callable, Coroutine
from typing import Any

from edge_agent.app.flows import flow_topics
from edge_agent.app.guarding import guard_of
from edge_agent.app.health import tell_health
from edge_agent.app.hearing import Hearing
from edge_agent.app.home_grammar import open_hearing
from edge_agent.app.home_link import HomeLink
from edge_agent.app.home_names import HomeNames
from edge_agent.app.lights import open_lights
from edge_agent.app.publication import Publication
from edge_agent.app.satellites import satellite_topics
from edge_agent.app.school import School, phrase_store
from edge_agent.app.threaded_understanding import ThreadedUnderstander
from edge_agent.app.tuning import Tuning
from edge_agent.app.understanding import Understander
from edge_agent.app.watchdog import watch as watch_over
from edge_agent.audio.source import AudioSource
from edge_agent.config.schema import Config
from edge_agent.config.watch import WatchSettings
from edge_agent.mqtt.announcement import birth_topic
from edge_agent.mqtt.topics import Topics

Background = dict[str, Coroutine[Any, Any, None]]
"""What runs as long as the agent does, by name."""


class Foundation:
    """Loads the models and makes the connections, which it does not open yet.

    Args:
        config: the whole configuration.
        source: where sound comes from; None for text and MQTT only.
        ends: the source is a recording.
        on_message: is given each message from the broker.

    Raises:
        EdgeAgentError: a model or a file is not to be had.
    """

    def __init__(
        self,
        config: Config,
        source: AudioSource | None,
        *,
        ends: bool,
        on_message: Callable[[str, bytes, bool], None],
    ) -> None:
        self.config = config
        self.ends = ends and source is not None
        """The agent ends with its source."""
        understander = Understander(config.understanding)
        self.guard = guard_of(config.policy)
        self.tuning = Tuning(config)
        self.hearing = _hearing(self.tuning, source, understander, config.watch)
        """None where there is no ear."""
        self.understander = ThreadedUnderstander(understander, self.hearing)
        self.link = HomeLink(
            config, is_one_shot=False, on_message=on_message, extra_filters=_filters(config, source)
        )
        models = None if source is None else self.tuning.models
        self.publication = Publication(config, self.link.session, self.link.topics, models=models)
        self._lights = None if config.lights is None or self.ends else open_lights(config.lights)
        if self._lights is not None:
            self.publication.on_state = self._lights.show
        self.school = School(
            phrase_store(config),
            understander,
            call=self.understander.call,
            on_change=self.link.has_changed.set,
        )
        self.names = HomeNames(self.link, self.school, self.understander, self.hearing)

    def background(self) -> Background:
        """What keeps the connections and the names, and tells whether all is well."""
        lights: Background = {} if self._lights is None else {"lights": self._lights.run()}
        return lights | {
            "keeping the session": self.link.keep_session(),
            "following the home": self.link.follow(),
            "learning names": self.names.keep(),
            "health": tell_health(self.hearing, self.publication),
            "announcement": self.publication.announcer.run(),
            "watchdog": watch_over(self.hearing),
        }

    def close(self) -> None:
        """Let go of the speech thread."""
        if self.hearing is not None:
            self.hearing.worker.close()


def _hearing(
    tuning: Tuning,
    source: AudioSource | None,
    understander: Understander,
    watch: WatchSettings | None,
) -> Hearing | None:
    if source is None:
        return None
    hearing = open_hearing(tuning.settings, source, tuning.also_heard, tuning.wake, watch)
    hearing.worker.judge_by(
        understander.completeness, understander.is_question, understander.extends
    )
    return hearing


def _filters(config: Config, source: AudioSource | None) -> frozenset[str]:
    """What is subscribed to beside the topics of devices."""
    topics = Topics(agent_id=config.agent.id)
    satellites = satellite_topics(config.satellites) if source else frozenset()
    birth = birth_topic(config.mqtt.discovery_prefix)
    return topics.inbound | {birth} | flow_topics(config) | satellites
