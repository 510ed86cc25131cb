"""The keys by which the community's MQTT media players announce themselves.

Home Assistant has no media player over MQTT, so programmes such as LNXlink announce theirs for the
add-on `bkbilly/mqtt_media_player`, below `<discovery prefix>/media_player/…/config`.
"""

from typing import Final

from edge_agent.home.fields import Fields

_BUTTONS: Final = ("play", "pause", "stop", "next", "previous", "turn_on", "turn_off")
_NAMES: Final = {
    "state_state_topic": "state_topic",
    "state_title_topic": "title_topic",
    "state_artist_topic": "artist_topic",
    "state_volume_topic": "volume_state_topic",
    "state_mute_topic": "mute_state_topic",
    "state_source_topic": "source_state_topic",
    "command_volume_topic": "volume_command_topic",
    "command_mute_topic": "mute_command_topic",
    "command_mute_on_payload": "payload_mute",
    "command_mute_off_payload": "payload_unmute",
    **{f"command_{button}_topic": f"{button}_command_topic" for button in _BUTTONS},
    **{f"command_{b}_payload": f"payload_{b.removeprefix('turn_')}" for b in _BUTTONS},
}
"""Our key by theirs."""
COMMUNITY_KEYS: Final = frozenset(_NAMES)
_USUAL: Final = {
    "command_play_topic": {"payload_play": "Play"},
    "command_pause_topic": {"payload_pause": "Pause"},
    "command_stop_topic": {"payload_stop": "Stop"},
    "command_next_topic": {"payload_next": "Next"},
    "command_previous_topic": {"payload_previous": "Previous"},
    "command_turn_on_topic": {"payload_on": "on"},
    "command_turn_off_topic": {"payload_off": "off"},
    "command_mute_topic": {"payload_mute": "mute", "payload_unmute": "unmute"},
}
"""What they are sent on a topic where no payload is told."""


def in_own_keys(fields: Fields) -> Fields:
    """The configuration with our keys, if it has theirs, and volumes from 0 to 1; else as it is."""
    if not any(key in fields for key in _NAMES):
        return fields
    usual: dict[str, object] = {"volume_scale": 1}
    for topic, payloads in _USUAL.items():
        usual |= payloads if topic in fields else {}
    return fields.renamed(_NAMES, usual)
