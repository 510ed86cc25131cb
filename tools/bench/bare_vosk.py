"""Vosk decoding all that comes in, with nothing before it: what a voice gate is compared with.

python tools/bench/bare_vosk.py MODEL < SOUND: raw 16 kHz mono s16le; writes a line when loaded.
"""

import sys

import vosk

FRAME_BYTES = 2_560


def main() -> None:
    """Decode until the sound ends."""
    vosk.SetLogLevel(-1)
    recogniser = vosk.KaldiRecognizer(vosk.Model(sys.argv[1]), 16_000)
    sys.stdout.write("loaded\n")
    sys.stdout.flush()
    while len(frame := sys.stdin.buffer.read(FRAME_BYTES)) == FRAME_BYTES:
        if recogniser.AcceptWaveform(frame):
            recogniser.Result()
        else:
            recogniser.PartialResult()


if __name__ == "__main__":
    main()
