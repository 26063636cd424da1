"""Votes that came suspiciously fast: the numbers, freezing the count, letting it go on."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.desk.forms import DeskForm
from forum.desk.services import items, votes
from forum.desk.views.blueprint import bp
from forum.desk.views.deciding import known
from forum.desk.vote_forms import FreezeForm, ReleaseForm
from participation.access.actions import Action
from participation.access.guard import require
from participation.contributions.models import Contribution
from participation.contributions.votes import freezing, levels
from participation.core import once
from participation.core.database import db
from participation.web import languages


@bp.get("/desk/votes/<string:reference>")
def vote(reference: str) -> ResponseReturnValue:
    """Show what is conspicuous about the votes for a contribution, and what can be done."""
    contribution = known(items.find(reference))
    require(Action.MODERATE, contribution)
    return _page(contribution, ReleaseForm() if contribution.is_frozen else FreezeForm())


@bp.post("/desk/votes/<string:reference>/freeze")
def freeze(reference: str) -> ResponseReturnValue:
    """Let the count stand still, with a reason that everybody reads."""
    contribution = known(items.find_for_decision(reference))
    who = require(Action.MODERATE, contribution)
    form = FreezeForm()
    if not form.validate_on_submit():
        return _page(contribution, form), form.status
    if once.first_arrival(form.once_key):
        link = languages.full_address(url_for(".vote", reference=reference))
        freezing.freeze(contribution, form.reason.data or "", who.person_id, link)
    db.session.commit()
    return redirect(url_for(".vote", reference=reference), 303)


@bp.post("/desk/votes/<string:reference>/release")
def let_go_on(reference: str) -> ResponseReturnValue:
    """Let the count go on, with what came of looking into it."""
    contribution = known(items.find_for_decision(reference))
    require(Action.MODERATE, contribution)
    form = ReleaseForm()
    if not form.validate_on_submit():
        return _page(contribution, form), form.status
    if once.first_arrival(form.once_key):
        freezing.release(contribution, form.result.data or "", counts=form.counts)
    db.session.commit()
    return redirect(url_for(".vote", reference=reference), 303)


@bp.post("/desk/votes/<string:reference>/harmless")
def harmless(reference: str) -> ResponseReturnValue:
    """Note that somebody looked and found nothing wrong."""
    contribution = known(items.find_for_decision(reference))
    require(Action.MODERATE, contribution)
    form = DeskForm()
    if not form.validate_on_submit():
        return _page(contribution, FreezeForm()), 422
    freezing.dismiss(contribution)
    db.session.commit()
    return redirect(url_for(".queue"), 303)


def _page(contribution: Contribution, form: FreezeForm | ReleaseForm) -> str:
    return render_template(
        "desk/vote.html",
        contribution=contribution,
        form=form,
        plain=DeskForm(),
        burst=freezing.unseen_on(contribution),
        freeze=freezing.latest(contribution),
        held=freezing.held_count(contribution) if contribution.is_frozen else 0,
        votes=votes,
        levels=levels,
    )
