"""How the C library and the interpreter keep memory."""

import ctypes
import gc
from typing import Final

_ARENA_MAX: Final = -8
_MMAP_THRESHOLD: Final = -3
_TRIM_THRESHOLD: Final = -1
"""As in glibc's malloc.h."""
_GIVEN_BACK_FROM: Final = 131_072


def keep_little() -> None:
    """Let freed memory go back to the system, and threads share one heap; call it early.

    glibc would give each thread a heap of its own, and keep what models needed only while they
    were loaded. Another C library is left alone.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_ARENA_MAX, 1)
        mallopt(_MMAP_THRESHOLD, _GIVEN_BACK_FROM)
        mallopt(_TRIM_THRESHOLD, _GIVEN_BACK_FROM)


def settle() -> None:
    """Let the collector look no more at what is loaded by now and stays; call it when all is.

    Libraries, models and the language are most of all objects. Each full collection would go
    through them, and everything waits meanwhile.
    """
    gc.collect()
    gc.freeze()
