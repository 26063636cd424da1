"""Pages of the idea boards."""

from typing import Any

import segno
from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forum.boards import services
from forum.boards.forms import IdeaForm
from participation.access.actions import Action
from participation.access.guard import actor, require
from participation.accounts import organisations
from participation.accounts import services as accounts
from participation.accounts.models import Person
from participation.contributions import finding, timeline
from participation.contributions import services as contributions
from participation.contributions.finding import IdeaFilter
from participation.contributions.models import Board
from participation.core import codes, once
from participation.core.database import db
from participation.web import context, languages

bp = Blueprint("boards", __name__)

SENDINGS, WITHIN_S = 20, 600
LAST_PAGE = 10_000


@bp.get("/ideas")
def boards() -> ResponseReturnValue:
    """Lead to the town's board, or list them where there are several."""
    require(Action.READ_PROCESS)
    found = services.boards()
    if len(found) == 1:
        return redirect(url_for(".ideas", slug=found[0].slug), 302)
    return render_template("boards/boards.html", boards=found)


@bp.get("/boards/<string:slug>")
def ideas(slug: str) -> ResponseReturnValue:
    """List the ideas on a board; filters live in the address."""
    board = _board(slug)
    require(Action.READ_PROCESS, board.process)
    wanted, number = _wanted(), _page_number()
    found = finding.ideas_on(board, wanted, page=number, per_page=services.PER_PAGE)
    return render_template(
        "boards/ideas.html",
        board=board,
        wanted=wanted,
        rows=services.rows(found.items),
        page=services.page_of(found, number, board, wanted),
        sorts=services.sorts(board, wanted),
        districts=services.districts(),
        states=services.STATES,
    )


@bp.route("/boards/<string:slug>/write", methods=["GET", "POST"])
def write(slug: str) -> ResponseReturnValue:
    """Take in an idea; no account is needed."""
    board = _board(slug)
    require(Action.SUBMIT_IDEA, board)
    districts = services.districts()
    person = _writer()
    speaks_for = organisations.speaking(person.id) if person else []
    form = IdeaForm(**_known(person)).offer(board, districts, speaks_for)
    if form.validate_on_submit() and form.is_within("idea", SENDINGS, WITHIN_S):
        receipt = contributions.receipt_code(form.once_key)
        if once.first_arrival(form.once_key):
            contributions.submit_idea(board, form.signed_draft(board, districts, person, speaks_for), receipt)
        db.session.commit()
        return redirect(url_for(".received", slug=slug, code=codes.grouped(receipt).lower()), 303)
    form.text.label.text = context.local_text(board.question)
    steps = timeline.outlook(board.process)
    return render_template("boards/write.html", board=board, form=form, steps=steps), form.status


def _writer() -> Person | None:
    number = actor().person_id
    return None if number is None else accounts.person(number)


def _known(person: Person | None) -> dict[str, Any]:
    """Return what a citizen who is signed in need not type; it can be changed and taken away."""
    return {} if person is None or actor().is_staff else {"display_name": person.name, "mail": person.mail}


@bp.get("/boards/<string:slug>/received/<string:code>")
def received(slug: str, code: str) -> ResponseReturnValue:
    """Say that the idea has arrived, what happens next, and hand over the private status link."""
    board = _board(slug)
    idea = contributions.by_receipt(code)
    if idea is None:
        abort(404)
    require(Action.READ_STATUS, idea)
    link = languages.full_address(url_for("contributions.status", code=code))
    return render_template(
        "boards/received.html",
        board=board,
        idea=idea,
        steps=contributions.ways([idea])[idea.id],
        link=link,
        code=codes.grouped(codes.typed(code)),
        qr=qr(link),
    )


@bp.get("/ideas/<string:reference>")
def idea(reference: str) -> ResponseReturnValue:
    """Show one idea with its answer and its way."""
    found = finding.idea(reference)
    if found is None:
        abort(404)
    require(Action.READ_PROCESS, found)
    state, words = services.state_of(found)
    return render_template(
        "boards/idea.html", idea=found, steps=contributions.ways([found])[found.id], state=state, state_text=words
    )


def qr(address: str) -> Markup:
    """Return the address as a QR code: inline SVG, drawn by path only."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(svgclass=None, lineclass=None, omitsize=True, border=2))  # noqa: S704  # our own drawing


def _board(slug: str) -> Board:
    found = services.board(slug)
    if found is None:
        abort(404)
    return found


def _wanted() -> IdeaFilter:
    sort = request.args.get("sort", "new")
    state = request.args.get("state", "")
    return IdeaFilter(
        words=request.args.get("q", "")[:200].strip(),
        field=request.args.get("field", "")[:20],
        district=request.args.get("district", "")[:20],
        state=state if state in services.STATES else "",
        sort=sort if sort in services.SORTS else "new",
    )


def _page_number() -> int:
    number = request.args.get("page", "1")
    return min(LAST_PAGE, max(1, int(number))) if number.isascii() and number.isdigit() and len(number) < 7 else 1
