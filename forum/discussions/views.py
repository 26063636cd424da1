"""Pages of the discussions: the list of a process, a new one, and one with its replies."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.discussions import services
from forum.discussions.forms import DiscussionForm
from forum.discussions.services import Wanted
from participation.access.actions import Action
from participation.access.guard import require
from participation.accounts import services as accounts
from participation.contributions import blocking, checking
from participation.contributions import services as contributions
from participation.contributions.threads import markup, reading, writing
from participation.contributions.threads.forms import known
from participation.contributions.threads.talk import report_href, talk_of
from participation.contributions.tombstones import gone_or_404
from participation.core import codes, once
from participation.core.database import db
from participation.process import services as processes
from participation.process.models import Process
from participation.web.paging import page_number

bp = Blueprint("discussions", __name__)

SENDINGS, WITHIN_S = 10, 600


@bp.get("/discussions")
def discussions() -> ResponseReturnValue:
    """Lead to the discussions of the present process."""
    require(Action.READ_PROCESS)
    process = processes.current()
    if process is None:
        abort(404)
    return redirect(url_for(".of_process", slug=process.slug), 302)


@bp.get("/process/<string:slug>/discussions")
def of_process(slug: str) -> ResponseReturnValue:
    """List the discussions of a process; filters live in the address."""
    process = _process(slug)
    require(Action.READ_PROCESS, process)
    wanted = Wanted(request.args.get("q", "")[:200].strip(), request.args.get("field", "")[:20])
    return render_template(
        "discussions/list.html",
        process=process,
        wanted=wanted,
        found=services.discussions_of(process, wanted, page_number()),
    )


def _process(slug: str) -> Process:
    return processes.by_slug(slug) or abort(404)


@bp.route("/process/<string:slug>/discussions/new", methods=["GET", "POST"])
def start(slug: str) -> ResponseReturnValue:
    """Take in a new discussion; no account is needed."""
    process = _process(slug)
    who = require(Action.START_DISCUSSION, process)
    person = accounts.person(who.person_id) if who.person_id else None
    form = DiscussionForm(**known(person)).offer(process)
    if form.validate_on_submit() and form.is_within("discussion", SENDINGS, WITHIN_S):
        if blocking.stops(form, who.person_id, form.mail.data or ""):
            return render_template("discussions/start.html", process=process, form=form), 403
        receipt = contributions.receipt_code(form.once_key)
        if once.first_arrival(form.once_key):
            if checking.comes_too_soon(form, process, who.person_id):
                return render_template("discussions/start.html", process=_process(slug), form=form), 429
            writing.submit_discussion(process, form.draft(process, who.person_id), receipt)
        db.session.commit()
        return redirect(url_for("contributions.comment_received", code=codes.grouped(receipt).lower()), 303)
    return render_template("discussions/start.html", process=process, form=form), form.status


@bp.get("/discussions/<string:reference>")
def discussion(reference: str) -> ResponseReturnValue:
    """Show one discussion with all that was said."""
    found = services.discussion(reference)
    if found is None and reading.comment(reference):  # it was merged into another thread
        return redirect(url_for("contributions.comment", reference=reference), 302)
    if found is None or found.thread is None:
        gone_or_404(reference)
    require(Action.READ_PROCESS, found)
    return render_template(
        "discussions/discussion.html",
        discussion=found,
        html=markup.to_html(found.text),
        talk=talk_of(found.thread, services.place_of(found)),
        report_href=report_href(reference),
    )
