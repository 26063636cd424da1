"""Drawing a sample, coding it blind, and comparing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from analysis.coding.models import Code, CodedItem, CodingRound
from analysis.coding.rules import Reliability, reliability
from participation.access.guard import GUEST, visible
from participation.contributions.models import Contribution, Idea
from participation.core.clock import now
from participation.core.database import db
from participation.process.models import ActionField, Process

FIRST, SECOND = 1, 2
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One contribution of a round with what was said about it; the other's word is there once the round is closed."""

    contribution: Contribution
    codes: Mapping[int, Code]

    @property
    def is_disputed(self) -> bool:
        """Whether both coded it, and not alike."""
        return len(self.codes) == SECOND and self.codes[FIRST].field_id != self.codes[SECOND].field_id


@dataclass(frozen=True, slots=True)
class Result:
    """What a closed round says: the agreement, and the contributions the two see differently."""

    reliability: Reliability
    disputed: tuple[Line, ...]


def begin(process: Process, size: int, person_id: int | None) -> CodingRound | None:
    """Draw a sample of public ideas by lot and take the first place; None where there is no idea."""
    drawn = select(Idea.id).where(Idea.process_id == process.id).order_by(func.random()).limit(size)
    ids = db.session.scalars(visible(drawn, GUEST)).all()
    if not ids:
        return None
    made = CodingRound(process_id=process.id, size=len(ids), begun_at=now(), first_id=person_id)
    db.session.add(made)
    db.session.flush()
    db.session.add_all(
        CodedItem(round_id=made.id, contribution_id=one, place=place) for place, one in enumerate(ids, start=1)
    )
    db.session.flush()
    return made


def rounds(process: Process) -> Sequence[CodingRound]:
    """Return the last rounds of a process, the newest first."""
    statement = select(CodingRound).where(CodingRound.process_id == process.id)
    return db.session.scalars(statement.order_by(CodingRound.id.desc()).limit(SHOWN)).all()


def by_id(process: Process, round_id: int) -> CodingRound | None:
    """Return a round of this process."""
    statement = select(CodingRound).where(CodingRound.process_id == process.id, CodingRound.id == round_id)
    return db.session.scalars(statement).first()


def coder(found: CodingRound, person_id: int | None) -> int | None:
    """Return whether somebody codes as the first or the second, or not at all."""
    return {found.first_id: FIRST, found.second_id: SECOND}.get(person_id) if person_id else None


def join(found: CodingRound, person_id: int) -> bool:
    """Take the second place; False where somebody has it, or where one codes already or the round is closed."""
    free = CodingRound.second_id.is_(None) & CodingRound.closed_at.is_(None) & (CodingRound.first_id != person_id)
    taken = db.session.scalars(
        update(CodingRound)
        .where(CodingRound.id == found.id, free)
        .values(second_id=person_id)
        .returning(CodingRound.id)
        .execution_options(synchronize_session=False)
    ).first()
    db.session.expire(found)
    return taken is not None


def lines(found: CodingRound, seen_by: int) -> Sequence[Line]:
    """Return the contributions in their order with the own codes; with both where the round is closed."""
    statement = (
        select(Contribution)
        .join(CodedItem, CodedItem.contribution_id == Contribution.id)
        .where(CodedItem.round_id == found.id)
        .order_by(CodedItem.place)
        .options(joinedload(Contribution.district), joinedload(Contribution.action_field))
    )
    said: dict[int, dict[int, Code]] = {}
    codes = select(Code).where(Code.round_id == found.id).options(joinedload(Code.field))
    for code in db.session.scalars(codes if found.closed_at else codes.where(Code.coder == seen_by)):
        said.setdefault(code.contribution_id, {})[code.coder] = code
    return [Line(one, said.get(one.id, {})) for one in db.session.scalars(visible(statement, GUEST))]


def put(found: CodingRound, contribution_id: int, as_coder: int, field: ActionField | None) -> None:
    """Say which field a contribution has, or that none fits; what one said before is replaced."""
    db.session.merge(
        Code(
            round_id=found.id,
            contribution_id=contribution_id,
            coder=as_coder,
            field_id=field.id if field else None,
            coded_at=now(),
        )
    )
    db.session.flush()
    if _is_complete(found):
        close(found)


def close(found: CodingRound) -> None:
    """Open the envelopes: both see everything, and nobody changes anything any more."""
    found.closed_at = found.closed_at or now()
    db.session.flush()


def counts(found: CodingRound) -> Mapping[int, int]:
    """Return how many contributions each of the two has coded."""
    statement = select(Code.coder, func.count()).where(Code.round_id == found.id).group_by(Code.coder)
    return {row[0]: row[1] for row in db.session.execute(statement)}


def result(found: CodingRound) -> Result:
    """Compare what both said about the contributions that are still public."""
    both = [line for line in lines(found, FIRST) if len(line.codes) == SECOND]
    pairs = [(_key(line.codes[FIRST]), _key(line.codes[SECOND])) for line in both]
    return Result(reliability(pairs), tuple(line for line in both if line.is_disputed))


def _key(code: Code) -> str:
    return str(code.field_id or "")


def _is_complete(found: CodingRound) -> bool:
    items = select(func.count()).select_from(CodedItem).join(Contribution, Contribution.id == CodedItem.contribution_id)
    public = db.session.scalar(visible(items.where(CodedItem.round_id == found.id), GUEST)) or 0
    done = counts(found)
    return all(done.get(one, 0) >= public for one in (FIRST, SECOND))
