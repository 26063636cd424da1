"""What the figures were measured on."""

import os
import platform

import psutil


def machine() -> str:
    """Return the size of this machine."""
    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB memory, Python {platform.python_version()}, {platform.system()}"
