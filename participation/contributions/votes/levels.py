"""How sure it is that one person counts once, in words: a sentence for citizens, and a few words beside a number."""

from collections.abc import Mapping

from flask_babel import gettext, lazy_gettext

from participation.contributions.asking import Assurance
from participation.core.feature import Lazy
from participation.web.context import number

SENTENCES: Mapping[Assurance, Lazy] = {
    Assurance.OPEN: lazy_gettext("Every press counts. We do not check how often one person presses."),
    Assurance.BROWSER: lazy_gettext("Counted once for each browser."),
    Assurance.CODE: lazy_gettext("Counted once for each code that the town gave out."),
    Assurance.MAIL: lazy_gettext("Counted once for each confirmed mail address."),
    Assurance.ACCOUNT: lazy_gettext("Counted once for each account."),
}
BESIDE: Mapping[Assurance, Lazy] = {
    Assurance.OPEN: lazy_gettext("each press"),
    Assurance.BROWSER: lazy_gettext("once per browser"),
    Assurance.CODE: lazy_gettext("once per code"),
    Assurance.MAIL: lazy_gettext("once per address"),
    Assurance.ACCOUNT: lazy_gettext("once per account"),
}
NAMES: Mapping[Assurance, Lazy] = {
    Assurance.OPEN: lazy_gettext("Open: every press counts"),
    Assurance.BROWSER: lazy_gettext("Once for each browser or account"),
    Assurance.CODE: lazy_gettext("Once for each code from a list of the town"),
    Assurance.MAIL: lazy_gettext("Once for each confirmed mail address or account"),
    Assurance.ACCOUNT: lazy_gettext("Once for each account"),
}


def sentence(counted: Mapping[Assurance, int], level: Assurance) -> str:
    """Return how those who count were counted; before anybody does, how the board will count."""
    if len(counted) > 1:
        parts = [f"{BESIDE[one]}: {number(count)}" for one, count in counted.items()]
        return gettext("Counted %(parts)s.", parts=", ".join(parts))
    return str(SENTENCES[next(iter(counted), level)])
