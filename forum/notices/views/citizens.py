"""Pages on which people report a contribution and see what came of it."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.notices import appealing, names, services
from forum.notices.forms import MoreForm, ReportForm, kept
from forum.notices.letters import confirm
from forum.notices.views.blueprint import bp
from participation.access.actions import Action
from participation.access.guard import require
from participation.contributions.models import Contribution
from participation.contributions.services import SUBJECT
from participation.core import codes, once
from participation.core.database import db
from participation.moderation import notices
from participation.moderation.models import Notice
from participation.moderation.services import APPEAL_MONTHS

SENDINGS, WITHIN_S = 12, 600


@bp.route("/contributions/<string:reference>/report", methods=["GET", "POST"])
def report(reference: str) -> ResponseReturnValue:
    """Let anybody report a public contribution with one press; what is typed besides goes with it."""
    contribution = services.public(reference)
    if contribution is None:
        abort(404)
    require(Action.REPORT_CONTENT, contribution)
    form = ReportForm()
    if not (form.validate_on_submit() and form.is_within("notice", SENDINGS, WITHIN_S)):
        return _report_page(contribution, form), form.status
    if once.first_arrival(form.once_key):
        confirm(notices.take_in(SUBJECT, contribution.id, form.report(), form.once_key), contribution.reference)
    db.session.commit()
    return _to_state(notices.code_for(form.once_key))


def _report_page(contribution: Contribution, form: ReportForm) -> str:
    return render_template(
        "notices/report.html",
        contribution=contribution,
        form=form,
        grounds=names.GROUNDS,
        hints=names.HINTS,
        page_of=services.page_of,
        **kept(form),
    )


def _to_state(code: str) -> ResponseReturnValue:
    return redirect(url_for(".state", code=codes.grouped(code).lower()), 303)


@bp.get("/notices/<string:code>")
def state(code: str) -> ResponseReturnValue:
    """Show the sender what happens with the notice, and later what was decided and why."""
    require(Action.REPORT_CONTENT)
    return _state_page(_known(code), code, MoreForm())


@bp.post("/notices/<string:code>/more")
def more(code: str) -> ResponseReturnValue:
    """Take in what the sender adds to a notice that is still open."""
    require(Action.REPORT_CONTENT)
    notice = _known(code)
    form = MoreForm()
    if not (form.validate_on_submit() and form.is_within("notice", SENDINGS, WITHIN_S)):
        return _state_page(notice, code, form), form.status
    if notice.decision_id is None and once.first_arrival(form.once_key):
        had_mail = bool(notice.mail)
        notices.add(notice, form.said(notice.ground))
        contribution = services.about(notice)
        if contribution and not had_mail:
            confirm(notice, contribution.reference)
    db.session.commit()
    return _to_state(code)


def _known(code: str) -> Notice:
    notice = notices.by_code(code)
    if notice is None:
        abort(404)
    return notice


def _state_page(notice: Notice, code: str, form: MoreForm) -> str:
    contribution = services.about(notice)
    return render_template(
        "notices/state.html",
        notice=notice,
        reference=contribution.reference if contribution else "",
        decision=notice.decision,
        code=codes.grouped(codes.typed(code)),
        due=notices.due(notice),
        ground=names.GROUNDS[notice.ground],
        result=names.RESULTS[notice.decision.verdict] if notice.decision else "",
        appeal=appealing.of_notice(notice),
        can_object=services.can_object(notice),
        months=APPEAL_MONTHS,
        form=form,
    )
