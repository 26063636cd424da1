"""What follows an answer: the thanks with the receipt, and what the survey found."""

from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import codes
from surveys import answering, services
from surveys.views.blueprint import bp, may_see_results, survey_or_404


@bp.get("/surveys/<string:slug>/thanks/<string:code>")
def thanks(slug: str, code: str) -> ResponseReturnValue:
    """Thank, hand over the receipt, and say what happens next."""
    survey = survey_or_404(slug)
    require(Action.READ_PROCESS, survey.process)
    known = answering.receipt(code)
    if known is None or known.survey_id != survey.id:
        abort(404)
    return render_template("surveys/thanks.html", survey=survey, code=codes.grouped(codes.typed(code)), receipt=known)


@bp.get("/surveys/<string:slug>/results")
def results(slug: str) -> ResponseReturnValue:
    """Show what a survey found, with its limits."""
    survey = survey_or_404(slug)
    require(Action.READ_PROCESS, survey.process)
    if not may_see_results(survey):
        return redirect(url_for(".start", slug=slug))
    found = services.results(survey)
    shown = services.released(survey, found)
    return render_template("surveys/results.html", survey=survey, results=found, shown=shown)


@bp.get("/surveys/<string:slug>/answers.csv")
def answers_table(slug: str) -> ResponseReturnValue:
    """Give the staff all opened answers as a table."""
    survey = survey_or_404(slug)
    require(Action.READ_ANSWERS, survey.process)
    if services.are_many(survey):
        return redirect(url_for("exports.exports", slug=slug))
    table = Response(services.table(survey), mimetype="text/csv")
    table.headers["Content-Disposition"] = f'attachment; filename="{survey.slug}.csv"'
    return table
