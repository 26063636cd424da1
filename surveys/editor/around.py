"""Pages of the editor around the questions: how a survey runs, and its texts in other languages."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core.database import db
from participation.web import languages
from surveys.editor import checking, services, translating
from surveys.editor.forms import ButtonForm, mark
from surveys.editor.services import UnreadableError
from surveys.editor.setup_form import ACCESS, ANONYMITY, SetupForm, stated
from surveys.editor.views import bp, survey_to_edit


@bp.route("/desk/surveys/<string:slug>/setup", methods=["GET", "POST"])
def setup(slug: str) -> ResponseReturnValue:
    """Set what a survey says around its questions, and how it runs."""
    survey = survey_to_edit(slug)
    require(Action.EDIT_SURVEY, survey.process)
    form = SetupForm.of(survey, is_answered=services.has_answers(survey))
    now, theirs = stated(survey), None
    if form.validate_on_submit():
        if form.was.data == mark(now):
            services.set_up(survey, **form.values())
            db.session.commit()
            return redirect(url_for(".edit", slug=slug), 303)
        theirs = now
        form.was.data = mark(now)
        form.renew()
    page = render_template(
        "editor/setup.html",
        survey=survey,
        form=form,
        theirs=theirs,
        anonymity=ANONYMITY[survey.anonymity],
        access=ACCESS[survey.access],
        button_form=ButtonForm(),
        frame_address=languages.full_address(url_for("surveys.embed", slug=slug)),
    )
    return page, 409 if theirs else form.status


@bp.route("/desk/surveys/<string:slug>/translation", methods=["GET", "POST"])
def translate(slug: str) -> ResponseReturnValue:
    """Put another language beside German, for everything that people read."""
    survey = survey_to_edit(slug)
    require(Action.EDIT_SURVEY, survey.process)
    language = request.args.get("to", "en")
    language = language if language in translating.LANGUAGES else "en"
    form, reasons = ButtonForm(), []
    entries = translating.entries(survey, language)
    if request.method == "POST":
        entries = [one.sent(request.form) for one in entries]
        is_good = form.validate()
        if is_good and not any(one.theirs is not None or one.error for one in entries):
            try:
                services.translate(survey, language, {one.name: one.words for one in entries})
                db.session.commit()
                return redirect(url_for(".translate", slug=slug, to=language), 303)
            except UnreadableError as error:
                db.session.rollback()
                survey, reasons = survey_to_edit(slug), error.sentences
        form.renew()
    is_overtaken = any(one.theirs is not None for one in entries)
    page = render_template(
        "editor/translate.html",
        survey=survey,
        form=form,
        entries=entries,
        language_to=language,
        languages=translating.LANGUAGES,
        is_overtaken=is_overtaken,
        reasons=reasons,
        missing={code: checking.missing(survey, code) for code in translating.LANGUAGES},
    )
    status = 409 if is_overtaken or reasons else 422 if any(one.error for one in entries) else form.status
    return page, status
