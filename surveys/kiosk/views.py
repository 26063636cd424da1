"""Pages of the kiosk: start, questions, thanks and the way out; and its place at the desk.

No page of it may lie in a cache, none leads to another part of the house, and nothing is written on the device.
"""

from collections.abc import Mapping

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.questions import branching
from participation.questions import services as asking
from participation.questions.types import Answer
from participation.web import languages
from participation.web.qr import qr
from surveys import scarce
from surveys import services as surveys
from surveys.kiosk import services
from surveys.kiosk.forms import CloseForm, KioskAnswerForm, LeaveForm, OpenForm
from surveys.kiosk.models import Kiosk
from surveys.models import Survey
from surveys.rules import SurveyState
from surveys.views.blueprint import Errors, town_map, with_full
from surveys.ways.asking import survey_at_desk

bp = Blueprint("kiosk", __name__)

SENDINGS, WITHIN_S = 300, 600
PINS = 6
KEEP_NOTHING = '"storage"'


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """Let the device keep nothing: no copy of a page, and nothing that an earlier page may have written."""
    if request.endpoint in {"kiosk.start", "kiosk.answer", "kiosk.thanks", "kiosk.leave"}:
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
    if request.endpoint == "kiosk.thanks":
        response.headers["Clear-Site-Data"] = KEEP_NOTHING
    return response


@bp.get("/kiosk/<string:secret>")
def start(secret: str) -> ResponseReturnValue:
    """Greet whoever comes next."""
    kiosk, survey = _kiosk(secret)
    require(Action.ANSWER_SURVEY, survey.process)
    leaves_out = len(services.asked_at_kiosk(survey)) < len(survey.questions)
    return _page("start", kiosk, survey, secret, leaves_out=leaves_out)


@bp.route("/kiosk/<string:secret>/answer", methods=["GET", "POST"])
def answer(secret: str) -> ResponseReturnValue:
    """Take the whole survey in one sending; with a script people see one question at a time."""
    kiosk, survey = _kiosk(secret)
    require(Action.ANSWER_SURVEY, survey.process)
    form = KioskAnswerForm()
    if request.method == "POST" and form.validate() and once.is_spent(form.once_key):
        return redirect(url_for(".thanks", secret=secret), 303)
    if survey.state is not SurveyState.OPEN:
        return redirect(url_for(".start", secret=secret), 303)
    if request.method != "POST":
        return _questions(kiosk, survey, secret, form, {}, {})
    questions = services.asked_at_kiosk(survey)
    given = asking.parse_all(questions, request.form)
    errors: Errors = asking.check_all(branching.asked(questions, given), given)
    is_on_the_way = asking.pressed(questions, request.form) or "stay" in request.form
    if errors or is_on_the_way or form.errors or not _taken_in(survey, form, given):
        form.renew()
        errors = errors or form.full
        return _questions(kiosk, survey, secret, form, given, errors), 422 if errors else form.status
    return redirect(url_for(".thanks", secret=secret), 303)


def _taken_in(survey: Survey, form: KioskAnswerForm, given: Mapping[str, Answer]) -> bool:
    if once.first_arrival(form.once_key):
        if not form.is_within("kiosk", SENDINGS, WITHIN_S):
            db.session.rollback()
            return False
        counted = branching.counted(services.asked_at_kiosk(survey), given)
        try:
            services.take_in(survey, counted, form.once_key)
        except scarce.FullError as nothing_left:
            db.session.rollback()
            _refuse_full(survey, form, nothing_left.what)
            return False
    db.session.commit()
    return True


def _refuse_full(survey: Survey, form: KioskAnswerForm, what: scarce.OptionLimit | scarce.Quota) -> None:
    if isinstance(what, scarce.Quota):
        form.form_errors.append(
            gettext(
                "Enough people of your group have answered already, so your answers are not needed any more. They were"
                " not kept."
            )
        )
    else:
        form.full = {what.question: [scarce.complaint(survey.questions, what, languages.language())]}


@bp.get("/kiosk/<string:secret>/thanks")
def thanks(secret: str) -> ResponseReturnValue:
    """Thank, without a receipt: the next person would see it."""
    kiosk, survey = _kiosk(secret)
    require(Action.ANSWER_SURVEY, survey.process)
    return _page("thanks", kiosk, survey, secret)


@bp.route("/kiosk/<string:secret>/leave", methods=["GET", "POST"])
def leave(secret: str) -> ResponseReturnValue:
    """Let the staff out with their number."""
    kiosk, survey = _kiosk(secret)
    require(Action.ANSWER_SURVEY, survey.process)
    form = LeaveForm()
    if form.validate_on_submit() and form.is_within("kiosk-pin", PINS, WITHIN_S):
        if services.is_pin(kiosk, form.pin.data or ""):
            return redirect(url_for("process.start"), 303)
        form.pin.errors = [gettext("This is not the number. Please look it up at the desk.")]
        form.renew()
    return _page("leave", kiosk, survey, secret, form=form), form.status


def _kiosk(secret: str) -> tuple[Kiosk, Survey]:
    kiosk = services.by_secret(secret) or abort(404)
    return kiosk, surveys.by_id(kiosk.survey_id)


def _questions(
    kiosk: Kiosk, survey: Survey, secret: str, form: KioskAnswerForm, given: Mapping[str, Answer], errors: Errors
) -> str:
    questions = with_full(survey, services.asked_at_kiosk(survey))
    more = {"questions": questions, "answers": given, "errors": errors, "town_map": town_map(survey)}
    return _page("answer", kiosk, survey, secret, form=form, **more)


def _page(name: str, kiosk: Kiosk, survey: Survey, secret: str, **more: object) -> str:
    return render_template(f"kiosk/{name}.html", kiosk=kiosk, survey=survey, secret=secret, **more)


@bp.route("/desk/ways/<string:slug>/kiosks", methods=["GET", "POST"])
def kiosks(slug: str) -> ResponseReturnValue:
    """Open a device for a survey, and show those that are open."""
    survey = survey_at_desk(slug)
    require(Action.OPEN_WAYS, survey.process)
    form = OpenForm()
    if services.fits(survey) and form.validate_on_submit():
        if once.first_arrival(form.once_key):
            services.open_kiosk(survey, form.place.data or "", form.idle_s.data or services.IDLE_S, form.once_key)
        db.session.commit()
        return redirect(url_for(".kiosks", slug=slug), 303)
    rows = [(one, _address(one)) for one in services.kiosks(survey)]
    return render_template(
        "kiosk/kiosks.html",
        survey=survey,
        form=form,
        fits=services.fits(survey),
        rows=[(one, address, qr(address), services.pin_of(one), CloseForm(formdata=None)) for one, address in rows],
    ), form.status


@bp.post("/desk/ways/<string:slug>/kiosks/<int:number>/close")
def close(slug: str, number: int) -> ResponseReturnValue:
    """Close a device."""
    survey = survey_at_desk(slug)
    require(Action.OPEN_WAYS, survey.process)
    form = CloseForm()
    if form.validate():
        services.close(survey, number)
        db.session.commit()
    return redirect(url_for(".kiosks", slug=slug), 303)


def _address(kiosk: Kiosk) -> str:
    return languages.full_address(url_for(".start", secret=services.secret_of(kiosk)))
