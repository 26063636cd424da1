"""What leads people here: the picture beside a shared link, and a page to hang up with a QR code."""

from dataclasses import dataclass

from flask import Response, abort, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forum.boards import sharing
from forum.boards.sharing import Words
from forum.boards.views.blueprint import board_or_404, bp, idea_or_404
from participation.access.actions import Action
from participation.access.guard import require
from participation.contributions.models import Board, Idea
from participation.core.settings import Town
from participation.moderation.rules import Visibility
from participation.web import languages
from participation.web.context import local_text
from participation.web.qr import qr


@bp.get("/ideas/<string:reference>/share.png")
def idea_picture(reference: str) -> ResponseReturnValue:
    """Give the picture of a public idea."""
    found = _public(reference)
    require(Action.READ_PROCESS, found)
    return _picture(words_of(found))


@bp.get("/boards/<string:slug>/share.png")
def board_picture(slug: str) -> ResponseReturnValue:
    """Give the picture of a board."""
    board = board_or_404(slug)
    require(Action.READ_PROCESS, board.process)
    return _picture(words_of(board))


@bp.get("/ideas/<string:reference>/poster")
def idea_poster(reference: str) -> ResponseReturnValue:
    """Show a public idea with its QR code, to print and hang up."""
    found = _public(reference)
    require(Action.READ_PROCESS, found)
    return _poster(found.title, "", url_for(".idea", reference=reference), found.language)


@bp.get("/boards/<string:slug>/poster")
def board_poster(slug: str) -> ResponseReturnValue:
    """Show a board with its QR code, to print and hang up."""
    board = board_or_404(slug)
    require(Action.READ_PROCESS, board.process)
    return _poster(local_text(board.question), local_text(board.hint), url_for(".ideas", slug=slug))


def _public(reference: str) -> Idea:
    """Return an idea that everybody can read; nobody shares what is hidden, not even those who see it."""
    found = idea_or_404(reference)
    if found.visibility is not Visibility.PUBLIC:
        abort(404)
    return found


@dataclass(frozen=True, slots=True)
class Share:
    """What other sites read of a page that somebody links to; addresses in full."""

    words: Words
    text: str
    address: str
    picture: str


def share_of(shared: Idea | Board) -> Share | None:
    """Return what other sites may show of an idea or a board; nothing of an idea that is not public."""
    words = words_of(shared)
    if isinstance(shared, Board):
        text = local_text(shared.hint) or local_text(shared.question)
        page, picture = url_for(".ideas", slug=shared.slug), url_for(".board_picture", slug=shared.slug, v=words.tag)
    elif shared.visibility is Visibility.PUBLIC:
        text, page = shared.text, url_for(".idea", reference=shared.reference)
        picture = url_for(".idea_picture", reference=shared.reference, v=words.tag)
    else:
        return None
    return Share(words, text, languages.full_address(page), languages.full_address(picture))


def words_of(shared: Idea | Board) -> Words:
    """Return what the picture of an idea or a board says."""
    town: Town = current_app.extensions["settings"].town
    above = f"{town.name} {town.claim}"
    if isinstance(shared, Board):
        return Words(above, local_text(shared.question), local_text(shared.title), town.accent)
    where = shared.district.name if shared.district else ""
    return Words(above, shared.title, f"{gettext('An idea')} · {where}" if where else gettext("An idea"), town.accent)


def _picture(words: Words) -> Response:
    response = Response(sharing.picture(words), mimetype="image/png")
    response.set_etag(words.tag)
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _poster(title: str, text: str, path: str, language: str = "") -> str:
    address = languages.full_address(path)
    return render_template(
        "boards/poster.html", title=title, text=text, path=path, address=address, language=language, qr=qr(address)
    )
