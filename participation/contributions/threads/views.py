"""Pages of a thread: write in it, hear that it has arrived, and the way to one comment."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.contributions import blocking, checking, services
from participation.contributions.models import Comment, Discussion, Stance, Thread
from participation.contributions.threads import editing, feeds, markup, reading, talk, writing
from participation.contributions.threads.forms import CommentForm
from participation.contributions.threads.talk import Writer
from participation.contributions.tombstones import gone_or_404
from participation.contributions.views import bp
from participation.core import codes, once
from participation.core.database import db
from participation.core.feature import Place
from participation.moderation.rules import Visibility
from participation.web import languages
from participation.web.qr import qr

SENDINGS, WITHIN_S = 20, 600


@bp.get("/comments/<string:reference>")
def comment(reference: str) -> ResponseReturnValue:
    """Lead to the place where a comment or a discussion stands."""
    found = reading.talk(reference)
    known = reading.thread(found.thread_id or 0) if found else None
    if found is None or known is None:
        gone_or_404(reference)
    require(Action.READ_PROCESS, found)
    _thread, place = known
    if not isinstance(found, Comment):
        return redirect(place.href, 302)
    return redirect(talk.address(place, number=reading.page_of(found), anchor=f"c-{reference}"), 302)


@bp.route("/threads/<int:number>/write", methods=["GET", "POST"])
def write_comment(number: int) -> ResponseReturnValue:
    """Take in a comment or a reply; no account is needed."""
    thread, place = thread_or_404(number)
    require(Action.COMMENT, thread)
    reply_to = _reply_to(thread)
    who = talk.writer(thread)
    form = talk.form_for(thread, who, is_reply=reply_to is not None)
    if _helps():
        form.ask_for_help()
    if form.validate_on_submit() and form.is_within("comment", SENDINGS, WITHIN_S):
        if blocking.stops(form, who.person_id, form.mail.data or ""):
            return _write_page(thread, place, form, reply_to), 403
        receipt = services.receipt_code(form.once_key)
        if once.first_arrival(form.once_key):
            if checking.comes_too_soon(form, thread.board or thread.process, who.person_id):
                return _write_page(*thread_or_404(number), form, _reply_to(thread)), 429
            _submit(thread, form, who, receipt, reply_to)
        db.session.commit()
        return redirect(url_for(".comment_received", code=codes.grouped(receipt).lower()), 303)
    if request.method == "GET" and reply_to and "quote" in request.args:
        form.text.data = markup.quoted(reply_to.text)
    return _write_page(thread, place, form, reply_to), form.status


@bp.get("/threads/<int:number>/comments.atom")
def thread_feed(number: int) -> ResponseReturnValue:
    """Give feed readers what was said last in a thread."""
    thread, place = thread_or_404(number)
    require(Action.READ_PROCESS, thread)
    return feeds.of_thread(thread, gettext("Comments: %(title)s", title=place.title), place.href)


def thread_or_404(number: int) -> tuple[Thread, Place]:
    """Return a thread and where it stands, if the present actor may read that page."""
    return reading.thread(number) or abort(404)


def _reply_to(thread: Thread) -> Comment | None:
    """Return the public comment of this thread to which the reply shall go, as the address names it."""
    reference = request.args.get("to", "")
    found = reading.comment(reference) if reference else None
    if reference and (found is None or found.thread_id != thread.id or found.visibility is not Visibility.PUBLIC):
        abort(404)
    return found


def _submit(thread: Thread, form: CommentForm, who: Writer, receipt: str, reply_to: Comment | None) -> Comment:
    return writing.submit_comment(
        thread,
        form.draft(who.person, who.organisations),
        receipt,
        reply_to=reply_to,
        stance=Stance.HELP if _helps() else form.chosen_stance(),
        office=who.office if form.is_official else "",
    )


def _helps() -> bool:
    """Return whether somebody comes to say what they can do for the subject, as the address says."""
    return "help" in request.args


def _write_page(thread: Thread, place: Place, form: CommentForm, reply_to: Comment | None) -> str:
    return render_template(
        "contributions/write_comment.html",
        thread=thread,
        place=place,
        form=form,
        helps=_helps(),
        reply_to=reply_to,
        reply_html=markup.to_html(reply_to.text) if reply_to else "",
    )


@bp.get("/comments/received/<string:code>")
def comment_received(code: str) -> ResponseReturnValue:
    """Say that a comment or a discussion has arrived, what happens next, and hand over the private status link."""
    found = services.by_receipt(code)
    if not isinstance(found, Comment | Discussion):
        abort(404)
    require(Action.READ_STATUS, found)
    link = languages.full_address(url_for("contributions.status", code=code))
    return render_template(
        "contributions/comment_received.html",
        comment=found,
        html=markup.to_html(found.text),
        edit_until=editing.editable_until(found) if isinstance(found, Comment) else None,
        place=reading.places([found.thread_id or 0]).get(found.thread_id or 0),
        steps=services.ways([found])[found.id],
        link=link,
        code=codes.grouped(codes.typed(code)),
        qr=qr(link),
    )
