"""The door: `require` before a deed, `can` for its echo on the page, `visible` for every list."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar, runtime_checkable

from flask import g, has_app_context
from sqlalchemy import ColumnElement, Select, Table, event
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql import visitors
from werkzeug.exceptions import Forbidden, Unauthorized

from participation.access.actions import Action
from participation.access.policy import POLICY, Rule, allows
from participation.core.vocabulary import Phase, Role

SelectT = TypeVar("SelectT", bound="Select[*tuple[Any, ...]]")
CHECKED = "visibility_checked"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, on one named subject such as "board:ideen" or everywhere where the subject is None."""

    role: Role
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever stands behind a request."""

    person_id: int | None = None
    name: str = ""
    grants: frozenset[Grant] = frozenset()

    @property
    def is_signed_in(self) -> bool:
        """Whether this is a known person."""
        return self.person_id is not None

    @property
    def is_staff(self) -> bool:
        """Whether the pages of the staff are open to this person."""
        return can(Action.USE_DESK, actor=self)

    def roles_on(self, subject: object | None) -> frozenset[Role]:
        """Return the roles this actor has towards the subject; a guest is only a guest."""
        own = {Role.CITIZEN} if self.is_signed_in else {Role.GUEST}
        names = set(subject.grant_names()) if isinstance(subject, Named) else set()
        own |= {
            grant.role for grant in self.grants if subject is None or grant.subject is None or grant.subject in names
        }
        return frozenset(own)


GUEST = Actor()


@runtime_checkable
class InProcess(Protocol):
    """A subject that belongs to a process and so has open phases."""

    def open_phases(self) -> frozenset[Phase]:
        """Return the phases that are open now."""


@runtime_checkable
class Named(Protocol):
    """A subject on which a role can be granted by name."""

    def grant_names(self) -> Iterator[str]:
        """Yield the names under which a role may have been granted, the own one first."""


@runtime_checkable
class Scheduled(Protocol):
    """A subject that has phases of its own for some deeds; who may do them stays with the table."""

    def phases_for(self, action: Action) -> frozenset[Phase] | None:
        """Return in which phases this is open here; None for those of the table."""


class _Everything:
    """The whole house: no role that was granted on a part of it reaches this."""

    def grant_names(self) -> Iterator[str]:
        """Yield no name, so that only roles without a limit are left."""
        yield from ()


EVERYTHING = _Everything()
"""The subject of what concerns the whole town; nobody may do that who moderates a single board."""


class Guarded(Protocol):
    """An entity that not everybody may see."""

    @classmethod
    def visible_to(cls, sees_hidden: bool) -> ColumnElement[bool]:
        """Return the condition under which a row may be shown."""


_guarded_tables: dict[Table, type[Any]] = {}
_known_shapes: dict[Any, list[type[Any]]] = {}
MOST_SHAPES = 2000


def guarded(entity: type[Any]) -> type[Any]:
    """Class decorator: selects of this entity must pass through `visible` or `see_all`."""
    _guarded_tables[entity.__table__] = entity
    _known_shapes.clear()
    return entity


def actor() -> Actor:
    """Return whoever stands behind the present request; a guest outside of one."""
    if not has_app_context():
        return GUEST
    found: Actor = g.get("actor", GUEST)
    return found


def can(action: Action, subject: object | None = None, actor: Actor | None = None) -> bool:
    """Return whether the actor (by default the present one) may do this to the subject now."""
    who = actor or _present()
    phases = subject.open_phases() if isinstance(subject, InProcess) else None
    return allows(_rule(action, subject), who.roles_on(subject), phases)


def _rule(action: Action, subject: object | None) -> Rule:
    rule = POLICY[action]
    if rule.phases is None or not isinstance(subject, Scheduled):
        return rule
    own = subject.phases_for(action)
    return rule if own is None else replace(rule, phases=own)


def _present() -> Actor:
    return actor()


def require(action: Action, subject: object | None = None) -> Actor:
    """Stop the request unless the actor may do this; return the actor.

    Raises:
        Unauthorized: for guests, who may sign in first (the error page leads there).
        Forbidden: for everybody else, and for guests where signing in would not help.
    """
    who = actor()
    if can(action, subject, who):
        return who
    if not who.is_signed_in and Role.GUEST not in POLICY[action].roles:
        raise Unauthorized
    raise Forbidden


def visible(statement: SelectT, actor: Actor | None = None) -> SelectT:
    """Return the select narrowed to what the actor (by default the present one) may see."""
    sees_hidden = can(Action.SEE_HIDDEN, actor=actor)
    for entity in _entities(statement):
        statement = statement.where(entity.visible_to(sees_hidden))
    return statement.execution_options(**{CHECKED: True})


def see_all(statement: SelectT, reason: str) -> SelectT:
    """Return the select unchanged, with the reason why hidden rows belong to its result."""
    if not reason:
        message = "say why hidden rows may be read here"
        raise ValueError(message)
    return statement.execution_options(**{CHECKED: reason})


def _entities(statement: "Select[*tuple[Any, ...]]") -> list[type[Any]]:
    """Return the guarded entities in a select; remembered for all selects of its shape, as it takes a millisecond."""
    shape = statement._generate_cache_key()  # what SQLAlchemy keeps compiled statements by
    if shape is None:
        return _found_in(statement)
    if shape.key not in _known_shapes:
        if len(_known_shapes) >= MOST_SHAPES:
            _known_shapes.clear()
        _known_shapes[shape.key] = _found_in(statement)
    return _known_shapes[shape.key]


def _found_in(statement: "Select[*tuple[Any, ...]]") -> list[type[Any]]:
    tables = {node for node in visitors.iterate(statement) if isinstance(node, Table)}
    if not tables.issuperset(_guarded_tables):  # what follows compiles the statement
        tables |= {table for source in statement.get_final_froms() for table in _tables_of(source)}
    return [entity for table, entity in _guarded_tables.items() if table in tables]


def _tables_of(source: Any) -> Iterator[Table]:
    for node in visitors.iterate(source):
        if isinstance(node, Table):
            yield node


class UncheckedSelectError(AssertionError):
    """A select could show hidden rows: it says neither `visible` nor `see_all`."""


def watch(session: type[Session] | Any) -> None:
    """Make every select of a guarded entity that says neither `visible` nor `see_all` raise; used under test."""
    event.listen(session, "do_orm_execute", _demand_check)


def _demand_check(state: ORMExecuteState) -> None:
    if not state.is_select or state.is_relationship_load or state.is_column_load:
        return
    if state.execution_options.get(CHECKED) or not isinstance(state.statement, Select):
        return
    hit = _entities(state.statement)
    if hit:
        message = f"select of {', '.join(e.__name__ for e in hit)} without visible() or see_all()"
        raise UncheckedSelectError(message)
