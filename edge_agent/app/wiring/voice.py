"""What is heard of an agent: a voice, short sounds, and the loudspeaker."""

from edge_agent.app.speaking import Speaking
from edge_agent.app.wiring.foundation import Foundation
from edge_agent.audio.loudspeaker import Loudspeaker
from edge_agent.respond.voice import SilentVoice, find_voice


def speaking_of(foundation: Foundation) -> Speaking:
    """The configured voice; of a recording that is acted on, nothing is said.

    Raises:
        ConfigError: the voice is not installed.
    """
    settings, hearing = foundation.config.response, foundation.hearing
    if foundation.ends:
        return Speaking(SilentVoice(), hearing)

    loudspeakers: list[Loudspeaker] = []

    def player(output: str) -> Loudspeaker:
        loudspeakers.append(Loudspeaker(output))
        return loudspeakers[-1]

    voice = find_voice(settings, player, lambda: foundation.tuning.volume)
    played_db = loudspeakers[0].loudness.loudest_db if loudspeakers else None
    return Speaking(voice, hearing, played_db if settings.barge_in else None)
