"""What the desk calls things, in words a person reads."""

from datetime import datetime

from flask_babel import format_datetime, gettext, lazy_gettext

from forum.desk.rules import Risk
from participation.contributions.models import Kind, Stance
from participation.core.feature import Lazy
from participation.core.vocabulary import Channel, Language
from participation.moderation.detectors import MarkKind, Part
from participation.moderation.rules import Blocking

RISKS: dict[Risk, Lazy] = {
    Risk.DANGER: lazy_gettext("Perhaps a threat: please read at once"),
    Risk.OVERDUE: lazy_gettext("Overdue"),
    Risk.MARKED: lazy_gettext("Please look closely"),
    Risk.PLAIN: lazy_gettext("Nothing marked"),
}
CHANNELS: dict[Channel, Lazy] = {
    Channel.WEB: lazy_gettext("Web"),
    Channel.KIOSK: lazy_gettext("Kiosk"),
    Channel.PAPER: lazy_gettext("Paper"),
    Channel.LETTER: lazy_gettext("Letter"),
    Channel.PHONE: lazy_gettext("Phone"),
    Channel.EVENT: lazy_gettext("Event"),
    Channel.IMPORT: lazy_gettext("Import"),
}
KINDS: dict[Kind, Lazy] = {
    Kind.IDEA: lazy_gettext("Idea"),
    Kind.COMMENT: lazy_gettext("Comment"),
    Kind.DISCUSSION: lazy_gettext("Discussion"),
    Kind.QUESTION: lazy_gettext("Question"),
}
BLOCKINGS: dict[Blocking, Lazy] = {
    Blocking.DAY: lazy_gettext("One day"),
    Blocking.WEEK: lazy_gettext("One week"),
    Blocking.MONTH: lazy_gettext("30 days"),
    Blocking.QUARTER: lazy_gettext("90 days"),
}
STANCES: dict[Stance, Lazy] = {
    Stance.PRO: lazy_gettext("For it"),
    Stance.CONTRA: lazy_gettext("Against it"),
    Stance.QUESTION: lazy_gettext("A question"),
    Stance.HELP: lazy_gettext("Offers help"),
}
MARKS: dict[MarkKind, Lazy] = {
    MarkKind.THREAT: lazy_gettext("Threat"),
    MarkKind.PERSON: lazy_gettext("Name"),
    MarkKind.ADDRESS: lazy_gettext("Address"),
    MarkKind.PHONE: lazy_gettext("Telephone"),
    MarkKind.MAIL: lazy_gettext("Mail address"),
    MarkKind.IBAN: lazy_gettext("Bank account"),
    MarkKind.PLATE: lazy_gettext("Number plate"),
    MarkKind.INSULT: lazy_gettext("Insult"),
    MarkKind.ADVERTISING: lazy_gettext("Advertising"),
    MarkKind.LINK: lazy_gettext("Link"),
    MarkKind.FLOOD: lazy_gettext("Flood"),
    MarkKind.TWIN: lazy_gettext("Nearly the same text"),
    MarkKind.LANGUAGE: lazy_gettext("Other language"),
    MarkKind.DEFECT: lazy_gettext("Report of a defect: pass it on?"),
}
MARK_REASONS: dict[MarkKind, Lazy] = {
    MarkKind.THREAT: lazy_gettext("Says that somebody will or should be hurt"),
    MarkKind.PERSON: lazy_gettext("A name after “Herr” or “Frau”, or a first name with another name"),
    MarkKind.ADDRESS: lazy_gettext("A street with a house number, where somebody may live"),
    MarkKind.PHONE: lazy_gettext("Figures in a row, like a telephone number"),
    MarkKind.MAIL: lazy_gettext("Letters around an @, like a mail address"),
    MarkKind.IBAN: lazy_gettext("An IBAN whose check digits are right"),
    MarkKind.PLATE: lazy_gettext("Letters and figures as on a car"),
    MarkKind.INSULT: lazy_gettext("A word of our list of insults, perhaps in disguise"),
    MarkKind.ADVERTISING: lazy_gettext("Sounds like a sale, in two places or more"),
    MarkKind.LINK: lazy_gettext("Looks like an address on the web"),
    MarkKind.FLOOD: lazy_gettext("Many nearly alike texts within a day"),
    MarkKind.TWIN: lazy_gettext("Says the same as another contribution, nearly word for word"),
    MarkKind.LANGUAGE: lazy_gettext("Its most common words belong to another language than its page"),
    MarkKind.DEFECT: lazy_gettext("Names a thing and says that it is broken"),
}
MARK_FACTS: dict[MarkKind, Lazy] = {
    MarkKind.THREAT: lazy_gettext("a threat against people"),
    MarkKind.PERSON: lazy_gettext("the name of a person"),
    MarkKind.ADDRESS: lazy_gettext("the address of a person"),
    MarkKind.PHONE: lazy_gettext("a telephone number"),
    MarkKind.MAIL: lazy_gettext("a mail address"),
    MarkKind.IBAN: lazy_gettext("a bank account"),
    MarkKind.PLATE: lazy_gettext("a number plate"),
    MarkKind.INSULT: lazy_gettext("an insult"),
    MarkKind.ADVERTISING: lazy_gettext("advertising"),
    MarkKind.LINK: lazy_gettext("a link"),
}
PARTS: dict[Part, Lazy] = {
    Part.TITLE: lazy_gettext("in the title"),
    Part.NAME: lazy_gettext("in the shown name"),
    Part.PLACE: lazy_gettext("in the place"),
    Part.FILE: lazy_gettext("in the name of a file"),
}
LANGUAGES: dict[str, Lazy] = {
    Language.DE: lazy_gettext("German"),
    Language.EN: lazy_gettext("English"),
}
LANGUAGES_SEEN: dict[str, Lazy] = {
    "de": lazy_gettext("German"),
    "en": lazy_gettext("English"),
    "uk": lazy_gettext("Ukrainian"),
    "ru": lazy_gettext("Russian or another one in Cyrillic letters"),
    "ar": lazy_gettext("Arabic or another one in Arabic letters"),
    "el": lazy_gettext("Greek"),
    "tr": lazy_gettext("Turkish"),
    "pl": lazy_gettext("Polish"),
    "ro": lazy_gettext("Romanian"),
    "fr": lazy_gettext("French"),
    "es": lazy_gettext("Spanish"),
}
JOBS: dict[str, Lazy] = {
    "mail": lazy_gettext("Send a mail"),
    "contributions.tell_supporters": lazy_gettext("Tell supporters about an answer"),
    "contributions.thread_news": lazy_gettext("Tell followers what is new"),
    "contributions.tell": lazy_gettext("Tell an author what happened"),
}


def hour(moment: datetime) -> str:
    """Return the time of day on the town's clock."""
    return gettext("%(time)s o’clock", time=format_datetime(moment, "HH:mm"))
