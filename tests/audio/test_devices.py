import asyncio

import pytest
import sounddevice

from edge_agent.audio.buffer import FrameBuffer
from edge_agent.audio.devices import look_again
from edge_agent.audio.opening import open_input
from edge_agent.config.audio import AudioSettings
from edge_agent.errors import AudioError


def test_a_sound_system_that_has_gone_is_told_and_started_again() -> None:
    async def open_default() -> None:
        open_input(AudioSettings(), FrameBuffer(1)).close()

    sounddevice._terminate()  # noqa: SLF001 - as after a sound server that hung
    try:
        with pytest.raises(AudioError, match="sound system does not answer"):
            asyncio.run(open_default())
    finally:
        look_again()
    assert sounddevice.query_devices() is not None
