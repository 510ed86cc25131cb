"""Records from the microphone in a process of its own; a program for test_microphone.py.

record_frames.py SETTINGS COUNT FILE: hears by `audio:` settings, given as JSON; writes the sound to
FILE, and a JSON line for each frame and each log message to standard output. PortAudio reads ALSA's
configuration once a process.
"""

import asyncio
import json
import os
import signal
import sys
import time
from contextlib import aclosing
from pathlib import Path

import msgspec
import structlog

from edge_agent.audio.microphone import Microphone
from edge_agent.config.audio import AudioSettings
from edge_agent.errors import AudioError


def tell(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


async def record(settings: AudioSettings, count: int, path: Path) -> None:
    source = Microphone(settings)
    with path.open("wb") as file:
        async with aclosing(source.frames()) as frames:
            async for frame in frames:
                file.write(frame.pcm)
                age_s = time.monotonic() - frame.started_at
                tell(frame=frame.index, age_s=age_s)
                count -= 1
                if count == 0:
                    return


structlog.configure(
    processors=[structlog.processors.add_log_level, structlog.processors.JSONRenderer()]
)
# A shell lets what it starts in the background ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    settings = msgspec.json.decode(sys.argv[1], type=AudioSettings)
    asyncio.run(record(settings, int(sys.argv[2]), Path(sys.argv[3])))
except AudioError as error:
    tell(error=str(error))
    sys.exit(error.exit_status)
except KeyboardInterrupt:
    # As the program itself ends: PortAudio's own clean-up would wait for a hanging server.
    os._exit(130)
