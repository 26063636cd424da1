"""What the desk calls states and deeds, and how it says that one was done."""

from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from participation.moderation.rules import Verdict, Visibility

STATES: dict[Visibility, Lazy] = {
    Visibility.WAITING: lazy_gettext("Open"),
    Visibility.ASKED: lazy_gettext("Waits for the author"),
    Visibility.PUBLIC: lazy_gettext("Published"),
    Visibility.REJECTED: lazy_gettext("Rejected"),
    Visibility.HIDDEN: lazy_gettext("Hidden"),
    Visibility.MERGED: lazy_gettext("Merged"),
    Visibility.COVERED: lazy_gettext("Not to be seen with what it stands under"),
}
DEEDS: dict[Verdict, Lazy] = {
    Verdict.PUBLISH: lazy_gettext("Published"),
    Verdict.REJECT: lazy_gettext("Rejected"),
    Verdict.HIDE: lazy_gettext("Hidden"),
    Verdict.RESTORE: lazy_gettext("Made public again"),
    Verdict.ASK_BACK: lazy_gettext("Asked back"),
    Verdict.FORWARD: lazy_gettext("Passed on"),
    Verdict.EDIT: lazy_gettext("Edited"),
    Verdict.MERGE: lazy_gettext("Merged"),
    Verdict.KEEP: lazy_gettext("Left as it is after a report"),
    Verdict.CONFIRM: lazy_gettext("Read, stays public"),
}
DONE: dict[Visibility, Lazy] = {
    Visibility.WAITING: lazy_gettext("Back in the queue:"),
    Visibility.ASKED: lazy_gettext("Asked back:"),
    Visibility.PUBLIC: lazy_gettext("Published:"),
    Visibility.REJECTED: lazy_gettext("Rejected, with a letter:"),
    Visibility.HIDDEN: lazy_gettext("Hidden, with a letter:"),
    Visibility.MERGED: lazy_gettext("Merged:"),
    Visibility.COVERED: lazy_gettext("Published:"),
}

RETURNS: dict[Visibility, Lazy] = {
    Visibility.PUBLIC: lazy_gettext("Taken back into the queue"),
    Visibility.MERGED: lazy_gettext("Taken apart again"),
}
"""What it is called to restore something, by what it was until then."""


def deed(verdict: Verdict, before: Visibility | None) -> Lazy:
    """Return what was done with something that was this until then."""
    return RETURNS[before] if verdict is Verdict.RESTORE and before in RETURNS else DEEDS[verdict]
