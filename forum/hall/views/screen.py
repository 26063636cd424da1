"""The screen everybody in the hall sees."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.hall import services
from forum.hall.views.blueprint import bp, hall_or_404, phone_address
from participation.access.actions import Action
from participation.access.guard import require
from participation.web.qr import qr


@bp.get("/hall/<string:code>/screen")
def screen(code: str) -> ResponseReturnValue:
    """Show the question that is answered now and those to come, in type that is read from the last row.

    The script of the page asks for the changing part alone.
    """
    found = hall_or_404(code)
    require(Action.READ_PROCESS, found)
    shown = {"hall": found, "board": services.board(found), "on_screen": services.ON_SCREEN}
    if request.headers.get("X-Part") == "live":
        return render_template("hall/live.html", **shown)
    address = phone_address(found)
    return render_template("hall/screen.html", **shown, address=address, qr=qr(address))
