"""What lies in a mailbox, and the link in it."""

import re
from collections.abc import Sequence

from sqlalchemy import select

from participation.core.database import db
from participation.core.mail import Mail

PASSWORD = "kobold zebra ampel turm"


def mails(address: str) -> Sequence[Mail]:
    """Return the mails to this address, oldest first."""
    db.session.rollback()
    return db.session.scalars(select(Mail).where(Mail.recipient == address).order_by(Mail.id)).all()


def link(address: str) -> str:
    """Return the path of the link in the newest mail to this address."""
    found = re.search(r"http://localhost(/\S+)", mails(address)[-1].body)
    assert found is not None
    return found[1]
