"""Pages of the register and the figures: for the moderators, and what of it is for everybody."""

from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.desk.forms import DeskForm
from forum.register import figures, names, policy, rules, services
from forum.register.words import groups, month_name
from participation.access.actions import Action
from participation.access.guard import EVERYTHING, require
from participation.core import once
from participation.core.clock import today
from participation.core.database import db
from participation.web.paging import page_number, page_of

bp = Blueprint("register", __name__)


@bp.get("/desk/register")
def register() -> ResponseReturnValue:
    """List every decision; the filters live in the address."""
    require(Action.SEE_REGISTER)
    wanted, number = _wanted(), page_number()
    found = services.entries(wanted, page=number)
    filters: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page"}
    return render_template(
        "register/register.html",
        found=found,
        wanted=wanted,
        filters=filters,
        page=page_of(number, found.total, services.PER_PAGE, lambda other: url_for(".register", **filters, page=other)),
        months=figures.months_with_work(),
        people=services.people(),
        verdicts=names.VERDICTS,
        rule_names=names.RULE_NAMES,
        channels=names.CHANNELS,
    )


@bp.get("/desk/register.csv")
def table() -> ResponseReturnValue:
    """Hand out the decisions that the filters leave, as a table."""
    require(Action.SEE_REGISTER)
    made = Response(services.table(_wanted()), mimetype="text/csv")
    made.headers["Content-Disposition"] = 'attachment; filename="decisions.csv"'
    return made


def _wanted() -> services.Wanted:
    return services.Wanted(**{name: request.args.get(name, "")[:20] for name in services.Wanted.__slots__})


@bp.get("/desk/figures")
def months() -> ResponseReturnValue:
    """List the months, with what is public and what can be published."""
    require(Action.PUBLISH_FIGURES, EVERYTHING)
    return render_template(
        "register/months.html",
        months=figures.months_with_work(),
        published=set(figures.published_months()),
        first_day=rules.first_day,
        month_name=month_name,
        this_month=rules.name_of(today()),
    )


@bp.get("/desk/figures/<string:month>")
def figures_of(month: str) -> ResponseReturnValue:
    """Show the figures of a month as they would be published."""
    require(Action.PUBLISH_FIGURES, EVERYTHING)
    return _desk_page(month, DeskForm())


@bp.post("/desk/figures/<string:month>/publish")
def publish(month: str) -> ResponseReturnValue:
    """Publish the figures of a month that is over; what is public stays as it was published."""
    who = require(Action.PUBLISH_FIGURES, EVERYTHING)
    form = DeskForm()
    if not form.validate_on_submit():
        return _desk_page(month, form, 422)
    if once.first_arrival(form.once_key) and figures.can_be_published(month):
        figures.publish(month, who.person_id)
    db.session.commit()
    return redirect(url_for(".figures_of", month=month), 303)


def _desk_page(month: str, form: DeskForm, status: int = 200) -> ResponseReturnValue:
    if rules.first_day(month) is None or month not in figures.months_with_work():
        abort(404)
    known = figures.published(month)
    page = render_template(
        "register/month.html",
        form=form,
        published_on=known[1] if known else None,
        can_be_published=figures.can_be_published(month),
        **_words(month, known[0] if known else figures.counted(month)),
    )
    return page, status


def _words(month: str, shown: figures.Figures) -> dict[str, object]:
    return {"month": month, "day": rules.first_day(month), "month_name": month_name, "groups": groups(shown)}


@bp.get("/moderation")
def how() -> ResponseReturnValue:
    """Say by which rules, by whom and how fast contributions are read, and how to object; from what is in use."""
    require(Action.READ_PROCESS)
    return render_template(
        "register/policy.html",
        rules=policy.rules_in_use(),
        boards=policy.boards(),
        hints=policy.hints(),
        takes=policy.TAKES,
        months=figures.published_months(),
        first_day=rules.first_day,
        month_name=month_name,
    )


@bp.get("/moderation/<string:month>")
def public_figures(month: str) -> ResponseReturnValue:
    """Show everybody the figures of a month that somebody has published."""
    require(Action.READ_PROCESS)
    known = figures.published(month) if rules.first_day(month) else None
    if known is None:
        abort(404)
    return render_template("register/public.html", published_on=known[1], **_words(month, known[0]))
