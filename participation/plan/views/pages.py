"""What several pages share: the measure an address means, and one page of a list with the ways to its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.core.feature import Lazy, Story, each
from participation.plan import finding
from participation.plan.finding import Found
from participation.plan.goals import services as aims
from participation.plan.models import Measure
from participation.plan.money import services as purse
from participation.plan.money.rules import Verdict
from participation.plan.scoring import services as scores
from participation.plan.sheet import services as sheets
from participation.plan.sheet import words
from participation.plan.sheet.rules import Fullness, Section, fullness
from participation.web import paging
from participation.web.paging import Page


def for_editors(code: str) -> Measure:
    """Return the measure, locked where it may be changed; guests sign in before they hear that there is none."""
    found = finding.for_editors(code, request.args.get("process", ""), locked=request.method == "POST")
    if found is None:
        require(Action.EDIT_PLAN)
        abort(404)
    return found


def stories_of(measure: Measure) -> Sequence[Story]:
    """Return what other features tell of a measure."""
    return [story for panels in each("panels") if Measure in panels for story in panels[Measure](measure)]


@dataclass(frozen=True, slots=True)
class Way:
    """One way in the list of all sections of a measure."""

    title: Lazy
    href: str
    is_here: bool
    fullness: Fullness | None = None

    @property
    def state(self) -> Lazy:
        """How much the section says."""
        return words.FULLNESS[self.fullness] if self.fullness else ""


def ways_of(measure: Measure, here: Section | str = "") -> Sequence[Way]:
    """Return the ways to all sections of a measure, and how much each says."""
    address = finding.addresses()
    about = fullness([measure.summary, measure.benefit, measure.lead_unit, measure.horizon])
    sheet = sheets.sheet_of(measure)
    full = sheets.fullness_of(sheet)
    own = None if measure.process_id == finding.newest_process() else measure.process.slug
    sections = [
        Way(
            words.SECTIONS[one],
            url_for("plan.section", code=measure.code, section=one.value, process=own),
            one is here,
            None if one is Section.TRIAL and not sheet.is_trial else full[one],
        )
        for one in Section
    ]
    money = {Verdict.COVERED: Fullness.FULL, Verdict.UNKNOWN: Fullness.EMPTY}
    paid = money.get(purse.money_of(measure).balance.verdict, Fullness.PART)
    first = Way(gettext("In brief"), address("plan.edit", measure), here == "about", about)
    scored = fullness([scores.points_of(measure), (guess := scores.estimate_of(measure)).impact, guess.effort])
    return [
        first,
        *sections,
        Way(gettext("Money"), address("plan.money", measure), here == "money", paid),
        Way(
            gettext("Goals of the town"),
            address("plan.served", measure),
            here == "goals",
            fullness([aims.served_by(measure)]),
        ),
        Way(gettext("What has to come first"), address("plan.needs", measure), here == "needs"),
        Way(gettext("Points"), address("plan.scores", measure), here == "scores", scored),
    ]


def page_of(found: Found, number: int, per_page: int, **values: Any) -> Page:
    """Return where this page stands in its list."""

    def href(wanted: int) -> str:
        own = {**(request.view_args or {}), **values, "page": wanted if wanted > 1 else None}
        return url_for(request.endpoint or "", **own)

    return paging.page_of(number, found.total, per_page, href)
