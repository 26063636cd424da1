"""Writing an idea: the form, what others wrote already, and the page that says it has arrived."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.boards import services
from forum.boards.forms import IdeaForm, SupportForm
from forum.boards.views.blueprint import board_or_404, bp
from participation.access.actions import Action
from participation.access.guard import actor, require
from participation.accounts import organisations
from participation.accounts import services as accounts
from participation.accounts.models import Person
from participation.contributions import blocking, checking, finding, timeline
from participation.contributions import services as contributions
from participation.contributions.attachments import services as attachments
from participation.contributions.attachments.forms import WordsForm
from participation.contributions.attachments.rules import LARGEST_BODY
from participation.contributions.models import Board, Contribution
from participation.contributions.threads import helping
from participation.core import codes, limits, once
from participation.core.database import db, reading
from participation.moderation.rules import Visibility
from participation.process import places
from participation.process.models import District
from participation.web import context, languages
from participation.web.forms import UNSENT
from participation.web.qr import qr

SENDINGS, WITHIN_S = 20, 600
LOOKS = 300
LONGEST_LOOKED_AT = 2000


@bp.route("/boards/<string:slug>/write", methods=["GET", "POST"])
def write(slug: str) -> ResponseReturnValue:
    """Take in an idea; no account is needed."""
    request.max_content_length = LARGEST_BODY
    db.session.rollback()
    with reading():  # making pictures harmless takes its time, in which nobody should have to wait for this one
        board = board_or_404(slug)
        require(Action.SUBMIT_IDEA, board)
        districts = services.districts()
        person = _writer()
        speaks_for = organisations.speaking(person.id) if person else []
        form = IdeaForm(**_known(person)).offer(board, districts, speaks_for)
        if not (form.validate_on_submit() and form.is_within("idea", SENDINGS, WITHIN_S)):
            return _form_page(board, form, districts), form.status
        if blocking.stops(form, person.id if person else None, form.mail.data or ""):
            return _form_page(board, form, districts), 403
        draft = form.signed_draft(board, districts, person, speaks_for)
        db.session.rollback()
    receipt = contributions.receipt_code(form.once_key)
    if once.first_arrival(form.once_key):
        if checking.comes_too_soon(form, board, draft.author_id):
            with reading():
                return _form_page(board_or_404(slug), form, services.districts()), 429
        made = contributions.submit_idea(board, draft, receipt)
        if form.help_text.data:
            helping.offer_along(made, draft, form.help_text.data)
    db.session.commit()
    return redirect(url_for(".received", slug=slug, code=codes.grouped(receipt).lower()), 303)


@bp.post("/boards/<string:slug>/similar")
def similar(slug: str) -> ResponseReturnValue:
    """Show what others wrote already that says nearly the same; nothing is stored.

    Scripts ask for this part alone while somebody types; a button asks for the whole page, which comes back filled.
    """
    request.max_content_length = LARGEST_BODY
    with reading():
        board = board_or_404(slug)
        require(Action.SUBMIT_IDEA, board)
        limits.hit("similar", limits.address(), limit=LOOKS, per_seconds=WITHIN_S)
        typed = "\n".join((request.form.get("title", ""), request.form.get("text", "")))
        districts = services.districts()
        near = services.rows(finding.alike(board, typed[:LONGEST_LOOKED_AT]), board, districts)
        person = _writer()
        form = IdeaForm().offer(board, districts, organisations.speaking(person.id) if person else [])
        likely = services.likely_field(board, typed[:LONGEST_LOOKED_AT]) if form.lacks_field else None
        if request.headers.get("X-Part") == "similar":
            return render_template("boards/similar.html", similar=near, board=board, likely=likely)
        if likely:
            form.field.data = likely.code
        form.renew()
        return _form_page(board, form, districts, similar=near, likely=likely, has_looked=True)


def _form_page(board: Board, form: IdeaForm, districts: Sequence[District], **more: object) -> str:
    form.text.label.text = context.local_text(board.question)
    form.text.description = context.local_text(board.hint) or form.text.description
    steps = timeline.outlook(board.process)
    more |= {"streets": places.street_names(), "sketch": places.places(districts).sketch()}
    more["tiles"] = current_app.extensions["settings"].tiles
    return render_template(
        "boards/write.html", board=board, form=form, support=SupportForm(UNSENT), steps=steps, **more
    )


def _writer() -> Person | None:
    number = actor().person_id
    return None if number is None else accounts.person(number)


def _known(person: Person | None) -> dict[str, Any]:
    """Return what a citizen who is signed in need not type; it can be changed and taken away."""
    return {} if person is None or actor().is_staff else {"display_name": person.name, "mail": person.mail}


@bp.get("/boards/<string:slug>/received/<string:code>")
def received(slug: str, code: str) -> ResponseReturnValue:
    """Say that the idea has arrived, what happens next, and hand over the private status link."""
    board = board_or_404(slug)
    idea = contributions.by_receipt(code)
    if idea is None:
        abort(404)
    require(Action.READ_STATUS, idea)
    return _received(board, idea, code, WordsForm())


@bp.post("/boards/<string:slug>/received/<string:code>/pictures")
def describe(slug: str, code: str) -> ResponseReturnValue:
    """Take in what the pictures of an idea show, from whoever has its secret link, until moderators have read it."""
    board = board_or_404(slug)
    idea = contributions.by_receipt(code)
    if idea is None:
        abort(404)
    require(Action.DESCRIBE_PICTURES, idea)
    form = WordsForm()
    if not form.validate_on_submit():
        return _received(board, idea, code, form), form.status
    if idea.visibility is Visibility.WAITING:
        attachments.describe(idea, form.said(idea.attachments))
    db.session.commit()
    return redirect(url_for(".received", slug=slug, code=code, _anchor="pictures"), 303)


def _received(board: Board, idea: Contribution, code: str, form: WordsForm) -> str:
    link = languages.full_address(url_for("contributions.status", code=code))
    return render_template(
        "boards/received.html",
        board=board,
        idea=idea,
        steps=contributions.ways([idea])[idea.id],
        link=link,
        code=codes.grouped(codes.typed(code)),
        qr=qr(link),
        form=form,
        describe_href=url_for(".describe", slug=board.slug, code=code),
        may_describe=idea.visibility is Visibility.WAITING,
        href_of=partial(url_for, "contributions.own_file", code=code),
    )
