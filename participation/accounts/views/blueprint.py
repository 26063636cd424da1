"""The blueprint that all pages of accounts share, and what they count."""

from flask import Blueprint
from werkzeug.exceptions import Unauthorized

from participation.access.guard import actor
from participation.accounts import services
from participation.accounts.models import Person
from participation.core import limits
from participation.core.feature import Lazy, each

bp = Blueprint("accounts", __name__)

# Counted for mail and address together: whoever guesses locks out the own address, never the owner.
GUESSES, GUESSES_WITHIN_S = 10, 15 * 60
# A whole town hall may share one address.
TRIES, TRIES_WITHIN_S = 50, 10 * 60
# Mails with a link: so many to one mailbox, and asked for from one address.
LINKS, LINKS_WITHIN_S = 3, 60 * 60
ASKINGS, ASKINGS_WITHIN_S = 10, 10 * 60


def own_account() -> services.Account:
    """Return the account of whoever is signed in; call it before anything is written.

    Raises:
        Unauthorized: where nobody is.
    """
    own = services.account_of(actor().person_id or 0)
    if own is None:
        raise Unauthorized
    return own


def owner() -> Person:
    """Return the person who is signed in.

    Raises:
        Unauthorized: where nobody is.
    """
    found = services.person(actor().person_id or 0)
    if found is None:
        raise Unauthorized
    return found


def why_sign_in(path: str | None) -> Lazy | None:
    """Return why one signs in for the page somebody wanted to see; None where it asks nothing of the kind."""
    return next((reason for known in each("why_sign_in") if path and (reason := known(path))), None)


def may_write_to(mail: str) -> bool:
    """Count a mail with a link to this mailbox; return False where it has had enough, which nobody is told."""
    try:
        limits.hit("link", mail.strip().lower(), limit=LINKS, per_seconds=LINKS_WITHIN_S)
    except limits.TooMany:
        return False
    return True


def count_guess(person_id: int) -> None:
    """Count that somebody who is signed in types the present password.

    Raises:
        TooMany: where it was wrong too often.
    """
    limits.hit("password", str(person_id), limit=GUESSES, per_seconds=GUESSES_WITHIN_S)
