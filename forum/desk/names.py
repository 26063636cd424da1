"""What the desk calls things, in words a person reads."""

from datetime import datetime

from flask_babel import format_datetime, gettext, lazy_gettext

from forum.desk.rules import MarkKind, Risk
from participation.contributions.models import Kind, Stance
from participation.core.feature import Lazy
from participation.core.vocabulary import Channel, Language

RISKS: dict[Risk, Lazy] = {
    Risk.OVERDUE: lazy_gettext("Overdue"),
    Risk.MARKED: lazy_gettext("Please look closely"),
    Risk.PLAIN: lazy_gettext("Nothing marked"),
}
CHANNELS: dict[Channel, Lazy] = {
    Channel.WEB: lazy_gettext("Web"),
    Channel.KIOSK: lazy_gettext("Kiosk"),
    Channel.PAPER: lazy_gettext("Paper"),
    Channel.EVENT: lazy_gettext("Event"),
    Channel.IMPORT: lazy_gettext("Import"),
}
KINDS: dict[Kind, Lazy] = {Kind.IDEA: lazy_gettext("Idea"), Kind.COMMENT: lazy_gettext("Comment")}
STANCES: dict[Stance, Lazy] = {
    Stance.PRO: lazy_gettext("For it"),
    Stance.CONTRA: lazy_gettext("Against it"),
    Stance.QUESTION: lazy_gettext("A question"),
}
MARKS: dict[MarkKind, Lazy] = {
    MarkKind.PERSON: lazy_gettext("Name"),
    MarkKind.PHONE: lazy_gettext("Telephone"),
    MarkKind.MAIL: lazy_gettext("Mail address"),
    MarkKind.LINK: lazy_gettext("Link"),
}
MARK_REASONS: dict[MarkKind, Lazy] = {
    MarkKind.PERSON: lazy_gettext("A name after “Herr” or “Frau”"),
    MarkKind.PHONE: lazy_gettext("Figures in a row, like a telephone number"),
    MarkKind.MAIL: lazy_gettext("Letters around an @, like a mail address"),
    MarkKind.LINK: lazy_gettext("Looks like an address on the web"),
}
MARK_FACTS: dict[MarkKind, Lazy] = {
    MarkKind.PERSON: lazy_gettext("the name of a person"),
    MarkKind.PHONE: lazy_gettext("a telephone number"),
    MarkKind.MAIL: lazy_gettext("a mail address"),
    MarkKind.LINK: lazy_gettext("a link"),
}
LANGUAGES: dict[str, Lazy] = {
    Language.DE: lazy_gettext("German"),
    Language.EN: lazy_gettext("English"),
}
JOBS: dict[str, Lazy] = {
    "mail": lazy_gettext("Send a mail"),
    "contributions.tell": lazy_gettext("Tell an author what happened"),
}


def hour(moment: datetime) -> str:
    """Return the time of day on the town's clock."""
    return gettext("%(time)s o’clock", time=format_datetime(moment, "HH:mm"))
