"""What the register and the figures call things, in words a person reads."""

from flask_babel import lazy_gettext

from forum.desk.names import CHANNELS
from forum.desk.states import DEEDS as VERDICTS
from participation.core.feature import Lazy
from participation.moderation.rules import AppealOutcome
from participation.moderation.services import RULE_NAMES

__all__ = ["CHANNELS", "COLUMNS", "OUTCOMES", "RULE_NAMES", "VERDICTS"]

OUTCOMES: dict[AppealOutcome, Lazy] = {
    AppealOutcome.UPHELD: lazy_gettext("decision stays"),
    AppealOutcome.REVERSED: lazy_gettext("decision reversed"),
}
COLUMNS: tuple[Lazy, ...] = (
    lazy_gettext("Number of the contribution"),
    lazy_gettext("Decided at"),
    lazy_gettext("Decision"),
    lazy_gettext("House rules"),
    lazy_gettext("Reason"),
    lazy_gettext("Channel"),
    lazy_gettext("Decided by"),
    lazy_gettext("Hint by a machine"),
    lazy_gettext("Remedies"),
    lazy_gettext("Objection"),
    lazy_gettext("Moderator"),
)
