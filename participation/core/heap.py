"""One heap for all threads: what keeps a server's memory level.

The C library of Linux gives threads heaps of their own, and what one of them gives back no other can use. SQLite takes
and gives back the pages it reads with every request, in whichever thread has it, so that every heap grows in turn.
"""

import ctypes
import sys

_ARENA_MAX = -8
"""The number of the setting in glibc's malloc.h."""


def share() -> bool:
    """Let the threads begun from now on share one heap; return whether this system has such a setting."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    return bool(set_option and set_option(_ARENA_MAX, 1))
