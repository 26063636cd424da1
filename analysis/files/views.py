"""Files of what was said, for the planners; the filters of the list work for them, too."""

from flask import Blueprint, Response, abort, request

from analysis.figures.narrowing import Wanted
from analysis.files import writing
from analysis.files.told import Told, told
from participation.access.actions import Action
from participation.access.guard import require
from participation.core.clock import today
from participation.process import services as processes

bp = Blueprint("topic_files", __name__)
OFFICE = "application/vnd.openxmlformats-officedocument"


@bp.get("/desk/topics/contributions.csv")
def table() -> Response:
    """Hand out the contributions with their topics as a table."""
    return _file(writing.table(_told()), "csv", "text/csv")


@bp.get("/desk/topics/contributions.xlsx")
def workbook() -> Response:
    """Hand out contributions, topics and decisions as a workbook."""
    return _file(writing.workbook(_told()), "xlsx", f"{OFFICE}.spreadsheetml.sheet")


@bp.get("/desk/topics/contributions.docx")
def document() -> Response:
    """Hand out the topics with their contributions as a document to read."""
    return _file(writing.document(_told()), "docx", f"{OFFICE}.wordprocessingml.document")


def _told() -> Told:
    process = processes.current() or abort(404)
    require(Action.SORT_TOPICS, process)
    return told(process, Wanted.read(request.args))


def _file(content: bytes, suffix: str, kind: str) -> Response:
    made = Response(content, mimetype=kind)
    made.headers["Content-Disposition"] = f'attachment; filename="contributions-{today()}.{suffix}"'
    return made
