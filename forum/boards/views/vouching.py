"""Voting on boards that ask for more than a browser: by a code of the town, by a confirmed address, by an account."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from forum.boards.forms import SupportForm
from forum.boards.views.blueprint import bp, idea_or_404
from participation.access.actions import Action
from participation.access.guard import actor, require
from participation.accounts import links
from participation.contributions import finding, supporting
from participation.contributions.asking import Assurance, Rating
from participation.contributions.models import Board, Idea
from participation.contributions.news import services as news
from participation.contributions.votes import codes, levels, vouching, watching
from participation.core import limits, mail, once
from participation.core.database import db
from participation.web import languages, marks

VOUCHED = frozenset({Assurance.CODE, Assurance.MAIL, Assurance.ACCOUNT})
"""The levels for which somebody has to show something."""
PURPOSE, LASTS = "confirm a vote", timedelta(days=7)
TRIES, MAILS, WITHIN_S = 30, 10, 600
MAILS_TO_ONE, ONE_WITHIN_S = 3, 3600


def vouched(board: Board, form: SupportForm, mark: str) -> supporting.Voter | None:
    """Return for whom a vote counts; None, with a sentence in the form, where the board asks for more."""
    known = vouching.voter_on(board, actor(), mark=mark, act=form.once_key, shown=marks.shown())
    if known is not None or board.assurance is Assurance.MAIL:
        return known
    if board.assurance is Assurance.ACCOUNT:
        form.refuse(None, gettext("Please sign in first: here each account counts once."))
        return None
    return _by_code(board, form)


def _by_code(board: Board, form: SupportForm) -> supporting.Voter | None:
    typed = form.vote_code.data or ""
    if not typed:
        form.refuse(form.vote_code, gettext("Please type the code that the town sent you."))
    elif form.is_within("vote-code", TRIES, WITHIN_S):
        if code := codes.find(board, typed):
            codes.note_use(code)
            return vouching.by_code(board, code)
        form.refuse(form.vote_code, gettext("We do not know this code. Please compare it letter by letter."))
    return None


def known_again(response: AnyResponse, board: Board, voter: supporting.Voter, mark: str) -> AnyResponse:
    """Let the browser keep what makes the next vote easy, as far as the board needs it."""
    if voter.assurance in {Assurance.CODE, Assurance.MAIL}:
        return marks.keep_shown(response, vouching.keep(board, voter))
    return marks.give(response, mark) if voter.assurance is Assurance.BROWSER else response


def more_is_asked(idea: Idea, form: SupportForm) -> ResponseReturnValue | None:
    """Send the mail by which an address is confirmed, where the board asks for that; None where the form says more."""
    if idea.board.assurance is not Assurance.MAIL:
        return None
    if not form.address:
        form.refuse(
            form.vote_mail, gettext("Please type your mail address. You get a link by which your voice counts.")
        )
        return None
    if not form.is_within("vote-mail", MAILS, WITHIN_S):
        return None
    if once.first_arrival(form.once_key):
        _send_link(idea, form)
    db.session.commit()
    return redirect(url_for(".vote_sent", reference=idea.reference), 303)


def _send_link(idea: Idea, form: SupportForm) -> None:
    try:
        limits.hit("vote-mail-to", f"{idea.id}:{form.address}", limit=MAILS_TO_ONE, per_seconds=ONE_WITHIN_S)
    except limits.TooMany:
        return  # the mailbox of somebody else is not to be filled
    values = {
        "of": idea.reference,
        "mail": form.address,
        "language": str(languages.language()),
        "value": form.value(idea.board.rating),
        "news": bool(form.vote_news.data),
    }
    link = languages.full_address(url_for("boards.vote", token=links.seal(PURPOSE, values)))
    body = render_template("boards/mail_vote.txt", idea=idea, link=link)
    mail.send(form.address, gettext("Please confirm: your voice for “%(title)s”", title=idea.title), body)


@bp.get("/ideas/<string:reference>/support/sent")
def vote_sent(reference: str) -> ResponseReturnValue:
    """Say that the mail is on its way by which the voice counts."""
    found = idea_or_404(reference)
    require(Action.READ_PROCESS, found)
    return render_template("boards/vote_sent.html", idea=found)


@bp.route("/votes/<string:token>", methods=["GET", "POST"])
def vote(token: str) -> ResponseReturnValue:
    """Count a voice once the owner of the address has pressed the button; opening the link changes nothing."""
    asked = links.unseal(PURPOSE, token, LASTS)
    found = finding.idea(asked["of"]) if asked else None
    if asked is None or found is None or found.board.assurance is not Assurance.MAIL:
        require(Action.READ_PROCESS)
        return render_template("boards/vote_over.html"), 404
    require(Action.SUPPORT, found)
    by, form, left = vouching.by_mail(found.board, asked["mail"]), SupportForm(), None
    if form.validate_on_submit():
        try:
            return _confirmed(found, by, token, 0 if form.is_taken_back else asked["value"], asked)
        except supporting.NotEnoughPointsError as error:
            db.session.rollback()
            left = error.left
            form.refuse(None, gettext("You have given these points elsewhere already. Please choose fewer."))
            found = idea_or_404(asked["of"])
    page = render_template(
        "boards/vote.html",
        idea=found,
        form=form,
        value=asked["value"],
        has_points=found.board.rating is Rating.POINTS,
        tally=supporting.tally(found, by),
        left=left,
        sentence=levels.SENTENCES[Assurance.MAIL],
    )
    return page, form.status


def _confirmed(
    idea: Idea, by: supporting.Voter, token: str, value: int, asked: Mapping[str, Any]
) -> Response | AnyResponse:
    if supporting.rate(idea, by, value):
        watching.note(idea)
    if asked["news"] and value:
        news.wish(idea, asked["mail"], asked["language"])
    db.session.commit()
    return known_again(redirect(url_for(".vote", token=token), 303), idea.board, by, "")
