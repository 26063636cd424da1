"""Pages of what comes after an event: minutes written by the staff, and what everybody reads."""

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import limits, once
from participation.core.database import db
from participation.core.vocabulary import Language
from participation.events import finding, names
from participation.events.evening import report as reports
from participation.events.evening import services
from participation.events.evening.forms import MinutesForm, PublishForm
from participation.events.evening.rules import documents_in
from participation.events.evening.services import OvertakenError
from participation.events.models import Event
from participation.events.views.blueprint import bp
from participation.web import languages
from participation.web.forms import UNSENT
from participation.web.papers.printing import printed
from participation.web.papers.word import docx

FILES, WITHIN_S = 60, 600
"""A class or a council may share one connection; every file is made anew."""
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@bp.route("/desk/events/<string:code>/minutes", methods=["GET", "POST"])
def write_minutes(code: str) -> ResponseReturnValue:
    """Write the minutes of an event."""
    event = _known(code)
    require(Action.EDIT_EVENTS, event)
    form = MinutesForm.about(services.minutes_of(event))
    if not form.validate_on_submit():
        return _desk_page(event, form), form.status
    try:
        if once.first_arrival(form.once_key):
            services.write(event, form.written(), form.version.data or "")
    except OvertakenError:
        db.session.rollback()
        return _overtaken(code, form), 409
    db.session.commit()
    return redirect(url_for(".write_minutes", code=code, saved=1), 303)


@bp.post("/desk/events/<string:code>/minutes/publish")
def publish_minutes(code: str) -> ResponseReturnValue:
    """Make the minutes public, or take them back."""
    event = _known(code)
    require(Action.EDIT_EVENTS, event)
    form = PublishForm()
    minutes = services.minutes_of(event, locked=True) or abort(404)
    if not form.validate_on_submit():
        return _desk_page(event, MinutesForm.about(minutes), form), 422
    if once.first_arrival(form.once_key):
        deed = services.withdraw if "withdraw" in request.form else services.publish
        deed(minutes)
    db.session.commit()
    return redirect(url_for(".write_minutes", code=code), 303)


@bp.get("/events/<string:code>/minutes")
def minutes(code: str) -> ResponseReturnValue:
    """Show everybody how an evening went, and what becomes of what was said."""
    event = finding.event(code) or abort(404)
    require(Action.READ_PROCESS, event)
    found = services.public_minutes(event) or abort(404)
    return render_template(
        "events/minutes.html",
        event=event,
        names=names,
        minutes=found,
        documents=[one for one in documents_in(found.documents) if one],
        figures=services.figures(event, found),
        heard=services.heard(event),
    )


@bp.get("/events/<string:code>/report/<string:name>")
def report(code: str, name: str) -> ResponseReturnValue:
    """Hand over the closing report as it stands now: what was taken from the page stands in no file either."""
    event = finding.event(code) or abort(404)
    require(Action.READ_PROCESS, event)
    found = services.public_minutes(event)
    if found is None or name not in MEDIA:
        abort(404)
    limits.hit("reports", limits.address(), limit=FILES, per_seconds=WITHIN_S)
    paper = reports.paper_of(found, services.figures(event, found), services.heard(event))
    language = "en" if languages.language() is Language.EN else "de"
    write = printed if name == "pdf" else docx
    handed = Response(write(paper, language), content_type=MEDIA[name])
    handed.headers["Content-Disposition"] = f'attachment; filename="abend-{event.code.lower()}.{name}"'
    return handed


def _known(code: str) -> Event:
    found = finding.one_for_staff(code)
    if found is None:
        require(Action.EDIT_EVENTS)
        abort(404)
    return found


def _overtaken(code: str, form: MinutesForm) -> str:
    event = _known(code)
    found = services.minutes_of(event)
    form.version.data = str(found.version) if found else ""
    form.form_errors.append(
        gettext("Somebody has saved these minutes in the meantime. Saving yours again replaces what is stored.")
    )
    form.renew()
    return _desk_page(event, form)


def _desk_page(event: Event, form: MinutesForm, publish: PublishForm | None = None) -> str:
    found = services.minutes_of(event)
    return render_template(
        "events/write_minutes.html",
        event=event,
        names=names,
        form=form,
        publish=publish or PublishForm(UNSENT),
        minutes=found,
        figures=services.figures(event, found),
        saved="saved" in request.args and not form.errors,
    )
