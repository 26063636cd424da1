"""Pages of results at the desk."""

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import can, require
from participation.core import once
from participation.core.database import Texts, db
from participation.core.vocabulary import Channel
from participation.web import languages
from surveys import services as surveys
from surveys.columns.column import CHANNEL, Column
from surveys.models import Survey
from surveys.results import pictures as together
from surveys.results import services
from surveys.results import texts as reading
from surveys.results import waves as comparing
from surveys.results.forms import PublicForm, RegisterForm, register_form
from surveys.results.names import CHANNELS, name_of
from surveys.results.values import WORDS
from surveys.rules import SMALLEST_CELL

LONGEST_SEARCH = 60

bp = Blueprint("results", __name__, url_prefix="/desk/surveys/<string:slug>/results")


@bp.app_template_filter("column_name")
def _column_name(column: Column) -> str:
    return name_of(column, str(languages.language()))


@bp.app_template_filter("label_name")
def _label_name(label: tuple[str, Texts], column: Column) -> str:
    key, name = label
    return str(CHANNELS[Channel(key)]) if column.key == CHANNEL else name.in_(str(languages.language())) or key


@bp.get("")
def results(slug: str) -> ResponseReturnValue:
    """Show what everybody or one group said to each question."""
    survey = _survey(slug)
    require(Action.READ_ANSWERS, survey.process)
    found = services.Reading(survey)
    asked = request.args.get("group", "")
    group = found.group(asked)
    return render_template(
        "results/results.html",
        survey=survey,
        reading=found,
        counted=found.of_group(*group) if group else found.everybody(),
        group=group,
        asked=asked,
        participation=found.participation(),
        has_pictures=bool(together.questions(survey)),
    )


@bp.get("/table")
def crosstab(slug: str) -> ResponseReturnValue:
    """Show two questions beside each other."""
    survey = _survey(slug)
    require(Action.READ_ANSWERS, survey.process)
    found = services.Reading(survey)
    rows, columns = (found.columns.get(request.args.get(name, "")) for name in ("rows", "columns"))
    if columns is not None and columns.is_several:
        columns = None
    table = found.crosstab(rows, columns) if rows and columns and rows is not columns else None
    return render_template(
        "results/crosstab.html", survey=survey, reading=found, table=table, rows=rows, columns=columns
    )


@bp.get("/pictures.zip")
def pictures(slug: str) -> ResponseReturnValue:
    """Give the staff the pictures that people added."""
    survey = _survey(slug)
    require(Action.READ_ANSWERS, survey.process)
    return send_file(together.zipped(survey), "application/zip", as_attachment=True, download_name=f"{slug}.zip")


@bp.get("/waves")
def waves(slug: str) -> ResponseReturnValue:
    """Show one question in two waves of a survey beside each other."""
    survey = _survey(slug)
    require(Action.READ_ANSWERS, survey.process)
    others = [one for one in comparing.others(survey) if can(Action.READ_ANSWERS, one.process)]
    other = next((one for one in others if one.slug == request.args.get("with")), next(iter(others), None))
    if other is None:
        return render_template("results/waves.html", survey=survey, others=others, other=None)
    before, now = sorted((survey, other), key=lambda one: one.opens_at)
    readings = services.Reading(before), services.Reading(now)
    offered = comparing.comparable(*readings)
    key = request.args.get("question", next(iter(offered), ""))
    return render_template(
        "results/waves.html",
        survey=survey,
        others=others,
        other=other,
        before=before,
        now=now,
        offered=offered,
        question=key,
        comparison=comparing.compare(*readings, key) if key in offered else None,
        differing=comparing.differing(before, now),
    )


@bp.get("/texts")
def texts(slug: str) -> ResponseReturnValue:
    """Show what people wrote, page by page."""
    survey = _survey(slug)
    require(Action.READ_ANSWERS, survey.process)
    asked = [one for one in survey.questionnaire.asked if one.type in WORDS]
    question = next((one for one in asked if one.key == request.args.get("question")), next(iter(asked), None))
    search = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    number = request.args.get("page", 1, type=int)
    page = reading.read(survey, question, search, number) if question and _are_enough(survey) else None
    return render_template(
        "results/texts.html", survey=survey, asked=asked, question=question, page=page, search=search, channels=CHANNELS
    )


def _are_enough(survey: Survey) -> bool:
    return surveys.counted(survey) >= SMALLEST_CELL


@bp.route("/public", methods=["GET", "POST"])
def public(slug: str) -> ResponseReturnValue:
    """Choose what everybody reads."""
    survey = _survey(slug)
    require(Action.READ_ANSWERS, survey.process)
    form = PublicForm(shown=[one.key for one in survey.questionnaire.asked if one.key not in survey.kept_back])
    language = languages.language()
    form.shown.choices = [(one.key, one.text.in_(language)) for one in survey.questionnaire.asked]
    if form.validate_on_submit():
        if once.first_arrival(form.once_key):
            chosen = set(form.shown.data or ())
            services.keep_back(survey, [one.key for one in survey.questionnaire.asked if one.key not in chosen])
        db.session.commit()
        return redirect(url_for(".results", slug=slug), 303)
    return render_template("results/public.html", survey=survey, form=form), form.status


@bp.route("/register", methods=["GET", "POST"])
def register(slug: str) -> ResponseReturnValue:
    """Tell how many people the register has in each group of a question."""
    survey = _survey(slug)
    require(Action.READ_ANSWERS, survey.process)
    found = services.Reading(survey)
    column = found.columns.get(request.args.get("question", "") or next(iter(survey.register), ""))
    if column is None or column.is_several or column.key == CHANNEL:
        return render_template("results/register.html", survey=survey, reading=found, form=None)
    keys = [key for key, _ in column.labels]
    is_weight = next(iter(survey.register), column.key) == column.key
    known = survey.register.get(column.key, {})
    form = register_form(list(column.labels), str(languages.language()), known, is_weight=is_weight)
    if form.validate_on_submit():
        return _registered(survey, column, form, keys)
    return render_template("results/register.html", survey=survey, reading=found, form=form, column=column), form.status


def _registered(survey: Survey, column: Column, form: RegisterForm, keys: list[str]) -> ResponseReturnValue:
    if once.first_arrival(form.once_key):
        people = {key: count for key, count in form.people(keys).items() if count}
        services.set_register(survey, column.key, people, is_weight=bool(form.is_weight.data))
    db.session.commit()
    return redirect(url_for(".results", slug=survey.slug), 303)


def _survey(slug: str) -> Survey:
    return surveys.by_slug(slug) or abort(404)
