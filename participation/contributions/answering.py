"""How the town keeps its word: which share of ideas and questions has an answer, how soon, and what is overdue."""

from collections.abc import Mapping
from dataclasses import replace

from flask_babel import gettext, ngettext
from sqlalchemy import func, select

from participation.access.guard import GUEST, visible
from participation.contributions.models import ANSWERED, Board, Contribution, Idea
from participation.contributions.rules import Answering, answering
from participation.core.clock import today
from participation.core.database import db
from participation.core.feature import Fact
from participation.moderation.rules import Visibility
from participation.process.models import Process
from participation.web.context import day, number


def on_board(board: Board) -> Answering:
    """Return how the ideas of a board are answered."""
    counts = func.count(), func.count(Idea.folded_into_id)
    statement = select(Idea.days_to_answer, *counts).where(Idea.board_id == board.id)
    statement = visible(statement.where(Idea.visibility == Visibility.PUBLIC), GUEST).group_by(Idea.days_to_answer)
    rows = db.session.execute(statement).all()
    found = _of({days: count for days, count, _ in rows}, board.process)
    return replace(found, folded=sum(folded for *_, folded in rows))


def in_process(process: Process) -> Answering:
    """Return how the ideas of a process are answered, on all its boards, and the questions of its halls."""
    owed = Contribution.process_id == process.id, Contribution.kind.in_(ANSWERED)
    statement = select(Contribution.days_to_answer, func.count()).where(*owed)
    statement = visible(statement.where(Contribution.visibility == Visibility.PUBLIC), GUEST)
    statement = statement.group_by(Contribution.days_to_answer)
    return _of(dict(db.session.execute(statement).all()), process)


def _of(days: Mapping[int | None, int], process: Process) -> Answering:
    return answering(days, is_overdue=process.answers_by < today())


def facts(process: Process) -> list[Fact]:
    """Return the same as figures with their words; empty before there is one."""
    found = in_process(process)
    if not found.total:
        return []
    share = gettext("%(answered)s of %(total)s", answered=number(found.answered), total=number(found.total))
    told = [Fact(share, gettext("ideas and questions have an answer"))]
    if found.median_days is not None:
        days = ngettext("one day", "%(num)s days", max(1, found.median_days))
        told.append(Fact(days, gettext("or less until the answer, for half of them")))
    if found.overdue:
        due = gettext("answers are overdue; they were due by %(day)s", day=day(process.answers_by))
        told.append(Fact(number(found.overdue), due))
    elif found.open:
        told.append(Fact(number(found.open), gettext("are answered by %(day)s", day=day(process.answers_by))))
    return told


def sentence(found: Answering) -> str:
    """Return the same in a sentence or two; empty before there is an idea."""
    if not found.total:
        return ""
    told = [
        ngettext(
            "%(answered)s of 1 idea has an answer.",
            "%(answered)s of %(total)s ideas have an answer.",
            found.total,
            answered=number(found.answered),
            total=number(found.total),
        )
    ]
    if found.median_days is not None:
        days = max(1, found.median_days)
        told.append(
            ngettext("Half of the answers came within one day.", "Half of the answers came within %(num)s days.", days)
        )
    if found.overdue:
        told.append(ngettext("One is overdue.", "%(count)s are overdue.", found.overdue, count=number(found.overdue)))
    return " ".join(told)
