"""One idea: what it says, what became of it, and who supports it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from forum.boards import maps, services
from forum.boards.forms import SupportForm
from forum.boards.views.blueprint import bp, idea_or_404
from forum.boards.views.sharing import share_of
from participation.access.actions import Action
from participation.access.guard import actor, require
from participation.contributions import merging, supporting
from participation.contributions import services as contributions
from participation.contributions.asking import Rating
from participation.contributions.models import Idea
from participation.contributions.threads import helping
from participation.contributions.threads.talk import talk_of
from participation.contributions.votes import freezing, watching
from participation.core.database import db
from participation.web import marks

SENDINGS, WITHIN_S = 60, 600


@bp.get("/ideas/<string:reference>")
def idea(reference: str) -> ResponseReturnValue:
    """Show one idea with its answer and its way."""
    if target := merging.target_of(reference):
        require(Action.READ_PROCESS, target)
        return redirect(url_for(".idea", reference=target.reference, merged=reference), 302)
    found = idea_or_404(reference)
    require(Action.READ_PROCESS, found)
    return _page(found, SupportForm())


@bp.post("/ideas/<string:reference>/support")
def support(reference: str) -> ResponseReturnValue:
    """Count a support, or take it back; once for each account, else for each browser."""
    found = idea_or_404(reference)
    require(Action.SUPPORT, found)
    form = SupportForm()
    if not (form.validate_on_submit() and form.is_within("support", SENDINGS, WITHIN_S)):
        return _page(found, form), form.status
    mark = marks.mark_for(form.once_key)
    voter = supporting.voter(found.process_id, actor(), mark)
    try:
        if _count(found, voter, form):
            watching.note(found)
    except supporting.NotEnoughPointsError as error:
        db.session.rollback()
        return _without_points(reference, form, error.left)
    db.session.commit()
    response = redirect(url_for(".idea", reference=reference, _anchor="support"), 303)
    return response if actor().is_signed_in else marks.give(response, mark)


def _count(found: Idea, voter: supporting.Voter, form: SupportForm) -> bool:
    """Count what was pressed, as the board rates ideas; return whether somebody new did."""
    rating = found.board.rating
    if rating is Rating.POINTS:
        return supporting.give_points(found, voter, 0 if form.is_taken_back else form.points.data or 0)
    if form.is_taken_back:
        supporting.withdraw(found, voter)
        return False
    return supporting.support(found, voter, form.value if rating is Rating.UP_DOWN else 1)


def _without_points(reference: str, form: SupportForm, left: int) -> ResponseReturnValue:
    """Say how many points could still be given; nothing was counted."""
    form.renew()
    words = ngettext("You have one point left for it.", "You have %(num)s points left for it.", left)
    form.form_errors.append(
        words if left else gettext("You have given all your points. Take some back elsewhere first.")
    )
    return _page(idea_or_404(reference), form), 422


def _page(found: Idea, form: SupportForm) -> str:
    state, words = services.state_of(found)
    voter = supporting.known_voter(found.process_id, actor(), marks.mark())
    return render_template(
        "boards/idea.html",
        idea=found,
        steps=contributions.ways([found])[found.id],
        state=state,
        state_text=words,
        form=form,
        share=share_of(found),
        offers=helping.offers(found.thread_id),
        spot=maps.spot(found.latitude, found.longitude),
        joined=merging.sources_of(found),
        tally=supporting.tally(found, voter),
        left=supporting.points_left(found, voter) if found.board.rating is Rating.POINTS else 0,
        freeze=freezing.latest(found),
        talk=talk_of(found.thread, services.place_of(found)) if found.thread else None,
    )
