"""What the detectors say of a contribution: looked for when its words come in or change, and stored beside them.

Whoever changes the words of a contribution, by whichever verb, need not think of its marks: the session notices.
"""

from collections.abc import Iterable, Iterator
from dataclasses import astuple
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy import event, func, inspect, select
from sqlalchemy.orm import Session

from participation.access.guard import see_all
from participation.contributions.models import Contribution
from participation.core.database import db
from participation.core.vocabulary import Language
from participation.moderation import detectors
from participation.moderation.detectors import FLOOD_COUNT, Mark, MarkKind, Part
from participation.moderation.rules import Visibility


class Described(Protocol):
    """A file with its name and what it shows."""

    @property
    def title(self) -> str:
        """What the file was called."""

    @property
    def words(self) -> str:
        """What a picture shows."""


WORDS = ("title", "text", "place", "display_name")
COMPARED = 500
"""With so many of the contributions that came last a new one is compared."""
FLOOD_WITHIN = timedelta(days=1)
SCREENED_AT_NIGHT = 2000


def marks_of(contribution: Contribution) -> tuple[Mark, ...]:
    """Return the places of a contribution that deserve a second look, as they were stored by these detectors."""
    if contribution.screened_by != detectors.VERSION:
        return _looked_for(contribution)
    return tuple(_mark(values) for values in contribution.findings)


def _mark(values: list[Any]) -> Mark:
    start, end, kind, part, word = values
    return Mark(start, end, MarkKind(kind), Part(part), word)


def arrive(contribution: Contribution, files: Iterable[Described] = ()) -> None:
    """Look at a contribution that has just come in with these files, and whether nearly the same came before."""
    screen(contribution, files)
    if contribution.sketch and (twins := list(_twins(contribution))):
        first_id, reference, _ = twins[-1]
        contribution.twin_of_id = first_id
        lately = sum(is_late for *_, is_late in twins) + 1
        found = [Mark(0, 0, MarkKind.TWIN, word=reference)]
        if lately >= FLOOD_COUNT:
            found.append(Mark(0, 0, MarkKind.FLOOD, word=str(lately)))
        _store(contribution, (*marks_of(contribution), *found))


def _twins(contribution: Contribution) -> Iterator[tuple[int, str, bool]]:
    """Yield what said nearly the same before, newest first: the first of its kind, its reference, whether it is new."""
    newest = select(func.max(Contribution.id)).scalar_subquery()
    statement = (
        select(Contribution.id, Contribution.reference, Contribution.sketch, Contribution.created_at)
        .where(
            Contribution.id > newest - COMPARED,
            Contribution.process_id == contribution.process_id,
            Contribution.kind == contribution.kind,
        )
        .order_by(Contribution.id.desc())
    )
    with db.session.no_autoflush:
        rows = db.session.execute(see_all(statement, "only what it shares with another text is told")).all()
    for row in rows:
        if detectors.is_twin(contribution.sketch, row.sketch):
            yield row.id, row.reference, row.created_at > contribution.created_at - FLOOD_WITHIN


def screen(contribution: Contribution, files: Iterable[Described] = ()) -> None:
    """Look at the words of a contribution and store what was found.

    Args:
        files: those that are yet to be attached.
    """
    contribution.sketch = list(detectors.sketch(f"{contribution.title}\n{contribution.text}"))
    _store(contribution, _looked_for(contribution, files))


def _store(contribution: Contribution, found: tuple[Mark, ...]) -> None:
    contribution.findings = [list(astuple(mark)) for mark in found]
    contribution.alarm = detectors.alarm(found)
    contribution.screened_by = detectors.VERSION


def _looked_for(contribution: Contribution, files: Iterable[Described] = ()) -> tuple[Mark, ...]:
    is_ours = contribution.language in set(Language)
    return detectors.look(_parts(contribution, files), contribution.language if is_ours else Language.DE)


def _parts(contribution: Contribution, files: Iterable[Described]) -> Iterator[tuple[Part, str]]:
    yield Part.TITLE, contribution.title
    yield Part.TEXT, contribution.text
    yield Part.PLACE, contribution.place or ""
    if not contribution.organisation_id:
        yield Part.NAME, contribution.display_name or ""
    for one in [*files, *contribution.attachments]:
        yield Part.FILE, f"{one.title}\n{one.words}"


@event.listens_for(Session, "before_flush")
def _notice(session: Session, *_: object) -> None:
    for row in session.dirty:
        if isinstance(row, Contribution) and any(inspect(row).attrs[name].history.has_changes() for name in WORDS):
            row.twin_of_id = None
            screen(row)
    for row in session.new:
        if isinstance(row, Contribution) and not row.screened_by and row.visibility is Visibility.WAITING:
            screen(row)


def look_again() -> int:
    """Look anew at what waits and was looked at by other detectors; a work of the night. Return how many."""
    statement = select(Contribution).where(
        Contribution.visibility == Visibility.WAITING, Contribution.screened_by != detectors.VERSION
    )
    rows = db.session.scalars(
        see_all(statement, "detectors look at what waits").order_by(Contribution.id).limit(SCREENED_AT_NIGHT)
    ).all()
    for row in rows:
        screen(row)
    db.session.flush()
    return len(rows)
