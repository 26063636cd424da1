"""Pages of exports at the desk: order a file, see how far it is, fetch it."""

from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from surveys import services as surveys
from surveys.exports import services
from surveys.exports.forms import WITH_ANSWERS, OrderForm
from surveys.interchange.out import formats
from surveys.interchange.out.formats import Format
from surveys.models import Survey

bp = Blueprint("exports", __name__, url_prefix="/desk/surveys/<string:slug>/exports", template_folder="templates")


PIECE = 256 * 1024


@bp.route("", methods=["GET", "POST"])
def exports(slug: str) -> ResponseReturnValue:
    """Say which files are there and how far the others are; take in orders."""
    survey = _survey(slug)
    require(Action.READ_ANSWERS, survey.process)
    form = OrderForm()
    if form.validate_on_submit():
        if once.first_arrival(form.once_key):
            services.order(survey, Format(form.file.data or ""))
        db.session.commit()
        return redirect(url_for(".exports", slug=slug), 303)
    found = services.standing(survey)
    page = render_template(
        "exports/exports.html",
        survey=survey,
        form=form,
        types=WITH_ANSWERS,
        files=found,
        count=surveys.counted(survey),
        are_waiting=any(one.is_awaited for one in found),
    )
    return page, form.status


@bp.get("/<string:key>")
def file(slug: str, key: str) -> ResponseReturnValue:
    """Hand a file over."""
    survey = _survey(slug)
    require(Action.READ_ANSWERS, survey.process)
    found = services.by_key(survey, key) or abort(404)
    path = services.file_of(found) or abort(404)
    handed = Response(_pieces(path), content_type=formats.TYPES[found.format].media)
    handed.content_length = found.size or 0
    name = formats.file_name(survey, found.format)
    handed.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    handed.headers["Cache-Control"] = "no-store"
    return handed


def _pieces(path: Path) -> Iterator[bytes]:
    """Yield a file piece by piece, so that a large one needs little memory."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _survey(slug: str) -> Survey:
    return surveys.by_slug(slug) or abort(404)
