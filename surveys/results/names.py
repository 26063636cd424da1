"""What the ways of answers and the columns of results are called."""

from collections.abc import Mapping

from flask_babel import gettext, lazy_gettext

from participation.core.feature import Lazy
from participation.core.vocabulary import Channel
from surveys.columns.column import CHANNEL, Column

CHANNELS: Mapping[Channel, Lazy] = {
    Channel.WEB: lazy_gettext("website"),
    Channel.PAPER: lazy_gettext("paper"),
    Channel.KIOSK: lazy_gettext("tablet in the town hall"),
    Channel.LETTER: lazy_gettext("letter"),
    Channel.PHONE: lazy_gettext("phone"),
    Channel.EVENT: lazy_gettext("event"),
    Channel.IMPORT: lazy_gettext("taken over from elsewhere"),
}


def name_of(column: Column, language: str) -> str:
    """Return what a column is called on a page."""
    return gettext("Way in which the answer came") if column.key == CHANNEL else column.name.in_(language)
