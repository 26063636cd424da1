"""What several pages share: the measure an address means, and one page of a list with the ways to its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from flask import abort, request, url_for

from participation.access.actions import Action
from participation.access.guard import require
from participation.core.feature import Story, each
from participation.plan import finding
from participation.plan.finding import Found
from participation.plan.models import Measure

LAST_PAGE = 10_000


def for_editors(code: str) -> Measure:
    """Return the measure, locked where it may be changed; guests sign in before they hear that there is none."""
    found = finding.for_editors(code, request.args.get("process", ""), locked=request.method == "POST")
    if found is None:
        require(Action.EDIT_PLAN)
        abort(404)
    return found


@dataclass(frozen=True, slots=True)
class ListPage:
    """Which page of a list this is."""

    number: int
    pages: int
    total: int
    next_count: int
    previous_href: str
    next_href: str


def stories_of(measure: Measure) -> Sequence[Story]:
    """Return what other features tell of a measure."""
    return [story for panels in each("panels") if Measure in panels for story in panels[Measure](measure)]


def page_number() -> int:
    """Return the page the address asks for; the first where it asks for none."""
    number = request.args.get("page", "1")
    return min(LAST_PAGE, max(1, int(number))) if number.isascii() and number.isdigit() and len(number) < 7 else 1


def page_of(found: Found, number: int, per_page: int, **values: Any) -> ListPage:
    """Return where this page stands in its list."""
    pages = max(1, ceil(found.total / per_page))

    def href(wanted: int) -> str:
        own = {**(request.view_args or {}), **values, "page": wanted if wanted > 1 else None}
        return url_for(request.endpoint or "", **own) if 1 <= wanted <= pages else ""

    left = max(0, found.total - number * per_page)
    return ListPage(number, pages, found.total, min(per_page, left), href(number - 1), href(number + 1))
