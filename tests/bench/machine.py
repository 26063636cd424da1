"""What the figures were measured on."""

import os
import platform

import psutil

LOAD = os.getloadavg()[0]


def machine() -> str:
    """Return the size of this machine and how busy it was; figures from a busy one say little."""
    memory = psutil.virtual_memory().total / 2**30
    size = f"{os.cpu_count()} cores, {memory:.0f} GiB memory, Python {platform.python_version()}, {platform.system()}"
    return f"{size}, load average {LOAD:.1f} when the run began"
