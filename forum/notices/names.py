"""What notices are called, in words a person reads."""

from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from participation.moderation.rules import NoticeGround, Verdict

GROUNDS: dict[NoticeGround, Lazy] = {
    NoticeGround.RESPECT: lazy_gettext("Insult or threat"),
    NoticeGround.PRIVACY: lazy_gettext("Data about other people"),
    NoticeGround.NO_ADVERTISING: lazy_gettext("Advertising"),
    NoticeGround.ON_TOPIC: lazy_gettext("Has nothing to do with the subject"),
    NoticeGround.LAWFUL: lazy_gettext("Something unlawful"),
    NoticeGround.DANGER: lazy_gettext("Somebody’s life is in danger"),
    NoticeGround.OTHER: lazy_gettext("Something else"),
}
RESULTS: dict[Verdict, Lazy] = {
    Verdict.KEEP: lazy_gettext("The contribution stays as it is."),
    Verdict.REJECT: lazy_gettext("The contribution is not public any more."),
    Verdict.HIDE: lazy_gettext("The contribution is not public any more."),
    Verdict.REMOVE: lazy_gettext("The contribution is not public any more."),
    Verdict.STRIP: lazy_gettext("We have taken a file out of the contribution."),
    Verdict.EDIT: lazy_gettext("We have taken data about people out of the contribution."),
}
"""What a decision means to whoever reported the contribution."""

HINTS: dict[NoticeGround, Lazy] = {
    NoticeGround.RESPECT: lazy_gettext("Also contempt for groups of people"),
    NoticeGround.PRIVACY: lazy_gettext("Name, address, telephone number, picture"),
    NoticeGround.NO_ADVERTISING: lazy_gettext("Offers, links to shops, campaigning"),
    NoticeGround.ON_TOPIC: lazy_gettext("Criticism may stay"),
    NoticeGround.LAWFUL: lazy_gettext("A call to crime, sexual abuse, a copied text or picture"),
    NoticeGround.DANGER: lazy_gettext("Somebody announces violence or suicide"),
    NoticeGround.OTHER: lazy_gettext("You can say below what it is"),
}
