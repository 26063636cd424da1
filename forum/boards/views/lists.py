"""The lists: the town's boards, and the ideas on one of them."""

import secrets
from dataclasses import replace

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forum.boards import maps, services
from forum.boards.views.blueprint import board_or_404, bp
from forum.boards.views.sharing import share_of
from participation.access.actions import Action
from participation.access.guard import require
from participation.contributions import answering, finding, placing
from participation.contributions.finding import IdeaFilter
from participation.contributions.models import Board
from participation.contributions.threads import feeds
from participation.web import context, languages
from participation.web.paging import number_in, page_number


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
    board = board_or_404(slug)
    require(Action.READ_PROCESS, board.process)
    wanted, number = _wanted(), page_number()
    if wanted.sort == "chance" and not wanted.chance:
        drawn = replace(wanted, chance=1 + secrets.randbelow(services.ORDERS_BY_CHANCE))
        return redirect(services.address(board, drawn), 302)
    districts = services.districts()
    answered = None if wanted.is_narrowed else answering.on_board(board)
    known = answered.total - answered.folded if answered else None
    found = finding.ideas_on(board, wanted, page=number, per_page=services.PER_PAGE, total=known)
    return render_template(
        "boards/ideas.html",
        board=board,
        wanted=wanted,
        rows=services.rows(found.items, board, districts),
        page=services.page_of(found, number, board, wanted),
        sorts=services.sorts(board, wanted),
        districts=districts,
        states=services.STATES,
        share=share_of(board),
        town_map=maps.town_map(board, wanted, districts) if wanted.placed else None,
        tiles=current_app.extensions["settings"].tiles,
        other_view=services.address(board, replace(wanted, placed=not wanted.placed)),
        first_points=maps.first_points(board, wanted) if wanted.placed and found.total <= maps.FEW else "",
        points_href=_points_href(board, wanted),
        voices=found.total + (answered.folded if answered else 0),
        answering=answering.sentence(answered) if answered else "",
    )


def _points_href(board: Board, wanted: IdeaFilter) -> str:
    asked = services.address(board, replace(wanted, placed=False, sort="new")).partition("?")[2]
    return url_for(".points", slug=board.slug) + (f"?{asked}" if asked else "")


@bp.get("/boards/<string:slug>/points.json")
def points(slug: str) -> ResponseReturnValue:
    """Give the map what has a place: each idea, or clusters where there are too many; filters as in the list."""
    board = board_or_404(slug)
    require(Action.READ_PROCESS, board.process)
    found = placing.points(board, _wanted(), maps.box_from(request.args.get("box", "")))
    response = Response(maps.as_json(found), mimetype="application/json")
    response.headers["Cache-Control"] = "private, max-age=60"
    return response


@bp.get("/boards/<string:slug>/feed.atom")
def feed(slug: str) -> ResponseReturnValue:
    """Give feed readers what became public last, and what was answered of it."""
    board = board_or_404(slug)
    require(Action.READ_PROCESS, board.process)
    entries = services.entries(finding.newest(board, services.IN_FEED))
    address = languages.full_address(url_for(".feed", slug=slug))
    words = render_template("boards/feed.xml", board=board, entries=entries, address=address)
    return Response(words, mimetype="application/atom+xml")


@bp.get("/boards/<string:slug>/comments.atom")
def comment_feed(slug: str) -> ResponseReturnValue:
    """Give feed readers what was said last about anything on a board."""
    board = board_or_404(slug)
    require(Action.READ_PROCESS, board.process)
    title = gettext("Comments: %(title)s", title=context.local_text(board.title))
    address = languages.full_address(url_for(".comment_feed", slug=slug))
    return feeds.of_board(board, title, address, url_for(".ideas", slug=slug))


def _wanted() -> IdeaFilter:
    sort = request.args.get("sort", "new")
    state = request.args.get("state", "")
    return IdeaFilter(
        words=request.args.get("q", "")[:200].strip(),
        field=request.args.get("field", "")[:20],
        district=request.args.get("district", "")[:20],
        state=state if state in services.STATES else "",
        sort=sort if sort in services.SORTS else "new",
        placed=request.args.get("view") == "map",
        like=request.args.get("like", "")[:20],
        chance=min(services.ORDERS_BY_CHANCE, number_in("chance", 0)),
    )
