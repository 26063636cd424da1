"""What the desk calls states and deeds, and how it says that one was done."""

from dataclasses import dataclass

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
    Visibility.REMOVED: lazy_gettext("Removed for good"),
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
    Verdict.REMOVE: lazy_gettext("Removed for good"),
    Verdict.STRIP: lazy_gettext("A file taken out"),
    Verdict.BLOCK: lazy_gettext("Author blocked"),
    Verdict.UNBLOCK: lazy_gettext("Block lifted"),
    Verdict.REVERSE: lazy_gettext("Taken back after an objection"),
}
DONE: dict[Visibility, Lazy] = {
    Visibility.WAITING: lazy_gettext("Back in the queue:"),
    Visibility.ASKED: lazy_gettext("Asked back:"),
    Visibility.PUBLIC: lazy_gettext("Published:"),
    Visibility.REJECTED: lazy_gettext("Rejected, with a letter:"),
    Visibility.HIDDEN: lazy_gettext("Hidden, with a letter:"),
    Visibility.MERGED: lazy_gettext("Merged:"),
    Visibility.COVERED: lazy_gettext("Published:"),
    Visibility.REMOVED: lazy_gettext("Removed for good, with a letter:"),
}

RETURNS: dict[Visibility, Lazy] = {
    Visibility.PUBLIC: lazy_gettext("Taken back into the queue"),
    Visibility.MERGED: lazy_gettext("Taken apart again"),
}
"""What it is called to restore something, by what it was until then."""


def deed(verdict: Verdict, before: Visibility | None) -> Lazy:
    """Return what was done with something that was this until then."""
    return RETURNS[before] if verdict is Verdict.RESTORE and before in RETURNS else DEEDS[verdict]


@dataclass(frozen=True, slots=True)
class Restricting:
    """How a page calls itself on which something is taken from somebody, its button, and what it says at its foot."""

    title: Lazy
    button: Lazy
    foot: Lazy


_KEPT = lazy_gettext("The text stays stored for 6 months, so that the author can object.")
RESTRICTING: dict[Verdict, Restricting] = {
    Verdict.REJECT: Restricting(
        lazy_gettext("Reject: reasons and letter"), lazy_gettext("Reject and send letter"), _KEPT
    ),
    Verdict.HIDE: Restricting(lazy_gettext("Hide: reasons and letter"), lazy_gettext("Hide and send letter"), _KEPT),
    Verdict.REMOVE: Restricting(
        lazy_gettext("Remove for good: reasons and letter"),
        lazy_gettext("Remove for good and send letter"),
        lazy_gettext("Nobody can bring the text back, not even after an objection. Hiding keeps it for 6 months."),
    ),
    Verdict.STRIP: Restricting(
        lazy_gettext("Take a file out: reasons and letter"),
        lazy_gettext("Take out and send letter"),
        lazy_gettext("The rest of the contribution stays. The file stays stored for 6 months and is then deleted."),
    ),
    Verdict.BLOCK: Restricting(
        lazy_gettext("Block the author: reasons and letter"),
        lazy_gettext("Block and send letter"),
        lazy_gettext("Nobody is blocked because of criticism. The block ends by itself, or by hand before that."),
    ),
}
