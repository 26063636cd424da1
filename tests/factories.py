"""One factory for each noun; a test states only what matters to it. Each commits, so that every door sees it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from participation.accounts.models import Person, RoleGrant
from participation.contributions import services as contributions
from participation.contributions.models import Board, Comment, Contact, Idea
from participation.contributions.threads.writing import submit_comment
from participation.core import clock, codes
from participation.core.clock import now, today
from participation.core.database import Base, Texts, db, read_only
from participation.core.vocabulary import Phase, Role
from participation.moderation.rules import Visibility
from participation.process.models import ActionField, District, Process, ProcessPhase

numbers = count(1)
Entity = TypeVar("Entity", bound=Base)


@contextmanager
def writing() -> Iterator[None]:
    """Let services write inside, and commit at the end."""
    db.session.rollback()
    read_only(False)
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()
        read_only(True)


def written(make: Callable[..., Any], *arguments: Any, **values: Any) -> Any:
    """Call a service in a transaction of its own and return its result."""
    with writing():
        return make(*arguments, **values)


def _stored(entity: Entity) -> Entity:
    with writing():
        db.session.add(entity)
    return entity


def process(phase: Phase = Phase.IDEAS, **values: Any) -> Process:
    """Make a process in this phase, with two action fields."""
    number = next(numbers)
    made = Process(
        **{
            "slug": f"agenda-{number}",
            "short_code": f"a{number}",
            "title": Texts(de="Digitale Agenda", en="Digital agenda"),
            "lead": Texts(de="Sagen Sie, was wichtig ist.", en="Say what matters."),
            "is_open": Texts(de="Die Themen", en="The topics"),
            "is_fixed": Texts(de="Das Geld", en="The money"),
            "who_decides": Texts(de="Die Stadtvertretung", en="The town council"),
            "decider": "Stadtvertretung",
            "decision_on": today() + timedelta(days=120),
            "answers_by": today() + timedelta(days=60),
            "answering_office": "Stabsstelle Digitalisierung",
            **values,
        }
    )
    made.phases = [_phase(one, index, list(Phase).index(phase)) for index, one in enumerate(Phase)]
    made.fields = [
        ActionField(code="MO", name=Texts(de="Mobilität", en="Mobility"), question=Texts(de=""), position=1),
        ActionField(code="BI", name=Texts(de="Bildung", en="Education"), question=Texts(de=""), position=2),
    ]
    return _stored(made)


def _phase(phase: Phase, index: int, current: int) -> ProcessPhase:
    start = today() + timedelta(days=(index - current) * 100 - 50)
    return ProcessPhase(
        phase=phase,
        name=Texts(de=phase.value, en=phase.value),
        summary=Texts(de="", en=""),
        starts_on=start,
        ends_on=start + timedelta(days=99),
        gate="",
    )


def district(**values: Any) -> District:
    """Make a part of the town."""
    number = next(numbers)
    return _stored(District(**{"code": f"D{number}", "name": f"Ortsteil {number}", "population": 100, **values}))


def board(**values: Any) -> Board:
    """Make a board that is open for ideas."""
    process_id = values.pop("process_id", None) or process(values.pop("phase", Phase.IDEAS)).id
    return _stored(
        Board(
            **{
                "process_id": process_id,
                "slug": f"ideen-{next(numbers)}",
                "title": Texts(de="Ideen", en="Ideas"),
                "question": Texts(de="Was soll besser werden?", en="What should become better?"),
                "hint": Texts(de="", en=""),
                **values,
            }
        )
    )


def idea(board: Board | None = None, *, mail: str = "", receipt: str = "", public: bool = True, **values: Any) -> Idea:
    """Make an idea, public unless told otherwise."""
    where = board or _board()
    number = next(numbers)
    draft = contributions.Draft(**{"title": f"Idee {number}", "text": f"Bitte mehr Bänke, Nummer {number}.", **values})
    with writing():
        made = contributions.submit_idea(where, draft, receipt or None)
        made.visibility = Visibility.PUBLIC if public else Visibility.WAITING
        made.published_at = now() if public else None
        if mail:
            db.session.add(Contact(contribution_id=made.id, mail=mail, language="de"))
    return made


def comment(on: Idea | None = None, *, public: bool = True, reply_to: Comment | None = None, **values: Any) -> Comment:
    """Make a comment on an idea, public unless told otherwise."""
    under = on or idea()
    number = next(numbers)
    draft = contributions.Draft(**{"text": f"Ein Kommentar, Nummer {number}.", **values})
    with writing():
        assert under.thread is not None
        made = submit_comment(under.thread, draft, reply_to=reply_to)
        made.visibility = Visibility.PUBLIC if public else Visibility.WAITING
        made.published_at = now() if public else None
    return made


_board = board


def person(*roles: Role, on: Iterable[str] = ("",), **values: Any) -> Person:
    """Make somebody of the staff with these roles."""
    number = next(numbers)
    made = Person(
        **{
            "mail": f"person{number}@example.org",
            "name": f"Person {number}",
            "unit": "Bauamt",
            "password_hash": "",
            "created_at": now(),
            **values,
        }
    )
    made.grants = [RoleGrant(role=role, subject=subject) for role in roles for subject in on]
    return _stored(made)


def days_ago(days: int) -> datetime:
    """Return the moment, days ago, at which the town's clock showed what it shows now."""
    return (clock.local(clock.now()) - timedelta(days=days)).astimezone(UTC)


def once_key() -> str:
    """Return a once-key as a form would make it."""
    return codes.random_code(20)
