"""A page on which moderators show ideas that say nearly the same as one, or each by itself."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.desk.fold_forms import FoldForm
from forum.desk.services import items
from forum.desk.views.blueprint import bp
from forum.desk.views.deciding import known
from participation.access.actions import Action
from participation.access.guard import require
from participation.contributions import folding
from participation.contributions.models import Contribution, Kind
from participation.core.database import db


@bp.route("/desk/moderation/<string:reference>/alike", methods=["GET", "POST"])
def alike(reference: str) -> ResponseReturnValue:
    """Show what an idea is shown together with; fold it into another one, or let it stand by itself."""
    idea = known(items.find(reference))
    require(Action.MODERATE, idea)
    if idea.kind is not Kind.IDEA:
        abort(404)
    form = FoldForm()
    if not form.validate_on_submit() or not _is_done(idea, form):
        return _page(idea, form), form.status
    db.session.commit()
    return redirect(url_for(".alike", reference=reference), 303)


def _is_done(idea: Contribution, form: FoldForm) -> bool:
    if form.deed.data == "unfold":
        folding.unfold(idea)
        return True
    target = items.find(form.number) if form.number else None
    if target is None or not folding.can_be_folded(idea, target):
        form.refuse()
        return False
    folding.fold(idea, target)
    return True


def _page(idea: Contribution, form: FoldForm) -> str:
    leader = folding.leader_of(idea)
    return render_template(
        "desk/alike.html",
        contribution=idea,
        form=form,
        leader=leader,
        members=folding.members_of(leader or idea),
        twin=folding.twin_of(idea),
    )
