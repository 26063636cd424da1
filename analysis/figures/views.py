"""Pages of the figures: heat tables and the contributions behind each number."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from analysis.figures import mapping, narrowing, services
from analysis.figures.names import CHANNELS
from analysis.figures.narrowing import NONE, Choices, Wanted
from analysis.figures.services import By
from participation.access.actions import Action
from participation.access.guard import require
from participation.accounts.names import SECTORS
from participation.process import places
from participation.process import services as processes
from participation.process.models import District, Process
from participation.web.paging import page_number, page_of

bp = Blueprint("figures", __name__)


@bp.get("/desk/topics/figures")
def heat() -> ResponseReturnValue:
    """Show which field, or which topic of a field, came from where."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    wanted, by = Wanted.read(request.args), _by()
    districts = places.all_districts()
    known = narrowing.choices(process)
    return render_template(
        "analysis/figures/heat.html",
        table=services.heat(process, wanted, by, districts, known.topics),
        by=by,
        is_share=request.args.get("as") == "share",
        **_shown(process, wanted, districts, known),
    )


@bp.get("/desk/topics/contributions")
def contributions() -> ResponseReturnValue:
    """List the contributions that the filters leave."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    wanted = Wanted.read(request.args)
    number = page_number()
    found = services.contributions(process, wanted, number)
    return render_template(
        "analysis/figures/contributions.html",
        found=found,
        page=page_of(
            number,
            found.total,
            services.PER_PAGE,
            lambda other: _href(wanted, other),
        ),
        most=services.MOST_IN_FILES,
        is_hidden=services.is_hidden(wanted, found),
        **_shown(process, wanted, places.all_districts(), narrowing.choices(process)),
    )


def _href(wanted: Wanted, page: int) -> str:
    asked: dict[str, Any] = wanted.address()
    return url_for(".contributions", **asked, page=page)


@bp.get("/desk/topics/map")
def town_map() -> ResponseReturnValue:
    """Show where the contributions lie that the filters leave, on a map and as a table."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    wanted, districts = Wanted.read(request.args), places.all_districts()
    found = None if wanted.age else mapping.town_map(process, wanted, districts)
    return render_template(
        "analysis/figures/map.html",
        town_map=found,
        points=mapping.points(process, wanted) if found else "",
        tiles=current_app.extensions["settings"].tiles,
        **_shown(process, wanted, districts, narrowing.choices(process)),
    )


def _process() -> Process:
    return processes.current() or abort(404)


def _by() -> By:
    return By.SECTOR if request.args.get("by") == By.SECTOR else By.DISTRICT


def _shown(process: Process, wanted: Wanted, districts: Sequence[District], known: Choices) -> dict[str, object]:
    return {
        "process": process,
        "wanted": wanted,
        "nowhere": NONE,
        "choices": known,
        "channels": CHANNELS,
        "sectors": SECTORS,
        "fields": {one.code: one for one in process.fields},
        "districts": {one.code: one for one in districts},
    }
