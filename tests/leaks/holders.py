"""Whoever holds a secret link or gets a mail reads what is theirs, and of all else only what everybody reads.

Every contribution and every notice gets a code of its own, its pages are opened, and every kind of mail is written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import select, update

from forum.notices import letters
from participation.access.guard import see_all
from participation.contributions import services, supporters
from participation.contributions.models import SUBJECT, TALK
from participation.contributions.threads import following
from participation.core import codes
from participation.core.database import Base, db, read_only
from participation.core.jobs import JobRun
from participation.core.mail import Mail
from participation.core.vocabulary import Role
from participation.moderation import notices
from participation.moderation.models import Notice
from tests import factories
from tests.leaks.rights import Reader, may_see
from tests.leaks.town import Planted
from tests.leaks.walk import MARKER, Leak

GUEST = Reader("guest", Role.GUEST)
OF_AUTHORS = frozenset({"contribution", "version", "attachment", "translation", "outcome", "decision", "contact"})
"""What an author reads of the own contribution; never who reported it, nor whom we told of a danger."""
OF_CONTRIBUTIONS = ("/i/{}", "/i/{}/object", "/i/{}/edit", "/comments/received/{}", "/boards/ideen/received/{}")
OF_NOTICES = ("/notices/{}", "/notices/{}/object")
Row = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may read these rows besides what everybody may."""

    name: str
    rows: frozenset[Row]

    def finds(self, planted: Planted, text: str, address: str) -> Iterator[Leak]:
        """Yield what this text holds that the holder may not see."""
        for marker in sorted(set(MARKER.findall(text))):
            mark = planted.marks[marker]
            row = mark.table, mark.row
            if row not in self.rows and not may_see(planted, GUEST, mark.place, row):
                yield Leak(self.name, address, mark.place)


def _author_of(planted: Planted, number: int) -> Holder:
    own = {row for row, values in planted.rows.items() if row[0] in OF_AUTHORS and _about(row, values) == number}
    mine = {row[1] for row in own if row[0] == "decision"}
    own |= {
        row
        for row, values in planted.rows.items()
        if row[0] == "appeal" and values["decision_id"] in mine and values["notice_id"] is None
    }
    return Holder(f"the author of {number}", frozenset(own))


def _about(row: Row, values: Mapping[str, Any]) -> int | None:
    if row[0] == "contribution":
        return row[1]
    if values.get("subject_kind") == SUBJECT:
        return int(values["subject_id"])
    found = values.get("contribution_id")
    return int(found) if found else None


def _sender_of(planted: Planted, number: int) -> Holder:
    notice = planted.rows["notice", number]
    appeals = {row for row, values in planted.rows.items() if row[0] == "appeal" and values["notice_id"] == number}
    decision = {("decision", notice["decision_id"])} if notice["decision_id"] else set()
    return Holder(f"who sent notice {number}", frozenset({("notice", number), *decision, *appeals}))


def secret_pages(app: Flask, planted: Planted) -> Iterator[Leak]:
    """Put a known code on everything that has one, open its pages as its holder, and yield what leaks."""
    client = app.test_client()
    with factories.writing():
        known = {number: _new_code(number) for number in _newest(planted)}
        sent = {notice.id: _code_again(notice) for notice in db.session.scalars(select(Notice))}
    for number, code in known.items():
        holder = _author_of(planted, number)
        for page in OF_CONTRIBUTIONS:
            yield from _opened(client, planted, holder, page.format(code))
    for number, code in sent.items():
        for page in OF_NOTICES:
            yield from _opened(client, planted, _sender_of(planted, number), page.format(code))


def _newest(planted: Planted) -> list[int]:
    """Return the newest contribution of every kind in every state, on which everything hangs."""
    told = [(number, values) for (table, number), values in planted.rows.items() if table == "contribution"]
    rows = sorted(told, key=lambda one: one[0])
    return sorted({(one["kind"], one["visibility"]): number for number, one in rows}.values())


def _new_code(number: int) -> str:
    code = codes.random_code(12)
    table = Base.metadata.tables["contribution"]
    own = update(table).where(table.c.id == number)
    db.session.execute(own.values(receipt_hash=services.receipt_hash(code)))
    return codes.grouped(code).lower()


def _code_again(notice: Notice) -> str:
    notice.seed = codes.random_code(20)
    code = notices.code_of(notice)
    secret = current_app.extensions["settings"].secret_key
    notice.receipt_hash = codes.fingerprint(secret, "notice", codes.typed(code))
    return codes.grouped(code).lower()


def _opened(client: FlaskClient, planted: Planted, holder: Holder, address: str) -> Iterator[Leak]:
    answer = client.get(address)
    read_only(True)
    db.session.rollback()
    if answer.status_code >= 500:
        yield Leak(holder.name, address, f"an error {answer.status_code}")
    yield from holder.finds(planted, f"{answer.headers}\n{answer.get_data(as_text=True)}", address)


def mails(planted: Planted) -> Iterator[Leak]:
    """Write every kind of mail about everything there is, and yield what their recipients may not read."""
    everybody = Holder("everybody who gets a mail", frozenset())
    for number in _newest(planted):
        author = _author_of(planted, number)
        is_talk = planted.rows["contribution", number]["kind"] in TALK
        for event in ("published", "restored", *(() if is_talk else ("answered",))):
            told = _job("contributions.tell", contribution=number, event=event)
            yield from _written(planted, author, services.tell, told)
        for guests in (False, True):
            told = _job(supporters.JOB, contribution=number, after=0, guests=guests)
            yield from _written(planted, everybody, supporters.write_to_supporters, told)
    for table, number in planted.rows:
        if table == "thread":
            told = _job("contributions.thread_news", thread=number)
            yield from _written(planted, everybody, following.tell, told)
        elif table == "notice":
            yield from _written(planted, _sender_of(planted, number), letters.tell, _job(notices.JOB, notice=number))


def _job(kind: str, **payload: object) -> JobRun:
    return JobRun(0, kind, payload, 1, 1)


def _written(planted: Planted, reader: Holder, write: Any, told: JobRun) -> Iterator[Leak]:
    factories.written(write, told)
    with factories.writing():
        for one in db.session.scalars(see_all(select(Mail).where(Mail.id > _last_of(planted)), "a test")).all():
            yield from reader.finds(planted, f"{one.subject}\n{one.body}", f"a mail of {told.kind}")
            db.session.delete(one)


def _last_of(planted: Planted) -> int:
    return max((number for table, number in planted.rows if table == "mail"), default=0)
