"""Pages on which people give points to the notes of an evening, and the staff counts those on paper."""

from collections.abc import Mapping

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.events import finding, names
from participation.events.models import Event
from participation.events.points import services
from participation.events.points.forms import PointsForm, RoundForm
from participation.events.points.models import PointRound
from participation.events.points.services import OvertakenError
from participation.events.tables import services as tables
from participation.events.views.blueprint import bp
from participation.web import marks

SENDINGS, WITHIN_S = 300, 600
"""All phones of an evening share one connection."""


@bp.route("/events/<string:code>/points", methods=["GET", "POST"])
def points(code: str) -> ResponseReturnValue | Response:
    """Let people spread their points over what was said at the tables."""
    event = finding.event(code) or abort(404)
    require(Action.RESERVE_PLACE, event)
    found = services.round_of(event)
    if found is None:
        abort(404)
    form = PointsForm()
    if not found.is_open:
        return _page(event, found, form, {}), 409 if request.method == "POST" else 200
    if request.method != "POST":
        mark = marks.mark()
        return _page(event, found, form, services.given_by(found, mark and services.giver_of(event, mark)))
    given = form.given([voice.note.id for voice in tables.voices_of(event)], found.each_has)
    if not form.validate() or not form.is_within("points", SENDINGS, WITHIN_S):
        return _page(event, found, form, given), form.status
    if (spent := sum(given.values())) > found.each_has:
        form.form_errors.append(
            gettext(
                "You have %(most)s points and gave %(spent)s. Please take some away.", most=found.each_has, spent=spent
            )
        )
        form.renew()
        return _page(event, found, form, given), 422
    mark = marks.mark_for(form.once_key)
    services.give(found, services.giver_of(event, mark), given)
    db.session.commit()
    return marks.give(redirect(url_for(".points", code=code, given=1), 303), mark)


@bp.route("/desk/events/<string:code>/points", methods=["GET", "POST"])
def point_round(code: str) -> ResponseReturnValue:
    """Say how many points everybody has, open and close the round, and type in what was counted on paper."""
    event = _known(code)
    require(Action.EDIT_EVENTS, event)
    form = RoundForm.about(services.round_of(event))
    if not form.validate_on_submit():
        return _desk_page(event, form), form.status
    notes = [voice.note.id for voice in tables.voices_of(event)]
    paper = form.paper(notes)
    try:
        if once.first_arrival(form.once_key):
            services.set_up(
                event,
                int(form.each_has.data),
                is_open=bool(form.is_open.data),
                paper=paper,
                version=form.version.data or "",
            )
    except OvertakenError:
        db.session.rollback()
        return _overtaken(code, form, paper), 409
    db.session.commit()
    return redirect(url_for(".point_round", code=code, saved=1), 303)


def _known(code: str) -> Event:
    found = finding.one_for_staff(code)
    if found is None:
        require(Action.EDIT_EVENTS)
        abort(404)
    return found


def _overtaken(code: str, form: RoundForm, paper: Mapping[int, int]) -> str:
    event = _known(code)
    found = services.round_of(event)
    form.version.data = str(found.version) if found else ""
    form.form_errors.append(
        gettext("Somebody has saved these points in the meantime. Saving yours again replaces what is stored.")
    )
    form.renew()
    return _desk_page(event, form, paper)


def _desk_page(event: Event, form: RoundForm, paper: Mapping[int, int] | None = None) -> str:
    found = services.round_of(event)
    voices = tables.voices_of(event)
    return render_template(
        "events/point_round.html",
        event=event,
        names=names,
        form=form,
        found=found,
        givers=services.givers(found) if found else 0,
        voices=voices,
        paper=paper if paper is not None else {voice.note.id: voice.note.paper_points for voice in voices},
        result=services.result(event, [voice.note for voice in voices]),
        saved="saved" in request.args and not form.errors,
    )


def _page(event: Event, found: PointRound, form: PointsForm, given: Mapping[str, int]) -> str:
    voices = tables.voices_of(event)
    return render_template(
        "events/points.html",
        event=event,
        names=names,
        found=found,
        form=form,
        given=given,
        voices=voices,
        was_given="given" in request.args and not form.errors,
    )
