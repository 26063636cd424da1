"""Pages on which boards are opened and set up."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from forum.settings import services
from forum.settings.forms import RATINGS, BoardForm, begun
from participation.access.actions import Action
from participation.access.guard import require
from participation.contributions.models import Board
from participation.contributions.votes import levels, pairs
from participation.core import once
from participation.core.database import db
from participation.process import services as processes
from participation.web.forms import Form

bp = Blueprint("board_settings", __name__)


@bp.get("/desk/boards")
def boards() -> ResponseReturnValue:
    """List the boards with what they ask and when they are open."""
    require(Action.SET_UP_BOARDS)
    found = services.boards()
    done = next((board for board in found if board.slug == request.args.get("done")), None)
    return render_template("settings/boards.html", boards=found, done=done)


@bp.route("/desk/boards/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Open a new board in the present process."""
    process = processes.current()
    require(Action.SET_UP_BOARDS, process)
    if process is None:
        abort(404)
    form = BoardForm(**begun(None)).offer(process, None)
    if request.method == "POST" and once.is_spent(form.once_key):
        return redirect(url_for(".boards"), 303)  # the second of two taps finds the address taken by the first
    if not form.validate_on_submit():
        return render_template(
            "settings/board.html", form=form, board=None, ratings=RATINGS, levels=levels
        ), form.status
    if once.first_arrival(form.once_key):
        board = Board(process_id=process.id, slug=form.slug.data or "")
        form.describe(board)
        try:
            with db.session.begin_nested():
                db.session.add(board)
        except IntegrityError:  # somebody else took the address a moment ago
            db.session.rollback()
            return _page(form, None), 409
    db.session.commit()
    return redirect(url_for(".boards", done=form.slug.data), 303)


@bp.route("/desk/boards/<string:slug>", methods=["GET", "POST"])
def edit(slug: str) -> ResponseReturnValue:
    """Change what a board asks, what its form shows, and when it is open."""
    board = services.find(slug)
    require(Action.SET_UP_BOARDS, board)
    if board is None:
        abort(404)
    form = BoardForm(**begun(board)).offer(board.process, board)
    if not form.validate_on_submit():
        return render_template(
            "settings/board.html", form=form, board=board, ratings=RATINGS, levels=levels
        ), form.status
    if once.first_arrival(form.once_key):
        form.describe(board)
        if not services.is_rated(board):
            pairs.level_out(board)
    db.session.commit()
    return redirect(url_for(".boards", done=slug), 303)


def _page(form: Form, board: Board | None) -> str:
    return render_template("settings/board.html", form=form, board=board, ratings=RATINGS, levels=levels)
