"""Ranking by pairs: two ideas, one question, three buttons."""

from collections.abc import Sequence
from datetime import timedelta

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.boards.forms import PairForm
from forum.boards.views.blueprint import board_or_404, bp
from forum.boards.views.vouching import VOUCHED, known_again, vouched
from participation.access.actions import Action
from participation.access.guard import actor, can, require
from participation.accounts import links
from participation.contributions.asking import Rating
from participation.contributions.models import Board, Idea
from participation.contributions.votes import levels, pairs, vouching, watching
from participation.core.database import db
from participation.web import marks
from participation.web.context import snippet

PURPOSE, LASTS = "a pair of ideas", timedelta(hours=12)
SENDINGS, WITHIN_S = 200, 600


@bp.get("/boards/<string:slug>/pairs")
def compare(slug: str) -> ResponseReturnValue:
    """Show the two ideas that this person is to compare next."""
    board = _board(slug)
    require(Action.READ_PROCESS, board.process)
    return _page(board, PairForm())


@bp.post("/boards/<string:slug>/pairs")
def compared(slug: str) -> ResponseReturnValue:
    """Take which of the two matters more, once for each person and pair, and show the next two."""
    board = _board(slug)
    require(Action.SUPPORT, board)
    form = PairForm()
    two = _asked(board, form)
    if not (form.validate_on_submit() and form.is_within("pairs", SENDINGS, WITHIN_S)):
        return _page(board, form, two), form.status
    if not two:
        return redirect(url_for(".compare", slug=slug), 303)
    mark = marks.mark_for(form.once_key)
    voter = vouched(board, form, mark)
    if voter is None:
        return _page(board, form, two), form.status
    left, right = two
    if pairs.compare(left, right, form.choice, voter) and form.choice:
        watching.note(left if form.choice > 0 else right)
    db.session.commit()
    response = redirect(url_for(".compare", slug=slug, _anchor="pair"), 303)
    return known_again(response, board, voter, mark)


def _board(slug: str) -> Board:
    board = board_or_404(slug)
    if board.rating is not Rating.PAIRS:
        abort(404)
    return board


def _asked(board: Board, form: PairForm) -> Sequence[Idea]:
    """Return the two ideas as the page showed them, left and right; nothing where they cannot be compared any more."""
    values = links.unseal(PURPOSE, form.pair.data or "", LASTS)
    if values is None or values["board"] != board.id:
        return ()
    found = {one.id: one for one in pairs.both(board, values["ids"])}
    return [found[number] for number in values["ids"]] if found else ()


def _page(board: Board, form: PairForm, two: Sequence[Idea] = ()) -> str:
    voter = vouching.reader_on(board, actor(), mark=marks.mark(), shown=marks.shown())
    is_open = can(Action.SUPPORT, board)
    shown = list(two or (is_open and pairs.next_pair(board, voter)) or ())
    if shown and not two:
        form.pair.data = links.seal(PURPOSE, {"board": board.id, "ids": [one.id for one in shown]})
    return render_template(
        "boards/pairs.html",
        board=board,
        form=form,
        two=shown,
        is_open=is_open,
        said=pairs.said_count(board, voter),
        asks=board.assurance if voter is None and board.assurance in VOUCHED else None,
        sentence=levels.SENTENCES[board.assurance],
        snippet=snippet,
        gives_mark=board.assurance == "browser" and marks.mark() is None and not actor().is_signed_in,
        address=request.script_root + request.path,
    )
