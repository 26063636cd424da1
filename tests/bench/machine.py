"""What the figures were measured on."""

import os
import platform
import re
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import psutil

T = TypeVar("T")

LOAD = os.getloadavg()[0]


def machine() -> str:
    """Return the size of this machine and how busy it was; figures from a busy one say little."""
    memory = psutil.virtual_memory().total / 2**30
    size = f"{os.cpu_count()} cores, {memory:.0f} GiB memory, Python {platform.python_version()}, {platform.system()}"
    return f"{size}, load average {LOAD:.1f} when the run began"


@dataclass(frozen=True)
class Cost:
    """What a step took, in seconds of the clock and of the processor."""

    wall: float
    cpu: float


def cost_of(step: Callable[..., T], *told: object) -> tuple[T, Cost]:
    """Return what a step returns, and what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    done = step(*told)
    return done, Cost(time.perf_counter() - wall, time.process_time() - cpu)


def memory() -> int:
    """Return the most memory this process has held so far, in megabytes; not what its parent held when it began."""
    told = Path("/proc/self/status").read_text(encoding="ascii") if sys.platform == "linux" else ""
    peak = re.search(r"VmHWM:\s+(\d+) kB", told)
    return (int(peak[1]) if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // 1024
