"""What people call the states, horizons and shares of measures."""

from collections.abc import Mapping
from typing import Literal

from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from participation.plan.rules import BindingState, Fact, Share, TimeHorizon

STATES: Mapping[BindingState, Lazy] = {
    BindingState.DRAFT: lazy_gettext("Draft"),
    BindingState.PROPOSED: lazy_gettext("Proposed"),
    BindingState.DECIDED: lazy_gettext("Decided"),
    BindingState.FUNDED: lazy_gettext("The money is there"),
    BindingState.RUNNING: lazy_gettext("Under way"),
    BindingState.DONE: lazy_gettext("Carried out"),
    BindingState.STOPPED: lazy_gettext("Stopped"),
}
KNOTS: Mapping[BindingState, Literal["done", "now", "next"]] = {
    BindingState.DRAFT: "next",
    BindingState.PROPOSED: "next",
    BindingState.DECIDED: "now",
    BindingState.FUNDED: "now",
    BindingState.RUNNING: "now",
    BindingState.DONE: "done",
    BindingState.STOPPED: "done",
}
HORIZONS: Mapping[TimeHorizon, Lazy] = {
    TimeHorizon.SHORT: lazy_gettext("short-term"),
    TimeHorizon.MEDIUM: lazy_gettext("medium-term"),
    TimeHorizon.LONG: lazy_gettext("long-term"),
}
SHARES: Mapping[Share, Lazy] = {
    Share.ADOPTED: lazy_gettext("Adopted"),
    Share.PARTLY: lazy_gettext("Partly adopted"),
    Share.INSPIRED: lazy_gettext("Taken further"),
}
FACTS: Mapping[Fact, Lazy] = {
    Fact.SUMMARY: lazy_gettext("What is to be done"),
    Fact.BENEFIT: lazy_gettext("What people gain"),
    Fact.LEAD_UNIT: lazy_gettext("Unit in charge"),
    Fact.HORIZON: lazy_gettext("Time horizon"),
}
