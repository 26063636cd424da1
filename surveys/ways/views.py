"""Pages of the ways into a survey: the short address, what can be hung up, and what the staff make of it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.web import languages
from participation.web.qr import qr
from surveys.views.blueprint import survey_or_404
from surveys.ways.asking import survey_at_desk, surveys_at_desk

bp = Blueprint("ways", __name__)


@bp.get("/u/<string:slug>")
def short(slug: str) -> ResponseReturnValue:
    """Lead from the short address in letters and on posters to the survey, with the code where there is one."""
    survey = survey_or_404(slug)
    require(Action.READ_PROCESS, survey.process)
    code = request.args.get("code", "")[:40]
    return redirect(url_for("surveys.start", slug=slug, code=code or None), 302)


@bp.get("/surveys/<string:slug>/poster")
def poster(slug: str) -> ResponseReturnValue:
    """Show a survey with its QR code, to print and hang up."""
    survey = survey_or_404(slug)
    require(Action.READ_PROCESS, survey.process)
    address = languages.full_address(url_for(".short", slug=slug))
    return render_template("ways/poster.html", survey=survey, address=address, qr=qr(address))


@bp.get("/desk/ways")
def surveys() -> ResponseReturnValue:
    """List the surveys whose ways in this person may look after."""
    require(Action.ENTER_CONTRIBUTIONS)
    return render_template("ways/surveys.html", surveys=surveys_at_desk())


@bp.get("/desk/ways/<string:slug>")
def ways(slug: str) -> ResponseReturnValue:
    """Show by which ways people come to a survey, and lead to each."""
    survey = survey_at_desk(slug)
    require(Action.ENTER_CONTRIBUTIONS, survey.process)
    address = languages.full_address(url_for(".short", slug=slug))
    return render_template("ways/ways.html", survey=survey, address=address, qr=qr(address))
