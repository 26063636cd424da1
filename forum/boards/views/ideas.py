"""One idea: what it says, what became of it, and who supports it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from forum.boards import maps, services
from forum.boards.forms import SupportForm
from forum.boards.views.blueprint import bp, idea_or_404
from forum.boards.views.sharing import share_of
from forum.boards.views.vouching import VOUCHED, known_again, more_is_asked, vouched
from participation.access.actions import Action
from participation.access.guard import actor, require
from participation.contributions import finding, folding, merging, supporting
from participation.contributions import services as contributions
from participation.contributions.asking import Assurance, Rating
from participation.contributions.models import Idea
from participation.contributions.threads import helping
from participation.contributions.threads.talk import talk_of
from participation.contributions.tombstones import gone_or_404
from participation.contributions.votes import freezing, levels, vouching, watching
from participation.contributions.votes.rules import won_of
from participation.core.database import db
from participation.moderation.rules import Visibility
from participation.web import marks

SENDINGS, WITHIN_S = 60, 600


@bp.get("/ideas/<string:reference>")
def idea(reference: str) -> ResponseReturnValue:
    """Show one idea with its answer and its way."""
    found = finding.idea(reference)
    if found is None or found.visibility is Visibility.MERGED:
        if target := merging.target_of(reference):
            require(Action.READ_PROCESS, target)
            return redirect(url_for(".idea", reference=target.reference, merged=reference), 302)
        found = found or gone_or_404(reference)
    require(Action.READ_PROCESS, found)
    return idea_page(found, SupportForm())


@bp.post("/ideas/<string:reference>/support")
def support(reference: str) -> ResponseReturnValue:
    """Count a support, or take it back, as surely as the board asks."""
    found = idea_or_404(reference)
    require(Action.SUPPORT, found)
    if found.board.rating is Rating.PAIRS:
        return redirect(url_for(".compare", slug=found.board.slug), 303)
    form = SupportForm()
    if not (form.validate_on_submit() and form.is_within("support", SENDINGS, WITHIN_S)):
        return idea_page(found, form), form.status
    mark = marks.mark_for(form.once_key)
    voter = vouched(found.board, form, mark)
    if voter is None:
        return more_is_asked(found, form) or (idea_page(found, form), form.status)
    try:
        if supporting.rate(found, voter, form.value(found.board.rating)):
            watching.note(found)
    except supporting.NotEnoughPointsError as error:
        db.session.rollback()
        return _without_points(reference, form, error.left)
    db.session.commit()
    is_counted = voter.assurance is Assurance.OPEN or None
    response = redirect(url_for(".idea", reference=reference, counted=is_counted, _anchor="support"), 303)
    return known_again(response, found.board, voter, mark)


def _without_points(reference: str, form: SupportForm, left: int) -> ResponseReturnValue:
    """Say how many points could still be given; nothing was counted."""
    form.renew()
    words = ngettext("You have one point left for it.", "You have %(num)s points left for it.", left)
    form.form_errors.append(
        words if left else gettext("You have given all your points. Take some back elsewhere first.")
    )
    return idea_page(idea_or_404(reference), form), 422


def idea_page(found: Idea, form: SupportForm) -> str:
    """Return the page of an idea with this form for its rating."""
    state, words = services.state_of(found)
    voter = vouching.reader_on(found.board, actor(), mark=marks.mark(), shown=marks.shown())
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
        shown_with=folding.leader_of(found),
        alike=services.alike_words(found.folded_count),
        tally=supporting.tally(found, voter),
        counted=levels.sentence,
        asks=found.board.assurance if voter is None and found.board.assurance in VOUCHED else None,
        won=won_of(found.score, found.support_count),
        is_counted=request.args.get("counted") is not None,
        left=supporting.points_left(found, voter) if found.board.rating is Rating.POINTS else 0,
        freeze=freezing.latest(found),
        talk=talk_of(found.thread, services.place_of(found)) if found.thread else None,
    )
