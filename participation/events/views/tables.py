"""Pages of an evening's tables: opened by the staff, written at by whoever has the card, read by everybody."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2

from participation.access.actions import Action
from participation.access.guard import can, require
from participation.core import once
from participation.core.database import db
from participation.events import finding, names
from participation.events.evening import services as evening
from participation.events.tables import services
from participation.events.tables.forms import NoteForm, TablesForm
from participation.events.views.blueprint import bp
from participation.web import languages
from participation.web.context import local_text
from participation.web.qr import qr

SENDINGS, WITHIN_S = 200, 600
"""All tables of an evening share one connection."""


@bp.route("/desk/events/<string:code>/tables", methods=["GET", "POST"])
def tables(code: str) -> ResponseReturnValue:
    """Open the tables of an event, and print their cards."""
    event = finding.one_for_staff(code, locked=request.method == "POST")
    require(Action.EDIT_EVENTS, event)
    if event is None:
        abort(404)
    boards = {str(one.id): one for one in services.boards_for(event)}
    form = TablesForm()
    form.board.choices = [SelectChoice(number, local_text(one.title)) for number, one in boards.items()]
    if boards and form.validate_on_submit():
        if once.first_arrival(form.once_key):
            services.open_up_to(event, int(form.count.data), boards[form.board.data])
        db.session.commit()
        return redirect(url_for(".tables", code=code), 303)
    cards = []
    for one in services.of(event):
        secret = services.secret_of(event, one.number).lower()
        address = languages.full_address(url_for(".table", secret=secret))
        cards.append((one.number, address, qr(address)))
    return render_template(
        "events/tables.html", event=event, names=names, form=form, boards=boards, cards=cards
    ), form.status


@bp.route("/tables/<string:secret>", methods=["GET", "POST"])
def table(secret: str) -> ResponseReturnValue:
    """Let the people at a table write down what is said, and show them what they have written."""
    found = services.by_secret(secret) or abort(404)
    require(Action.RESERVE_PLACE, found.event)
    form = NoteForm()
    if form.validate_on_submit() and form.is_within("tables", SENDINGS, WITHIN_S):
        require(Action.SUBMIT_IDEA, found.board)
        if once.first_arrival(form.key_at(found)):
            services.write_down(found, form.text.data or "", str(languages.language()), form.kept)
        db.session.commit()
        return redirect(url_for(".table", secret=secret), 303)
    page = render_template(
        "events/table_notes.html" if request.headers.get("X-Part") == "notes" else "events/table.html",
        table=found,
        event=found.event,
        form=form,
        notes=services.notes_at(found),
        is_open=can(Action.SUBMIT_IDEA, found.board),
        secret=secret,
    )
    # Where nothing but the token is too old, a script may send the note once more with a new one.
    fresh = {} if any(field.errors for field in form) else {"X-Form-Token": form.token.data or ""}
    return page, form.status, fresh if request.method == "POST" else {}


@bp.get("/events/<string:code>/voices")
def voices(code: str) -> ResponseReturnValue:
    """Show everybody what was said at the tables of an evening, once it is public."""
    event = finding.event(code) or abort(404)
    require(Action.READ_PROCESS, event)
    return render_template("events/voices.html", event=event, names=names, heard=evening.heard(event))
