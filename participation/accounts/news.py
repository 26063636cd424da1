"""Whether a person wants mail about what others wrote: on until switched off, in the account or by any such mail."""

from datetime import timedelta

from flask import url_for

from participation.accounts import links, services
from participation.accounts.models import Person
from participation.web import languages

PURPOSE = "stop-news"
LASTS = timedelta(days=3650)


def stop_link(person: Person) -> str:
    """Return the address at which the person says that no such mail is wanted any more, without signing in."""
    return languages.full_address(url_for("accounts.stop_news", token=links.seal(PURPOSE, {"person": person.id})))


def by_link(token: str) -> Person | None:
    """Return whose link this is; None where it is not ours."""
    found = links.unseal(PURPOSE, token, LASTS)
    return services.person(found["person"]) if found else None
