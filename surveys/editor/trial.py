"""A survey tried before it is public: it runs for real at a secret address, and nothing of it is ever kept."""

import secrets as chance

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.questions import branching
from participation.questions import services as asking
from participation.web import languages
from participation.web.security import policy
from surveys import services as surveys_of
from surveys.editor import services
from surveys.forms import AnswerForm
from surveys.models import Survey
from surveys.views.blueprint import body, let_pictures_in, town_map

bp = Blueprint("trial", __name__)


def _survey(slug: str, secret: str) -> Survey:
    found = surveys_of.by_slug(slug)
    if found is None or not chance.compare_digest(services.trial_secret(found).encode(), secret.encode()):
        abort(404)
    require(Action.ANSWER_SURVEY, found.process)
    return found


def _framed(page: str, status: int = 200) -> Response:
    """Let the editor show the page in its picture of a phone."""
    response = make_response(page, status)
    response.headers["Content-Security-Policy"] = policy().replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@bp.route("/surveys/<string:slug>/try/<string:secret>", methods=["GET", "POST"])
def answer(slug: str, secret: str) -> ResponseReturnValue:
    """Let somebody answer the whole survey on trial; at the end they see what would have been counted."""
    survey = _survey(slug, secret)
    require(Action.ANSWER_SURVEY, survey.process)
    let_pictures_in(survey)
    form, questions = AnswerForm(), survey.questions
    sent = asking.parse_all(questions, body())
    seen = branching.asked(questions, sent)
    is_sent = request.method == "POST" and not asking.pressed(questions, request.form) and "stay" not in request.form
    errors = asking.check_all(seen, sent) if is_sent else {}
    if is_sent and not errors and form.validate():
        counted = branching.counted(questions, sent)
        said = [
            (one, asking.shown(one, counted.get(one.key), languages.language())) for one in seen if asking.columns(one)
        ]
        return _framed(render_template("trial/tried.html", survey=survey, said=said, secret=secret))
    form.renew()
    page = render_template(
        "trial/answer.html",
        survey=survey,
        questions=questions,
        form=form,
        answers=sent,
        errors=errors,
        secret=secret,
        town_map=town_map(survey),
    )
    return _framed(page, 422 if errors else form.status)


@bp.get("/surveys/<string:slug>/try/<string:secret>/<string:key>")
def one(slug: str, secret: str, key: str) -> ResponseReturnValue:
    """Show one question as it looks on a phone."""
    survey = _survey(slug, secret)
    require(Action.ANSWER_SURVEY, survey.process)
    found = services.at(survey, key) or abort(404)
    return _framed(render_template("trial/question.html", survey=survey, question=found))
