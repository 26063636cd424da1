"""How boards are moderated: what is read before it is public, and how fast people may write."""

from collections.abc import Sequence

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from forum.desk import learning
from forum.desk.board_forms import CHECKS, BoardModerationForm, DiscussionModerationForm
from forum.desk.forms import DeskForm
from forum.desk.views.blueprint import bp
from participation.access.actions import Action
from participation.access.guard import can, require
from participation.contributions.models import Board
from participation.core.database import db
from participation.process.models import Process


@bp.get("/desk/moderation/boards")
def boards() -> ResponseReturnValue:
    """List the boards and how each is moderated today."""
    require(Action.MODERATE)
    found = db.session.scalars(select(Board).order_by(Board.id)).unique().all()
    own = [board for board in found if can(Action.MODERATE, board)]
    return _boards_page(own, DeskForm())


def _boards_page(own: Sequence[Board], form: DeskForm) -> str:
    found = {board.process_id: board.process for board in own}.values()
    processes = [process for process in found if can(Action.MODERATE, process)]
    learned = [(process, learning.known(process)) for process in processes]
    return render_template("desk/boards.html", boards=own, checks=CHECKS, learned=learned, form=form)


@bp.post("/desk/moderation/learning/<string:slug>")
def learn(slug: str) -> ResponseReturnValue:
    """Switch the hints from earlier decisions on or off for a process."""
    process = _process(slug)
    require(Action.MODERATE, process)
    form = DeskForm()
    if not form.validate_on_submit():
        return _boards_page([], form), 422
    learning.switch(process, is_on=request.form.get("deed") == "on")
    db.session.commit()
    return redirect(url_for(".boards"), 303)


@bp.route("/desk/boards/<string:slug>/moderation", methods=["GET", "POST"])
def board_moderation(slug: str) -> ResponseReturnValue:
    """Set what is read first on a board in each phase, and whether people must wait between two contributions."""
    board = _board(slug)
    require(Action.MODERATE, board)
    form = BoardModerationForm.filled(board)
    if form.validate_on_submit():
        form.store(board)
        db.session.commit()
        return redirect(url_for(".boards"), 303)
    return render_template("desk/board.html", board=board, form=form), form.status


@bp.route("/desk/discussions/<string:slug>/moderation", methods=["GET", "POST"])
def discussion_moderation(slug: str) -> ResponseReturnValue:
    """Set whether people must wait between two contributions to the discussions of a process."""
    process = _process(slug)
    require(Action.MODERATE, process)
    form = DiscussionModerationForm(slow_minutes=process.slow_minutes or None)
    if form.validate_on_submit():
        process.slow_minutes = form.slow_minutes.data or 0
        db.session.commit()
        return redirect(url_for(".boards"), 303)
    return render_template("desk/discussions.html", process=process, form=form), form.status


def _process(slug: str) -> Process:
    found = db.session.scalars(select(Process).where(Process.slug == slug)).first()
    if found is None:
        require(Action.MODERATE)
        abort(404)
    return found


def _board(slug: str) -> Board:
    found = db.session.scalars(select(Board).where(Board.slug == slug)).unique().first()
    if found is None:
        require(Action.MODERATE)
        abort(404)
    return found
