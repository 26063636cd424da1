"""The lists: the town's boards, and the ideas on one of them."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.boards import services
from forum.boards.views.blueprint import board_or_404, bp
from participation.access.actions import Action
from participation.access.guard import require
from participation.contributions import finding
from participation.contributions.finding import IdeaFilter

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
    board = board_or_404(slug)
    require(Action.READ_PROCESS, board.process)
    wanted, number = _wanted(), _page_number()
    districts = services.districts()
    found = finding.ideas_on(board, wanted, page=number, per_page=services.PER_PAGE)
    return render_template(
        "boards/ideas.html",
        board=board,
        wanted=wanted,
        rows=services.rows(found.items, board.process, districts),
        page=services.page_of(found, number, board, wanted),
        sorts=services.sorts(board, wanted),
        districts=districts,
        states=services.STATES,
    )


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
