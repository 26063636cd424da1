"""Pages of documents at the desk: have one made, see how far it is, fetch it."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.plan.documents import services, words
from participation.plan.documents.forms import DocumentForm, MeasureDocumentForm
from participation.plan.documents.rules import DocumentKind, FileFormat
from participation.process import services as processes
from participation.process.models import Process

bp = Blueprint("documents", __name__, url_prefix="/desk/plan/documents", template_folder="templates")


@bp.get("")
def documents() -> ResponseReturnValue:
    """Say which documents there are and how far the others are."""
    return _page(_process(), DocumentForm(), MeasureDocumentForm())


@bp.post("")
def order() -> ResponseReturnValue:
    """Have a document of the whole plan made."""
    process, form = _process(), DocumentForm()
    require(Action.EDIT_PLAN, process)
    if not form.validate_on_submit():
        return _page(process, form, MeasureDocumentForm()), form.status
    if once.first_arrival(form.once_key):
        services.order(process, DocumentKind(form.kind.data or ""))
    db.session.commit()
    return redirect(url_for(".documents"), 303)


@bp.post("/measure")
def order_for_measure() -> ResponseReturnValue:
    """Have a document about one measure made."""
    process = _process()
    require(Action.EDIT_PLAN, process)
    found = services.measures_of(process)
    form = MeasureDocumentForm().offer(found)
    if not form.validate_on_submit():
        return _page(process, DocumentForm(), form), form.status
    if once.first_arrival(form.once_key):
        measure = next(one for one in found if one.code == form.measure.data)
        services.order(process, DocumentKind(form.kind.data or ""), measure)
    db.session.commit()
    return redirect(url_for(".documents"), 303)


@bp.get("/<int:number>/<string:name>")
def file(number: int, name: str) -> ResponseReturnValue:
    """Hand over a document as it was made."""
    found = services.by_id(number)
    require(Action.EDIT_PLAN, found.process if found else None)
    if found is None or name not in set(FileFormat):
        abort(404)
    format_ = FileFormat(name)
    content = services.file_of(found, format_) or abort(404)
    handed = Response(content, content_type=words.MEDIA[format_])
    handed.headers["Content-Disposition"] = f'attachment; filename="{words.file_name(found, format_)}"'
    handed.headers["Cache-Control"] = "no-store"
    return handed


def _process() -> Process:
    """Return the newest process, whose plan is edited."""
    require(Action.EDIT_PLAN)
    process = processes.current() or abort(404)
    require(Action.EDIT_PLAN, process)
    return process


def _page(process: Process, form: DocumentForm, own: MeasureDocumentForm) -> str:
    found = services.standing(process)
    measures = services.measures_of(process)
    return render_template(
        "documents/documents.html",
        process=process,
        form=form,
        own=own.offer(measures),
        measures=measures,
        files=found,
        words=words,
        are_waiting=any(one.is_awaited for one in found),
        errors=[*form.form_errors, *own.form_errors, *own.measure.errors] if request.method == "POST" else [],
    )
