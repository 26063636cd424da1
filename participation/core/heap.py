"""One heap for all threads, and what is free in it given back: what keeps a server's memory level.

The C library of Linux gives threads heaps of their own, and what one of them gives back no other can use. SQLite takes
and gives back the pages it reads with every request, in whichever thread has it, so that every heap grows in turn. And
what is given back between two things that are still needed stays with the process until it is asked for it.
"""

import ctypes
import sys
import threading
import time

_ARENA_MAX = -8
"""The number of the setting in glibc's malloc.h."""

EVERY_S = 60


def keep_level() -> bool:
    """Let the threads begun from now on share one heap, and tidy it every minute; return whether this system can."""
    set_option = _function("mallopt")
    if not (set_option and set_option(_ARENA_MAX, 1)):
        return False
    threading.Thread(target=_tidy_for_ever, name="heap", daemon=True).start()
    return True


def tidy() -> bool:
    """Give the system back what is free; return whether there was anything. A few milliseconds, without the GIL."""
    trim = _function("malloc_trim")
    return bool(trim and trim(0))


def _tidy_for_ever() -> None:
    while True:
        time.sleep(EVERY_S)
        tidy()


def _function(name: str) -> "ctypes._NamedFuncPointer | None":
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
