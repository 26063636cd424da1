"""Pages of fast entry: the stack of cards, and the receipts to hand out."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.entry import services
from forum.entry.forms import CardsForm
from participation.access.actions import Action
from participation.access.guard import can, require
from participation.core import once
from participation.core.database import db
from participation.web import languages
from participation.web.qr import qr

bp = Blueprint("entry", __name__)

KEPT = ("board", "channel", "origin", "origin_on", "district", "language")
"""What the next stack has in common with this one."""


@bp.route("/desk/entry", methods=["GET", "POST"])
def cards() -> ResponseReturnValue:
    """Take in a stack of cards; a mistake in one of them keeps all that was typed."""
    require(Action.ENTER_CONTRIBUTIONS)
    boards, districts = services.boards(), services.districts()
    form = CardsForm(**_kept()).offer(boards, districts)
    if not form.validate_on_submit():
        return render_template("entry/cards.html", form=form, boards=boards), form.status
    board = next(board for board in boards if board.slug == form.board.data)
    who = require(Action.ENTER_CONTRIBUTIONS, board)
    if once.first_arrival(form.once_key):
        publish = bool(form.publish.data) and can(Action.MODERATE, board)
        services.take_in(board, form.filled(districts), form.once_key, publish=publish, person_id=who.person_id)
    db.session.commit()
    shared: dict[str, Any] = {name: request.form.get(name) or None for name in KEPT}
    return redirect(url_for(".slips", key=form.once_key, **shared), 303)


def _kept() -> dict[str, Any]:
    """Return what the stack before had in common."""
    found: dict[str, Any] = {name: value for name in KEPT if (value := request.args.get(name))}
    if "origin_on" in found:
        found["origin_on"] = _day(found["origin_on"])
    return found


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


@bp.get("/desk/entry/<string:key>")
def slips(key: str) -> ResponseReturnValue:
    """Show the receipts of a stack, to be printed and handed out."""
    require(Action.ENTER_CONTRIBUTIONS)
    found = services.slips(key)
    if not found:
        abort(404)
    links = [languages.full_address(url_for("contributions.status", code=slip.code.lower())) for slip in found]
    return render_template(
        "entry/slips.html",
        slips=list(zip(found, links, map(qr, links), strict=True)),
        is_public=found[0].contribution.published_at is not None,
        finding=languages.full_address(url_for("contributions.find")).split("://")[1],
        kept=_kept(),
    )
