"""The register: every decision, to be filtered and taken along."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from flask_babel import gettext
from sqlalchemy import Select, Text, func, select, type_coerce
from sqlalchemy.orm import joinedload

from forum.desk.services.reach import in_reach
from forum.register import names, rules
from participation.access.actions import Action
from participation.accounts.models import Person
from participation.contributions.models import Contribution
from participation.contributions.services import SUBJECT
from participation.core.clock import at, local
from participation.core.database import db
from participation.core.vocabulary import Channel
from participation.moderation.models import Appeal, Decision
from participation.moderation.rules import RESTRICTIONS, HouseRule, Verdict

PER_PAGE, LONGEST_TABLE = 50, 20_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions are to be shown; whatever is empty narrows nothing."""

    month: str = ""
    verdict: str = ""
    rule: str = ""
    channel: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision with what it is about, and how an objection to it ended."""

    decision: Decision
    reference: str
    channel: Channel
    objection: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the register, and how many decisions there are in all."""

    entries: Sequence[Entry]
    total: int


def entries(wanted: Wanted, *, page: int = 1, per_page: int = PER_PAGE) -> Found:
    """Return one page of the decisions that the present actor may see, the latest first."""
    statement = _wanted(wanted).add_columns(func.count().over())
    rows = db.session.execute(
        statement.order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
        .options(joinedload(Decision.person).lazyload(Person.grants))
    ).all()
    objections = _objections([decision.id for decision, *_ in rows])
    found = [Entry(one, reference, way, objections.get(one.id, "")) for one, reference, way, _ in rows]
    return Found(found, rows[0][3] if rows else 0)


def _wanted(wanted: Wanted) -> "Select[Decision, str, Channel]":
    statement = (
        select(Decision, Contribution.reference, Contribution.channel)
        .join(Contribution, Contribution.id == Decision.subject_id)
        .where(Decision.subject_kind == SUBJECT)
    )
    first = rules.first_day(wanted.month)
    if first:
        statement = statement.where(
            Decision.decided_at >= at(first, 0), Decision.decided_at < at(rules.next_month(first), 0)
        )
    if wanted.verdict in set(Verdict):
        statement = statement.where(Decision.verdict == Verdict(wanted.verdict))
    if wanted.rule in set(HouseRule):
        statement = statement.where(type_coerce(Decision.rules, Text).contains(f'"{wanted.rule}"'))
    if wanted.channel in set(Channel):
        statement = statement.where(Contribution.channel == Channel(wanted.channel))
    if wanted.person.isascii() and wanted.person.isdigit():
        statement = statement.where(Decision.person_id == int(wanted.person[:9]))
    return in_reach(statement, Action.SEE_REGISTER)


def _objections(ids: Sequence[int]) -> dict[int, str]:
    rows = db.session.execute(select(Appeal.decision_id, Appeal.outcome).where(Appeal.decision_id.in_(ids))).all()
    return {number: str(names.OUTCOMES[outcome]) if outcome else gettext("open") for number, outcome in rows}


def people() -> Sequence[tuple[int, str]]:
    """Return who has made decisions, by name, for the filter."""
    statement = select(Decision.person_id).where(Decision.person_id.is_not(None)).distinct()
    found = select(Person.id, Person.name).where(Person.id.in_(statement)).order_by(Person.name, Person.id)
    return [(number, name) for number, name in db.session.execute(found)]


def table(wanted: Wanted) -> str:
    """Return the decisions as CSV for spreadsheets: nothing about authors, and no cell that is a formula."""
    target = StringIO()
    target.write("\ufeff")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(str, names.COLUMNS))
    for one in entries(wanted, per_page=LONGEST_TABLE).entries:
        writer.writerow(map(rules.cell, _cells(one)))
    return target.getvalue()


def _cells(one: Entry) -> list[object]:
    decision = one.decision
    is_restriction = decision.verdict in RESTRICTIONS
    return [
        one.reference,
        f"{local(decision.decided_at):%Y-%m-%d %H:%M}",
        names.VERDICTS[decision.verdict],
        ", ".join(str(names.RULE_NAMES[HouseRule(rule)]) for rule in decision.rules),
        decision.facts if is_restriction or decision.verdict is Verdict.KEEP else "",
        names.CHANNELS[one.channel],
        gettext("a person"),
        gettext("yes") if decision.automated else gettext("no"),
        gettext("objection within six months, court") if is_restriction else "",
        one.objection,
        decision.person.name if decision.person else "",
    ]
