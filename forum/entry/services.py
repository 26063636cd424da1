"""Take in a stack of cards, and find its receipts again."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.entry.forms import CARDS, Filled
from participation.access.actions import Action
from participation.access.guard import can, see_all
from participation.contributions import services as contributions
from participation.contributions.models import Board, Contribution
from participation.core import codes
from participation.core.database import db
from participation.process.models import District


@dataclass(frozen=True, slots=True)
class Slip:
    """What somebody gets back for a card: its number, and the code that leads to its way."""

    contribution: Contribution
    code: str


def boards() -> list[Board]:
    """Return the boards for which the present actor may type in cards, newest first."""
    found = db.session.scalars(select(Board).order_by(Board.id.desc())).unique().all()
    return [board for board in found if can(Action.ENTER_CONTRIBUTIONS, board)]


def districts() -> Sequence[District]:
    """Return the parts of the town by name, as a hand on the keyboard finds them."""
    return db.session.scalars(select(District).order_by(District.name)).all()


def take_in(board: Board, cards: Sequence[Filled], key: str, *, publish: bool, person_id: int | None) -> None:
    """Make each card a contribution with a receipt of its own; publish them where a moderator has read them."""
    for card in cards:
        idea = contributions.submit_idea(board, card.draft, contributions.receipt_code(_key(key, card.number)))
        if publish:
            contributions.publish(idea, person_id)


def slips(key: str) -> list[Slip]:
    """Return the receipts of the stack that was sent under this key, in its order."""
    by_receipt = {
        contributions.receipt_hash(code): code
        for code in (contributions.receipt_code(_key(key, number)) for number in range(1, CARDS + 1))
    }
    statement = select(Contribution).where(Contribution.receipt_hash.in_(by_receipt)).order_by(Contribution.id)
    found = db.session.scalars(see_all(statement, "whoever typed them in hands out their receipts"))
    return [Slip(one, codes.grouped(by_receipt[one.receipt_hash or ""])) for one in found]


def _key(key: str, number: int) -> str:
    return f"{key}:{number}"
