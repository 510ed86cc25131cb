"""Passes raw 16 kHz mono s16le sound on in real time.

python tools/bench/paced.py SECONDS_A_BLOCK
"""

import sys
import time


def main() -> None:
    """Read all, then write block by block."""
    seconds = float(sys.argv[1])
    size = 2 * round(16_000 * seconds)
    sound = sys.stdin.buffer.read()
    begun_at = time.monotonic()
    for number, start in enumerate(range(0, len(sound), size), start=1):
        sys.stdout.buffer.write(sound[start : start + size])
        sys.stdout.buffer.flush()
        time.sleep(max(0.0, begun_at + number * seconds - time.monotonic()))


if __name__ == "__main__":
    main()
