"""Pages on which everybody reads what the town means to do, and where it comes from."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.contributions.threads.talk import talk_of
from participation.plan import finding, names
from participation.plan.dependencies import services as dependencies
from participation.plan.finding import Found
from participation.plan.goals import services as aims
from participation.plan.money import services as purse
from participation.plan.money import words
from participation.plan.scoring import services as scores
from participation.plan.sheet import services as sheets
from participation.plan.sheet import words as said
from participation.plan.talking import place_of
from participation.plan.timeline import own_way_of
from participation.plan.views.blueprint import bp
from participation.plan.views.pages import page_of, stories_of
from participation.process import services as processes
from participation.web.paging import page_number

MEASURES, ORIGINS = 30, 50


@bp.get("/measures")
def measures() -> ResponseReturnValue:
    """List the public measures of a process: of the newest, unless the address names another."""
    name, number = request.args.get("process", ""), page_number()
    process = (processes.by_slug(name) or abort(404)) if name else processes.current()
    require(Action.READ_PROCESS, process)
    found = finding.measures_of(process, page=number, per_page=MEASURES) if process else Found((), 0)
    return render_template(
        "plan/measures.html",
        process=process,
        measures=found.items,
        page=page_of(found, number, MEASURES, process=name or None),
        shares=finding.shares_of(found.items),
        sheets=sheets.sheets_of(found.items),
        first=scores.first_of(process) if process and number == 1 else (),
        address=finding.addresses(),
        process_href=url_for("process.start"),
        names=names,
    )


@bp.get("/measures/<string:code>")
def measure(code: str) -> ResponseReturnValue:
    """Show one measure: what it is, how far it is, and from which voices it comes."""
    name, number = request.args.get("process", ""), page_number()
    found = finding.measure(code, name) or abort(404)
    require(Action.READ_PROCESS, found)
    origins = finding.origins_page(found, page=number, per_page=ORIGINS)
    return render_template(
        "plan/measure.html",
        measure=found,
        origins=origins.items,
        page=page_of(origins, number, ORIGINS, process=name or None),
        shares=finding.shares_of([found])[found.id],
        steps=own_way_of(found),
        talk=talk_of(found.thread, place_of(found)) if found.thread else None,
        money=purse.money_of(found),
        sheet=sheets.sheet_of(found),
        said=said,
        goals=aims.public_served_by(found),
        needs=dependencies.public_needs_of(found),
        address=finding.addresses(),
        estimate=scores.estimate_of(found),
        words=words,
        stories=stories_of(found),
        list_href=url_for(".measures", process=name or None),
        names=names,
    )
