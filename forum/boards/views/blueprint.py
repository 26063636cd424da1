"""The blueprint that all pages of the boards share, and what each of them begins with."""

from flask import Blueprint, abort

from forum.boards import services
from participation.contributions import finding
from participation.contributions.models import Board, Idea
from participation.contributions.tombstones import gone_or_404

bp = Blueprint("boards", __name__)


def board_or_404(slug: str) -> Board:
    """Return the board of this name."""
    found = services.board(slug)
    if found is None:
        abort(404)
    return found


def idea_or_404(reference: str) -> Idea:
    """Return the idea of this reference, if the present actor may see it."""
    return finding.idea(reference) or gone_or_404(reference)
