"""Pages on which people find out what became of a voice."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Literal

from flask import Blueprint, Response, abort, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import actor, can, require
from participation.contributions import blocking, finding, merging, objecting, reworking, services, wording
from participation.contributions.attachments import store
from participation.contributions.forms import AnswerBackForm, CodeForm, TakeOverForm
from participation.contributions.models import Comment, Contribution
from participation.contributions.threads import editing
from participation.contributions.threads.talk import report_href
from participation.contributions.timeline import OUTCOME_NAMES, letter_to
from participation.contributions.tombstones import gone_or_404
from participation.core import codes, once
from participation.core.clock import today
from participation.core.database import db
from participation.core.feature import each
from participation.moderation.rules import Visibility
from participation.web.forms import UNSENT

bp = Blueprint("contributions", __name__)

TRIES, WITHIN_S = 30, 600


@bp.route("/status", methods=["GET", "POST"])
def find() -> ResponseReturnValue:
    """Lead somebody who kept a code to the status of their contribution."""
    require(Action.READ_STATUS)
    form = CodeForm()
    if form.validate_on_submit() and form.is_within("receipt", TRIES, WITHIN_S):
        code = codes.typed(form.code.data or "")
        if address := _address_of(code, form):
            return redirect(address, 303)
        form.code.errors = [
            gettext("We do not know this code. Please compare it letter by letter; 0 and O are the same to us.")
            if not form.number.data
            else gettext("This code and this number do not belong together. Please compare both letter by letter.")
        ]
    return render_template("contributions/find.html", form=form), form.status


def _address_of(code: str, form: CodeForm) -> str | None:
    """Return where a code leads; None where it leads nowhere, or not to the contribution of the number beside it."""
    if (contribution := services.by_receipt(code)) and form.fits(contribution.reference):
        return url_for(".status", code=codes.grouped(code).lower())
    if form.number.data:
        return None
    elsewhere: str | None = next((address for known in each("address_of_code") if (address := known(code))), None)
    if elsewhere:
        return elsewhere
    # The number of a public one leads to what everybody can read.
    return url_for(".way", reference=code) if finding.followed(code) else None


@bp.get("/i/<string:code>")
def status(code: str) -> ResponseReturnValue:
    """Show the author, by the secret link, everything that happened to the contribution."""
    contribution = services.by_receipt(code)
    if contribution is None:
        abort(404)
    require(Action.READ_STATUS, contribution)
    return _way(contribution, "secret", TakeOverForm() if _may_take_over(contribution) else None, code)


@bp.post("/i/<string:code>/take-over")
def take_over(code: str) -> ResponseReturnValue:
    """Let somebody who is signed in and has the secret link add the contribution to the own ones."""
    contribution = services.by_receipt(code)
    if contribution is None:
        abort(404)
    who = require(Action.TAKE_OVER, contribution)
    form = TakeOverForm()
    if not form.validate_on_submit():
        return _way(contribution, "secret", form, code), form.status
    if who.person_id and once.first_arrival(form.once_key):
        services.take_over(contribution, who.person_id)
    db.session.commit()
    return redirect(url_for(".status", code=code), 303)


@bp.post("/i/<string:code>/answer")
def answer(code: str) -> ResponseReturnValue:
    """Take the author's answer to a question of the moderators, by the secret link."""
    contribution = services.by_receipt(code)
    if contribution is None:
        abort(404)
    require(Action.ANSWER_BACK, contribution)
    reply = AnswerBackForm()
    if not _is_answered(contribution, reply):
        take_over_form = TakeOverForm(UNSENT) if _may_take_over(contribution) else None
        return _way(contribution, "secret", take_over_form, code, reply), reply.status
    return redirect(url_for(".status", code=code), 303)


@bp.post("/account/contributions/<string:reference>/answer")
def answer_own(reference: str) -> ResponseReturnValue:
    """Take the answer of an author who is signed in."""
    who = require(Action.MANAGE_OWN_ACCOUNT)
    contribution = finding.own(reference, who.person_id or 0)
    if contribution is None:
        abort(404)
    require(Action.ANSWER_BACK, contribution)
    reply = AnswerBackForm()
    if not _is_answered(contribution, reply):
        return _way(contribution, "account", reply=reply), reply.status
    return redirect(url_for(".own", reference=reference), 303)


def _is_answered(contribution: Contribution, reply: AnswerBackForm) -> bool:
    """Take the answer, once; a later arrival finds that the contribution waits no longer for one."""
    if not reply.validate_on_submit() or not reply.answers(contribution.text):
        return False
    if once.first_arrival(reply.once_key) and contribution.visibility is Visibility.ASKED:
        services.answer_back(contribution, reply.text.data or "", reply.note.data or "")
    db.session.commit()
    return True


def _may_take_over(contribution: Contribution) -> bool:
    return contribution.author_id is None and can(Action.TAKE_OVER, contribution)


@bp.get("/account/contributions/<string:reference>")
def own(reference: str) -> ResponseReturnValue:
    """Show the author, who is signed in, everything that happened to the contribution."""
    who = require(Action.MANAGE_OWN_ACCOUNT)
    contribution = finding.own(reference, who.person_id or 0)
    if contribution is None:
        abort(404)
    return _way(contribution, "account")


@bp.get("/account/block")
def own_block_reasons() -> ResponseReturnValue:
    """Show somebody who is signed in the letter that says why they cannot write, and lead on to the objection."""
    who = require(Action.MANAGE_OWN_ACCOUNT)
    found = blocking.own()
    if found is None:
        return redirect(url_for("accounts.own_contributions"), 303)
    reference = blocking.reference_of(found)
    is_own = finding.own(reference, who.person_id or 0) is not None
    return render_template("contributions/own_block.html", block=found, reference=reference if is_own else "")


@bp.get("/ideas/<string:reference>/way")
def way(reference: str) -> ResponseReturnValue:
    """Show everybody what became of a public contribution."""
    if target := merging.target_of(reference):
        require(Action.READ_PROCESS, target)
        return redirect(url_for(".way", reference=target.reference, merged=reference), 302)
    contribution = finding.followed(reference) or gone_or_404(reference)
    require(Action.READ_PROCESS, contribution)
    return _way(contribution, "public")


@bp.get("/contributions/<string:reference>/files/<string:name>")
def file(reference: str, name: str) -> ResponseReturnValue:
    """Hand out a picture or a document to whoever may see its contribution."""
    contribution = finding.with_files(reference)
    if contribution is None:
        abort(404)
    require(Action.READ_PROCESS, contribution)
    return _file(contribution, name)


@bp.get("/i/<string:code>/files/<string:name>")
def own_file(code: str, name: str) -> ResponseReturnValue:
    """Hand out a picture or a document to the author, by the secret link."""
    contribution = services.by_receipt(code)
    if contribution is None:
        abort(404)
    require(Action.READ_STATUS, contribution)
    return _file(contribution, name)


@bp.get("/account/contributions/<string:reference>/files/<string:name>")
def account_file(reference: str, name: str) -> ResponseReturnValue:
    """Hand out a picture or a document to the author, who is signed in."""
    who = require(Action.MANAGE_OWN_ACCOUNT)
    contribution = finding.own(reference, who.person_id or 0)
    if contribution is None:
        abort(404)
    return _file(contribution, name)


def _files_of(contribution: Contribution, door: str, code: str) -> Callable[..., str]:
    """Return the address of a file by its name, for whoever came by this door."""
    if door == "secret":
        return partial(url_for, ".own_file", code=code)
    return partial(url_for, ".account_file" if door == "account" else ".file", reference=contribution.reference)


def _file(contribution: Contribution, name: str) -> Response:
    """Send a file so that no browser can take it for a page of ours; pictures show, documents are saved."""
    taken_out = contribution.taken_out if can(Action.MODERATE, contribution) else []
    files = (*contribution.attachments, *taken_out)
    found = next((one for one in files if name in {one.name, one.small_name}), None)
    path = store.path(name) if found else None
    if found is None or path is None or not path.is_file():
        abort(404)
    response = send_file(
        BytesIO(path.read_bytes()),
        mimetype="image/webp" if found.is_picture else "application/pdf",
        as_attachment=not found.is_picture,
        download_name=None if found.is_picture else f"{found.title}.pdf",
        etag=name,
        last_modified=None,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _object_href(door: str, contribution: Contribution, code: str) -> str:
    """Return where the author who came by this door objects to a decision."""
    if door == "account":
        return url_for(".object_signed_in", reference=contribution.reference)
    return url_for(".object_by_code", code=code) if code else ""


def _words_of(contribution: Contribution) -> str:
    return "" if contribution.visibility is Visibility.REMOVED else contribution.text


def _edit_href(contribution: Contribution, door: str, code: str) -> str:
    """Return where the author corrects a comment; empty where that is over, and for everybody else."""
    if door == "public" or not isinstance(contribution, Comment) or editing.editable_until(contribution) is None:
        return ""
    if door == "secret":
        return url_for(".edit_comment", code=code)
    return url_for(".edit_own_comment", reference=contribution.reference)


def _way(
    contribution: Contribution,
    door: Literal["secret", "account", "public"],
    form: TakeOverForm | None = None,
    code: str = "",
    reply: AnswerBackForm | None = None,
) -> str:
    """Show the way of a contribution to whoever came by this door."""
    is_private = door != "public"
    question = services.question_to(contribution) if is_private else ""
    versions = wording.versions_of(contribution) if is_private and contribution.redacted_at else []
    received, *later = services.ways([contribution])[contribution.id]
    return render_template(
        "contributions/way.html",
        contribution=contribution,
        steps=[replace(received, quote=_words_of(contribution), language=contribution.language), *later],
        outcome=contribution.outcome,
        outcome_names=OUTCOME_NAMES,
        is_private=is_private,
        door=door,
        public_href=services.public_href(contribution),
        report_href=report_href(contribution.reference) if door == "public" else "",
        is_own=is_private and contribution.author_id is not None and contribution.author_id == actor().person_id,
        form=form,
        code=code,
        href_of=_files_of(contribution, door, code),
        joined=merging.sources_of(contribution),
        target=merging.followed(contribution) if contribution.merged_into_id else None,
        question=question,
        edit_href=_edit_href(contribution, door, code),
        reply=reply or (AnswerBackForm(UNSENT, text=contribution.text) if question else None),
        written=reworking.last_changed(versions),
        letter=letter_to(contribution) if is_private else "",
        cases=objecting.cases_of(contribution) if is_private else [],
        object_href=_object_href(door, contribution, code),
        has_contact=is_private and services.contact_of(contribution) is not None,
        today=today(),
    )
