"""Pages on which codes for votes are made: handed out once, as a table or as slips, and closed."""

import csv
from io import StringIO

from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forum.settings import services
from forum.settings.code_forms import SLIPS, TABLE, CloseForm, CodesForm
from forum.settings.views import bp
from participation.access.actions import Action
from participation.access.guard import require
from participation.contributions.asking import Assurance
from participation.contributions.models import Board
from participation.contributions.votes import codes as votes
from participation.core import codes, once
from participation.core.database import db
from participation.web import languages
from participation.web.forms import UNSENT


@bp.route("/desk/boards/<string:slug>/codes", methods=["GET", "POST"])
def codes_of(slug: str) -> ResponseReturnValue:
    """List the lists of codes of a board, and make a new one, which is handed out with this one answer."""
    board = _board(slug)
    who = require(Action.SET_UP_BOARDS, board)
    form = CodesForm(shape=TABLE)
    if not form.validate_on_submit():
        return _page(board, form), form.status
    count = form.count.data or 0
    if once.first_arrival(form.once_key):
        made = votes.make(board, form.name.data or "", count, who.person_id, form.once_key)
    else:
        made = votes.codes_of(form.once_key, count)
    db.session.commit()
    address = languages.full_address(url_for("boards.ideas", slug=slug))
    if form.shape.data == SLIPS:
        return render_template("settings/slips.html", board=services.find(slug), codes=made, address=address)
    return _table(slug, made, address)


@bp.post("/desk/boards/<string:slug>/codes/<int:number>/close")
def close_codes(slug: str, number: int) -> ResponseReturnValue:
    """Take no more votes by the codes of a list."""
    board = _board(slug)
    require(Action.SET_UP_BOARDS, board)
    form = CloseForm()
    if not form.validate_on_submit():
        return _page(board, CodesForm(UNSENT, shape=TABLE)), form.status
    votes.close(board, number)
    db.session.commit()
    return redirect(url_for(".codes_of", slug=slug), 303)


def _board(slug: str) -> Board:
    board = services.find(slug)
    if board is None:
        require(Action.SET_UP_BOARDS)
        abort(404)
    return board


def _page(board: Board, form: CodesForm) -> str:
    return render_template(
        "settings/codes.html",
        board=board,
        form=form,
        close=CloseForm(UNSENT),
        lists=votes.lists(board),
        is_in_use=board.assurance is Assurance.CODE,
    )


def _table(slug: str, made: list[str], address: str) -> Response:
    """Return the codes as a table; a hyphen keeps every programme from taking a code for a number."""
    lines = StringIO()
    table = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    table.writerow([gettext("Number"), gettext("Code"), gettext("Address")])
    table.writerows((number, codes.grouped(code), address) for number, code in enumerate(made, 1))
    response = Response("\ufeff" + lines.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="codes-{slug}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
