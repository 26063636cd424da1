"""What accounts add to the house."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from participation.access.actions import Action
from participation.access.guard import actor, can
from participation.accounts import demo, organisations, personal, sessions
from participation.accounts.cli import accounts
from participation.accounts.joining import JOB, write
from participation.accounts.views import account, joining, news, signing
from participation.accounts.views import organisations as organisation_pages
from participation.accounts.views.blueprint import bp
from participation.core.feature import Duty, Feature, NavigationItem

PAGES = (signing, joining, account, news, organisation_pages)
"""The modules whose pages stand on the blueprint."""


def _door() -> str:
    return str(gettext("My account") if actor().is_signed_in else gettext("Sign in"))


def duties() -> Iterator[Duty]:
    """Yield the organisations that wait to be confirmed."""
    waiting = organisations.waiting_count() if can(Action.MANAGE_ORGANISATIONS) else 0
    if waiting:
        title = ngettext("Confirm %(num)s organisation", "Confirm %(num)s organisations", waiting)
        yield Duty(title, url_for("accounts.desk_organisations"), waiting)


FEATURE = Feature(
    name="accounts",
    blueprints=(bp,),
    navigation=(
        NavigationItem("accounts.account", LazyString(_door), 5, area="legal"),
        NavigationItem(
            "accounts.desk_organisations",
            lazy_gettext("Organisations"),
            70,
            area="desk",
            action=Action.MANAGE_ORGANISATIONS,
            count=organisations.waiting_count,
            is_rare=True,
        ),
    ),
    cli=(accounts,),
    jobs={JOB: write},
    duties=duties,
    personal_data=personal.PERSONAL_DATA,
    retention=personal.RETENTION,
    demo=demo.add_people,
    erase_demo=demo.remove_people,
    setup=sessions.install,
)
