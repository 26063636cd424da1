"""What the register adds to the house."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext, lazy_gettext

from forum.register import demo, figures, rules
from forum.register.views import bp
from participation.access.actions import Action
from participation.access.guard import EVERYTHING, can
from participation.core.clock import today
from participation.core.feature import Duty, Feature, NavigationItem


def duties() -> Iterator[Duty]:
    """Yield the last month, until somebody has published its figures."""
    if not can(Action.PUBLISH_FIGURES, EVERYTHING):
        return
    this = rules.name_of(today())
    last = next((month for month in figures.months_with_work() if month < this), None)
    if last and figures.can_be_published(last) and figures.counted(last).has_any:
        title = gettext("Publish the figures of %(month)s", month=last)
        yield Duty(title, url_for("register.figures_of", month=last), 1)


FEATURE = Feature(
    name="register",
    blueprints=(bp,),
    navigation=(
        NavigationItem("register.register", lazy_gettext("Register"), 25, "desk", Action.SEE_REGISTER, is_rare=True),
        NavigationItem("register.how", lazy_gettext("How we moderate"), 20, "legal"),
    ),
    duties=duties,
    demo=demo.load,
    erase_demo=demo.erase,
)
