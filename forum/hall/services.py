"""Verbs and queries of the hall: open it, ask, choose what is answered next, close it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext
from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from forum.hall.models import Hall, Place
from forum.hall.rules import LEADS_TO, Deed, Stage, may
from participation.access.guard import GUEST, see_all, visible
from participation.contributions import services as contributions
from participation.contributions import supporting
from participation.contributions.models import Contribution, Question, Support
from participation.contributions.services import Draft
from participation.core import codes
from participation.core.clock import now
from participation.core.database import db
from participation.core.feature import Card, Step
from participation.moderation.rules import Visibility
from participation.process.models import Process
from participation.web.context import day

CODE_LENGTH = 4
ON_SCREEN = 5
LONGEST_LIST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the hall shows it; `is_mine` where the reader asks it, too."""

    reference: str
    text: str
    name: str
    language: str
    supports: int
    stage: Stage
    is_public: bool
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """What a hall shows: the question that is answered now, those to come, those answered."""

    now: Asked | None
    listed: Sequence[Asked]
    answered: Sequence[Asked]


def hall(code: str) -> Hall | None:
    """Return the hall with this code, however it was typed."""
    return db.session.scalars(select(Hall).where(Hall.code == codes.typed(code))).first()


def halls() -> Sequence[Hall]:
    """Return all halls, the newest first."""
    return db.session.scalars(select(Hall).order_by(Hall.id.desc())).all()


def open_halls(process: Process) -> Sequence[Hall]:
    """Return the halls of a process in which questions are taken in now."""
    is_open = Hall.closed_at.is_(None)
    return db.session.scalars(select(Hall).where(Hall.process_id == process.id, is_open).order_by(Hall.id)).all()


def open_hall(process: Process, title: str) -> Hall:
    """Open a hall for questions under a code that nobody has yet."""
    code = codes.random_code(CODE_LENGTH)
    while hall(code):
        code = codes.random_code(CODE_LENGTH)
    opened = Hall(process_id=process.id, code=code, title=title, opened_at=now())
    db.session.add(opened)
    db.session.flush()
    return opened


def close(found: Hall) -> None:
    """Take in no more questions; what was asked stays to be read and answered."""
    found.closed_at = found.closed_at or now()


def reopen(found: Hall) -> None:
    """Take in questions again."""
    found.closed_at = None


def ask(found: Hall, draft: Draft, receipt: str) -> Question:
    """Take in a question; it waits for the moderators."""
    question = contributions.submit_question(found.process_id, draft, receipt)
    db.session.add(Place(contribution_id=question.id, hall_id=found.id, stage=Stage.ASKED, moved_at=now()))
    db.session.flush()
    return question


def board(found: Hall, by: supporting.Voter | None = None) -> Board:
    """Return what everybody in the hall may see."""
    shown = (Stage.NOW, Stage.LISTED, Stage.ANSWERED)
    is_public = Question.visibility == Visibility.PUBLIC
    asked = _asked(visible(_places(found, shown).where(is_public), GUEST), _own(found, by))
    of = {stage: [one for one in asked if one.stage is stage] for stage in shown}
    return Board(next(iter(of[Stage.NOW]), None), of[Stage.LISTED], of[Stage.ANSWERED])


def waiting(found: Hall) -> Sequence[Asked]:
    """Return what was asked and stands on no list yet, the newest first; for those who lead the hall."""
    unlisted = visible(_places(found, (Stage.ASKED, Stage.ASIDE)))
    is_undecided = Question.visibility.in_((Visibility.WAITING, Visibility.PUBLIC))
    newest = unlisted.where(is_undecided).order_by(None)
    return _asked(newest.order_by(Place.stage, Question.created_at.desc(), Question.id.desc()), frozenset())


def counts(found: Sequence[Hall]) -> Mapping[int, int]:
    """Return how many questions were asked in each of these halls."""
    statement = select(Place.hall_id, func.count()).where(Place.hall_id.in_([one.id for one in found]))
    rows = db.session.execute(statement.group_by(Place.hall_id))
    return {row[0]: row[1] for row in rows}


def _places(found: Hall, stages: Iterable[Stage]) -> Select[Place]:
    statement = select(Place).join(Place.question).options(contains_eager(Place.question))
    statement = statement.where(Place.hall_id == found.id, Place.stage.in_(tuple(stages)))
    return statement.order_by(Question.support_count.desc(), Question.created_at, Question.id).limit(LONGEST_LIST)


def _asked(statement: Select[Place], own: frozenset[int]) -> list[Asked]:
    return [
        Asked(
            reference=place.question.reference,
            text=place.question.text,
            name=place.question.display_name,
            language=place.question.language,
            supports=place.question.support_count,
            stage=place.stage,
            is_public=place.question.visibility is Visibility.PUBLIC,
            is_mine=place.contribution_id in own,
        )
        for place in db.session.scalars(statement)
    ]


def _own(found: Hall, by: supporting.Voter | None) -> frozenset[int]:
    """Return the questions of a hall that this reader asks, too."""
    if by is None:
        return frozenset()
    keys = [key for key in (by.key, by.replaces) if key]
    statement = select(Support.contribution_id).join(Place, Place.contribution_id == Support.contribution_id)
    return frozenset(db.session.scalars(statement.where(Place.hall_id == found.id, Support.voter.in_(keys))))


def place(found: Hall, reference: str) -> Place | None:
    """Return where this question stands in the hall, if the present actor may see it."""
    statement = select(Place).join(Place.question).where(Place.hall_id == found.id, Question.reference == reference)
    return db.session.scalars(visible(statement.options(contains_eager(Place.question)))).first()


def move(at: Place, deed: Deed, person_id: int | None) -> None:
    """Bring a question on in its hall; what does not fit where it stands by now changes nothing.

    Taking it on the list makes it public; calling one up ends the one before.
    """
    if not may(deed, at.stage):
        return
    if deed is Deed.LIST and at.question.visibility is Visibility.WAITING:
        contributions.publish(at.question, person_id)
    if deed is Deed.CALL:
        before = select(Place).where(Place.hall_id == at.hall_id, Place.stage == Stage.NOW)
        for earlier in db.session.scalars(before):
            _put(earlier, Stage.ANSWERED)
    _put(at, LEADS_TO[deed])
    db.session.flush()


def _put(at: Place, stage: Stage) -> None:
    """Let a question stand here; what was answered aloud has its answer, what comes back to the list waits again."""
    at.stage, at.moved_at = stage, now()
    if stage is Stage.ANSWERED:
        contributions.note_answered(at.question, at.moved_at)
    elif not at.question.outcomes:
        at.question.answered_at = at.question.days_to_answer = None


def cards(process: Process) -> list[Card]:
    """Return the halls in which people can ask now."""
    return [
        Card(
            position=10,
            minutes=1,
            title=gettext("Ask at the meeting: %(title)s", title=found.title),
            text=gettext("From your seat, by phone. The moderators bring your question to the stage."),
            href=url_for("hall.ask", code=found.code.lower()),
        )
        for found in open_halls(process)
    ]


def steps(found: Sequence[Contribution]) -> Mapping[int, Sequence[Step]]:
    """Return, for those of a batch that were asked in a hall, when they were answered there."""
    statement = select(Place).where(Place.contribution_id.in_([one.id for one in found]), Place.stage == Stage.ANSWERED)
    return {
        at.contribution_id: [
            Step(
                state="done",
                title=gettext("Answered in the hall"),
                when=day(at.moved_at),
                text=at.hall.title,
                order=at.moved_at,
            )
        ]
        for at in db.session.scalars(see_all(statement, "the callers hold the contributions already"))
    }
