"""The page of a process, its printed short address and the code that leads there."""

from io import BytesIO

import segno
from flask import Blueprint, Response, abort, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core.vocabulary import Language
from participation.process import services
from participation.process.models import Process
from participation.process.rules import ink
from participation.web import languages

bp = Blueprint("process", __name__)

QR_KEPT_S = 30 * 24 * 60 * 60


@bp.get("/")
def start() -> ResponseReturnValue:
    """Show the present process, or what will be here."""
    process = services.current()
    require(Action.READ_PROCESS, process)
    return _page(process) if process else render_template("process/empty.html")


@bp.get("/process/<string:slug>")
def show(slug: str) -> ResponseReturnValue:
    """Show a process by its name."""
    process = services.by_slug(slug) or abort(404)
    require(Action.READ_PROCESS, process)
    return _page(process)


@bp.get("/q/<string:code>")
def short(code: str) -> ResponseReturnValue:
    """Show the process behind a printed short address, without the detour that costs a slow phone half a second."""
    process = services.by_short_code(code) or abort(404)
    require(Action.READ_PROCESS, process)
    return _page(process)


@bp.get("/q/<string:code>/qr.svg")
def qr(code: str) -> ResponseReturnValue:
    """Draw the code for posters; it leads to the short address in the language of this page."""
    process = services.by_short_code(code) or abort(404)
    require(Action.READ_PROCESS, process)
    picture = BytesIO()
    address = languages.full_address(url_for(".short", code=process.short_code))
    dark = ink(current_app.extensions["settings"].town.accent)
    segno.make(address, error="m", micro=False).save(picture, kind="svg", scale=8, dark=dark, light="#fff")
    response = Response(picture.getvalue(), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = f"public, max-age={QR_KEPT_S}"
    return response


def _page(process: Process) -> str:
    language = languages.language()
    return render_template(
        "process/process.html",
        process=process,
        canonical=languages.full_address(url_for(".show", slug=process.slug)),
        phases=services.phase_steps(process),
        cards=services.cards(process),
        stories=services.stories(process),
        onward=services.onward(process),
        standing=services.standing(process),
        missing=services.missing(process, language) if language is not Language.DE else [],
    )
