"""The end of the process."""

import logging
import os
import sys
from typing import NoReturn


def leave(status: int) -> NoReturn:
    """End the process at once: a hung decoder or sound server in a thread cannot be cancelled."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
