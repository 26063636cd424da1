"""What the figures call the ways by which contributions came."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from participation.core.vocabulary import Channel

CHANNELS: Mapping[Channel, Lazy] = {
    Channel.WEB: lazy_gettext("Web"),
    Channel.KIOSK: lazy_gettext("Kiosk"),
    Channel.PAPER: lazy_gettext("Paper"),
    Channel.LETTER: lazy_gettext("Letter"),
    Channel.PHONE: lazy_gettext("Phone"),
    Channel.EVENT: lazy_gettext("Event"),
    Channel.IMPORT: lazy_gettext("Import"),
}
