"""The configuration as types: every key, its default, and what it means.

A stage receives its own section, never the whole; sections that check themselves have modules of
their own. Keys and defaults are documented for users in docs/configuration.md, which a test holds
against this module.
"""

from typing import Annotated, Any, Final

import msgspec

from edge_agent.config.audio import AudioSettings
from edge_agent.config.escalation import EscalationSettings
from edge_agent.config.lights import LightsSettings
from edge_agent.config.needs import NeedsSettings
from edge_agent.config.policy import PolicySettings
from edge_agent.config.response import ResponseSettings
from edge_agent.config.section import Seconds, Section, Share
from edge_agent.config.wake import WakeSettings
from edge_agent.config.watch import WatchSettings

_TOPIC_NAME: Final = r"^[a-zA-Z0-9_-]{1,64}$"
_TOPIC_PREFIX: Final = r"^[^#+/\s]+(/[^#+/\s]+)*$"
_LOG_LEVEL: Final = r"^(?i:debug|info|warning|error)$"
FORMS: Final = {
    _TOPIC_NAME: "1 to 64 letters, digits, - and _",
    _TOPIC_PREFIX: "a topic without spaces, + and #, nor a / at its ends",
    _LOG_LEVEL: "debug, info, warning or error",
}
"""By the form of a text, what it says in words."""

Lead = Annotated[float, msgspec.Meta(ge=-50, le=50)]
Beam = Annotated[float, msgspec.Meta(ge=3, le=30)]
Level = Annotated[float, msgspec.Meta(ge=-120, le=0)]
Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
TopicName = Annotated[str, msgspec.Meta(pattern=_TOPIC_NAME)]
SiteId = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
TopicPrefix = Annotated[str, msgspec.Meta(pattern=_TOPIC_PREFIX, max_length=200)]
LogLevel = Annotated[str, msgspec.Meta(pattern=_LOG_LEVEL)]


class Location(Section, frozen=True):
    """A place on earth."""

    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    """Degrees, north positive."""
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)]
    """Degrees, east positive."""


class AgentSettings(Section, frozen=True):
    """Who and where this agent is."""

    id: TopicName = "edge-agent"
    """Names the agent on the broker: its topics begin with `edge-agent/<id>`."""
    area: str | None = None
    """The room it stands in; "the lights" means those of this room."""
    location: Location | None = None
    """Where the home is, for sunrise and sunset; it never leaves the program."""


class SpeechSettings(Section, frozen=True):
    """How speech is found and turned into text."""

    model: str | None = None
    """Directory of a Vosk model or the name of an installed one; by default the one that was
    selected, else the English one that comes with the program."""
    alternatives: Annotated[int, msgspec.Meta(ge=1, le=100)] = 30
    """How many readings of an utterance the understanding may choose from."""
    vad_threshold: Share = 0.5
    """How sure the voice detector must be that a frame is speech."""
    silence_s: Seconds = 0.4
    """Silence that ends a command which may well go on: "turn off the lights ... in here"."""
    short_silence_s: Seconds = 0.16
    """The same for a command behind which hardly anything is said any more."""
    long_silence_s: Seconds = 1.2
    """The same for what is no command, or none yet."""
    min_speech_s: Seconds = 0.25
    """Shorter sounds are noise."""
    max_utterance_s: Seconds = 12.0
    """An utterance is ended after this time in any case."""
    pre_roll_s: Seconds = 0.4
    """Sound from before the first voiced frame that is recognised too."""
    min_lead: Lead | None = 3.5
    """By how many nats a sentence must explain the sound better than free speech; the lower, the
    more is taken for a command, and with `null` all is."""
    beam: Beam | None = None
    """How wide the recogniser searches; by default as its model says."""
    min_level_db: Level = -70.0
    """Speech whose loudest moment is softer, in dB below full scale, is not meant for the agent."""
    settings_file: str | None = None
    """File of what was set while the agent ran; by default one in the state directory."""
    sounds_like: dict[str, str] = msgspec.field(default_factory=dict)
    """How names or words are said: words that sound like them, or phones between slashes."""


class UnderstandingSettings(Section, frozen=True):
    """How text is turned into commands."""

    model: str | None = None
    """Directory of an intent model; by default the one that comes with the program."""
    min_confidence: Share = 0.6
    """Commands that are less sure are not acted on."""
    ask_confidence: Share = 0.3
    """Commands that are less sure than that are not even asked about ("did you mean")."""
    phrases_file: str | None = None
    """File of the phrases that were taught; by default one in the state directory."""


class MqttSettings(Section, frozen=True):
    """The broker."""

    host: str = "localhost"
    port: Port = 1883
    username: str | None = None
    password_file: str | None = None
    """File whose first line is the password."""
    tls: bool = False
    ca_file: str | None = None
    """Certificate authorities to trust, in place of the system's."""
    discovery_prefix: TopicPrefix = "homeassistant"
    """Where devices announce themselves."""
    publish_transcripts: bool = False
    """Whether what was heard is published on `<prefix>/transcript`."""


class HermesSettings(Section, frozen=True):
    """The protocol of Snips and Rhasspy, for flows that speak it."""

    enabled: bool = False
    site_id: SiteId | None = None
    """The site that the agent is; by default its id."""
    acts: bool = True
    """Whether the agent itself does what is said outside of the sessions of flows."""
    timeout_s: Seconds = 30.0
    """How long a session waits for an answer, and then for its flow."""


class HomeAssistantSettings(Section, frozen=True):
    """The Home Assistant whose entities are used that are not on MQTT."""

    url: str
    """Where it is, e.g. `http://homeassistant.local:8123`."""
    token_file: str | None = None
    """File whose first line is a long-lived access token."""
    ca_file: str | None = None
    """Certificate authorities to trust, in place of the system's."""
    only_exposed: bool = True
    """Whether to use only what Home Assistant exposes to its own voice assistant."""
    areas: tuple[str, ...] = ()
    """Only entities in these rooms; without it all."""
    exclude: tuple[str, ...] = ()
    """Entity ids not to use; `*` stands for anything."""


class TimerSettings(Section, frozen=True):
    """Timers, alarms, reminders and commands for later."""

    file: str | None = None
    """Database in which they outlive a restart; by default one in the state directory."""
    repeat_s: Annotated[float, msgspec.Meta(ge=3, le=120)] = 10.0
    """How often what rings says so, until it is stopped."""


class SatelliteSettings(Section, frozen=True):
    """The other agents of the home: of those that hear the same, one answers."""

    group: TopicName | None = "home"
    """Agents on one broker with the same group belong together; `null` takes no part."""
    gain_db: Annotated[float, msgspec.Meta(ge=-30, le=30)] = 0.0
    """Is added to how well this agent hears, against others that stand better or worse."""
    wait_s: Annotated[float, msgspec.Meta(ge=0, le=2)] = 0.8
    """How long an agent that hears better, and still does, is waited for at the end."""


class ApplianceSettings(Section, frozen=True, kw_only=True):
    """An appliance that is asked for more than a device is: a coffee machine, an oven."""

    pack: str
    """Name of a pack that comes with the program, or a file of one's own that ends with `.yaml`."""
    topic: TopicPrefix
    """What its topics begin with: `~` in the pack."""
    name: str | None = None
    """What it is called; by default as its pack."""
    area: str | None = None
    """The room where it stands."""


class Config(Section, frozen=True):
    """The whole configuration."""

    agent: AgentSettings = AgentSettings()
    audio: AudioSettings = AudioSettings()
    speech: SpeechSettings = SpeechSettings()
    wake: WakeSettings | None = None
    """Without it, all that is said is listened to, and complete commands count."""
    watch: WatchSettings | None = None
    """Without it, nothing raises an alert."""
    lights: LightsSettings | None = None
    """Without it, no light shows what the agent is doing."""
    understanding: UnderstandingSettings = UnderstandingSettings()
    mqtt: MqttSettings = MqttSettings()
    hermes: HermesSettings = HermesSettings()
    home_assistant: HomeAssistantSettings | None = None
    """Without it, only what is on MQTT is used."""
    response: ResponseSettings = ResponseSettings()
    policy: PolicySettings = PolicySettings()
    timers: TimerSettings = TimerSettings()
    satellites: SatelliteSettings = SatelliteSettings()
    escalation: EscalationSettings = EscalationSettings()
    needs: NeedsSettings = NeedsSettings()
    devices: tuple[dict[str, Any], ...] = ()
    """Devices that do not announce themselves: the keys of an MQTT Discovery message, with
    `platform` (the domain) and `name`, and optionally `area`, `floor`, `aliases`."""
    appliances: tuple[ApplianceSettings, ...] = ()
    """Appliances with a pack."""
    aliases: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Further names by a device's name or entity id."""
    codes: dict[str, str] = msgspec.field(default_factory=dict)
    """Files whose first line is the code of a lock or an alarm panel, by its name or entity id."""
    log_level: LogLevel = "info"
