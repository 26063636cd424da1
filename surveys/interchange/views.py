"""Pages of survey files at the desk: what a file would bring before anything is kept, and what a survey can become."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from participation.access.actions import Action
from participation.access.guard import can, require
from participation.core import once
from participation.core.database import db
from participation.process import services as processes
from participation.process.models import Process
from surveys import services
from surveys.interchange import files, storing
from surveys.interchange.forms import FileForm
from surveys.interchange.imported import NAMES, Imported, RefusedFileError
from surveys.interchange.out import formats
from surveys.interchange.out.formats import TYPES, Format
from surveys.interchange.report import VERDICTS, Verdict
from surveys.models import Survey

bp = Blueprint("survey_files", __name__, url_prefix="/desk/survey-files", template_folder="templates")

MOST_LINES = 300
BODY = 2 * files.LARGEST


@bp.route("", methods=["GET", "POST"])
def start() -> ResponseReturnValue:
    """Read a file and say what would be kept, changed and lost; keep the survey when that is wanted."""
    require(Action.IMPORT_SURVEY)
    request.max_content_length = request.max_form_memory_size = BODY
    open_to = _processes()
    form = FileForm()
    form.offer(open_to)
    if not form.validate_on_submit():
        return _page(form), form.status
    if "keep" in request.form and (carried := form.carried()):
        return _kept(form, carried)
    found = _read(form)
    if found:
        form.carry(found)
    form.renew()
    return _page(form, found), 200 if found else 422


def _kept(form: FileForm, found: Imported) -> ResponseReturnValue:
    process = processes.by_slug(form.belongs_to.data) or abort(404)
    require(Action.IMPORT_SURVEY, process)
    if once.first_arrival(form.once_key):
        storing.store(process, found)
    db.session.commit()
    return redirect(url_for(".start", kept="yes"), 303)


def _read(form: FileForm) -> Imported | None:
    """Return the survey in the file; where there is none, the form says why."""
    sent = request.files.get("file")
    if not sent or not sent.filename:
        form.file.errors = [gettext("Please choose a file.")]
        return None
    try:
        return files.imported(sent.stream.read(files.LARGEST + 1))
    except RefusedFileError as refused:
        form.file.errors = [str(refused)]
        return None


def _processes() -> Sequence[Process]:
    found = db.session.scalars(select(Process).order_by(Process.id.desc()))
    return [process for process in found if can(Action.IMPORT_SURVEY, process)]


def _page(form: FileForm, found: Imported | None = None) -> str:
    return render_template(
        "interchange/start.html",
        form=form,
        found=found,
        kind=NAMES[found.kind] if found else "",
        lines=found.report.notable[:MOST_LINES] if found else (),
        more=max(0, len(found.report.notable) - MOST_LINES) if found else 0,
        verdicts=VERDICTS,
        counts={verdict: found.report.questions[verdict] for verdict in Verdict} if found else {},
        surveys=[one for one in services.at_desk() if can(Action.READ_ANSWERS, one.process)],
    )


@bp.get("/<string:slug>")
def survey(slug: str) -> ResponseReturnValue:
    """Offer everything that a survey can become."""
    found = _survey(slug)
    require(Action.READ_ANSWERS, found.process)
    return render_template("interchange/survey.html", survey=found, types=TYPES)


@bp.get("/<string:slug>/<string:name>")
def file(slug: str, name: str) -> ResponseReturnValue:
    """Hand over one file."""
    found = _survey(slug)
    require(Action.READ_ANSWERS, found.process)
    format_ = Format(name) if name in list(Format) else abort(404)
    if TYPES[format_].holds_answers and services.are_many(found):
        return redirect(url_for("exports.exports", slug=slug))
    try:
        content = formats.exported(found, format_)
    except RefusedFileError as refused:
        return render_template("interchange/survey.html", survey=found, types=TYPES, refused=str(refused)), 503
    handed = Response(content, mimetype=TYPES[format_].media)
    handed.headers["Content-Disposition"] = f'attachment; filename="{formats.file_name(found, format_)}"'
    return handed


def _survey(slug: str) -> Survey:
    return services.by_slug(slug) or abort(404)
