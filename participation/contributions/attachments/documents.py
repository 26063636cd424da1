"""Makes a harmless PDF of what people send.

The work is done by a process of its own (`rewriting`), with limits of memory and time, so that a file made to break the
reader breaks nothing else. The file comes in by one pipe and goes out by the other.
"""

import subprocess
import sys

from participation.contributions.attachments.rules import LARGEST_DOCUMENT, Reason, RefusedError
from participation.core.settings import HOUSE

PROGRAM = "participation.contributions.attachments.rewriting"
SECONDS = 20
REFUSALS = {10: Reason.LOCKED, 11: Reason.ACTIVE, 12: Reason.TOO_MANY_PAGES, 13: Reason.BROKEN}


def cleaned(content: bytes) -> bytes:
    """Return the document, without whatever says who made it and when.

    Raises:
        RefusedError: with the reason, where it cannot be read or could do something by itself.
    """
    if len(content) > LARGEST_DOCUMENT:
        raise RefusedError(Reason.TOO_LARGE)
    program = [sys.executable, "-m", PROGRAM]
    try:
        done = subprocess.run(  # noqa: S603  # the content goes to a pipe
            program, input=content, capture_output=True, timeout=2 * SECONDS, cwd=HOUSE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise RefusedError(Reason.BROKEN) from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise RefusedError(REFUSALS.get(done.returncode, Reason.BROKEN))
    return done.stdout
