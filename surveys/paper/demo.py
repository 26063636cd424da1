"""A stack of sheets in the demo town: five are typed, one of them twice and not alike."""

from sqlalchemy import delete, select

from participation.core.database import db
from participation.process.demo import DemoTown
from surveys import services as surveys
from surveys.demo import SLUG
from surveys.paper import entering, services
from surveys.paper.models import PaperStack
from surveys.paper.printing import on_paper
from surveys.paper.services import Typed

SEED = "the stack of the demo town"
SHEETS = (
    {"Q01": "1", "Q02": "4", "Q03": "2 1 3", "Q04": "1 3", "Q05": "2", "Q06": "2", "Q07": "1", "Q10": "3"},
    {"Q01": "2", "Q02": "3", "Q03": "1 2 6", "Q04": "7", "Q05": "3", "Q07": "4", "Q10": "5"},
    {"Q01": "4", "Q02": "2", "Q03": "2 3 4", "Q05": "4", "Q07": "3", "Q09": "Abends fährt kein Bus.", "Q10": "5"},
    {"Q01": "3", "Q02": "5", "Q04": "1 2 5", "Q05": "1", "Q07": "2", "Q10": "4"},
    {"Q01": "6", "Q02": "2", "Q03": "6 2 1", "Q05": "3", "Q07": "3", "Q10": "5"},
)


def load(_town: DemoTown) -> None:
    """Type the sheets in, and the first one of the sample twice, with a slip of the finger."""
    survey = surveys.by_slug(SLUG)
    if survey is None or services.stacks(survey):
        return
    stack = services.open_stack(survey, 100, SEED)
    questions = on_paper(survey.questions)
    for number, typed in enumerate(SHEETS, 1):
        values, _wrong = entering.read_all(questions, typed)
        services.keep(survey, stack, number, 1, Typed(values), None)
    again = services.standing(stack).again
    if again:
        values, _wrong = entering.read_all(questions, {**SHEETS[again[0] - 1], "Q02": "1"})
        services.keep(survey, stack, again[0], 2, Typed(values), None)


def erase(_town: object) -> None:
    """Remove the stack."""
    found = db.session.scalars(select(PaperStack.id).where(PaperStack.seed == SEED)).all()
    db.session.execute(delete(PaperStack).where(PaperStack.id.in_(found)))
