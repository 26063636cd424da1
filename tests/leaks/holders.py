"""Whoever holds a secret link or gets a mail reads what is theirs, and of all else only what everybody reads.

Every contribution and every notice gets a code of its own, its pages are opened, and every kind of mail is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import select, update

from forum.notices import letters
from participation.access.guard import see_all
from participation.contributions import services, supporters
from participation.contributions.models import TALK, Kind
from participation.contributions.threads import calling, following
from participation.contributions.threads.models import Follower
from participation.core import codes
from participation.core.database import Base, db, read_only
from participation.core.jobs import JobRun
from participation.core.mail import Mail
from participation.core.vocabulary import Role
from participation.moderation import notices
from participation.moderation.models import Notice
from tests import factories
from tests.leaks.rights import OF_AUTHORS, Reader, contribution_of, hidden_references, may_see
from tests.leaks.town import LONG_AGO, Planted
from tests.leaks.walk import MARKER, Leak, Look

GUEST = Reader("guest", Role.GUEST)
OF_CONTRIBUTIONS = ("/i/{}", "/i/{}/object", "/i/{}/edit", "/comments/received/{}", "/boards/ideen/received/{}")
OF_NOTICES = ("/notices/{}", "/notices/{}/object")
Row = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may read these rows besides what everybody may, and knows where some others stand."""

    name: str
    rows: frozenset[Row]
    reported: Row | None = None

    def finds(self, planted: Planted, text: str, address: str) -> Iterator[Leak]:
        """Yield what this text holds that the holder may not see."""
        for marker in sorted(set(MARKER.findall(text))):
            mark = planted.marks[marker]
            row = mark.table, mark.row
            if row not in self.rows and not may_see(planted, GUEST, mark.place, row):
                yield Leak(self.name, address, mark.place)
        for reference, row in hidden_references(planted, GUEST).items():
            if row not in self.rows and row != self.reported and reference in text:
                yield Leak(self.name, address, f"the address of something hidden ({reference})")


def _author_of(planted: Planted, number: int) -> Holder:
    own = {row for row in planted.rows if row[0] in OF_AUTHORS and contribution_of(planted, row) == number}
    mine = {row[1] for row in own if row[0] == "decision"}
    own |= {
        row
        for row, values in planted.rows.items()
        if row[0] == "appeal" and values["decision_id"] in mine and values["notice_id"] is None
    }
    return Holder(f"the author of {number}", frozenset(own))


def _sender_of(planted: Planted, number: int) -> Holder:
    notice = planted.rows["notice", number]
    appeals = {row for row, values in planted.rows.items() if row[0] == "appeal" and values["notice_id"] == number}
    decision = {("decision", notice["decision_id"])} if notice["decision_id"] else set()
    own = frozenset({("notice", number), *decision, *appeals})
    return Holder(f"who sent notice {number}", own, ("contribution", int(notice["subject_id"])))


def secret_pages(app: Flask, planted: Planted) -> Iterator[Look]:
    """Put a known code on everything that has one, and yield its pages, each opened by its holder."""
    client = app.test_client()
    with factories.writing():
        known = {number: _new_code(number) for number in _newest(planted)}
        sent = {notice.id: _code_again(notice) for notice in db.session.scalars(select(Notice))}
    for number, code in known.items():
        holder = _author_of(planted, number)
        for page in OF_CONTRIBUTIONS:
            yield _page(client, planted, holder, page, code)
    for number, code in sent.items():
        for page in OF_NOTICES:
            yield _page(client, planted, _sender_of(planted, number), page, code)


def _page(client: FlaskClient, planted: Planted, holder: Holder, page: str, code: str) -> Look:
    address = page.format(code)
    return Look(holder.name, address, page, partial(_opened, client, planted, holder, address))


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
    text = f"{answer.headers}\n{answer.get_data(as_text=True)}"
    answer.close()
    yield from holder.finds(planted, text, address)


def mails(planted: Planted) -> Iterator[Look]:
    """Yield every kind of mail about everything there is, each with who may read what is in it."""
    everybody = Holder("everybody who gets a mail", frozenset())
    for number in _newest(planted):
        author = _author_of(planted, number)
        is_talk = planted.rows["contribution", number]["kind"] in TALK
        for event in ("published", "restored", *(() if is_talk else ("answered",))):
            yield _mail(planted, author, services.tell, "contributions.tell", contribution=number, event=event)
        for guests in (False, True):
            about = {"contributions": [number], "together": [number], "after": 0, "guests": guests}
            yield _mail(planted, everybody, supporters.write_to_supporters, supporters.JOB, **about)
    for table, number in planted.rows:
        if table == "thread":
            yield _mail(planted, everybody, _tell_followers, "contributions.thread_news", thread=number)
        elif table == "contribution" and planted.rows["contribution", number]["kind"] == Kind.COMMENT:
            for person_id in [number for name, number in planted.rows if name == "person"][:2]:
                yield _mail(planted, everybody, calling.tell, calling.JOB, comment=number, person=person_id)
        elif table == "notice":
            yield _mail(planted, _sender_of(planted, number), letters.tell, notices.JOB, notice=number)


def _tell_followers(told: JobRun) -> None:
    """Tell them of all that was ever said, whatever they have heard."""
    db.session.execute(update(Follower).values(told_at=LONG_AGO))
    following.tell(told)


def _mail(planted: Planted, reader: Holder, write: Any, kind: str, **payload: object) -> Look:
    told = JobRun(0, kind, payload, 1, 1)
    return Look(reader.name, f"{kind} {payload}", kind, partial(_written, planted, reader, write, told))


def _written(planted: Planted, reader: Holder, write: Any, told: JobRun) -> Iterator[Leak]:
    found: list[Leak] = []
    with factories.writing():
        write(told)
        for one in db.session.scalars(see_all(select(Mail).where(Mail.id > _last_of(planted)), "a test")).all():
            found += reader.finds(planted, f"{one.subject}\n{one.body}", f"a mail of {told.kind}")
            db.session.delete(one)
    yield from found


def _last_of(planted: Planted) -> int:
    return max((number for table, number in planted.rows if table == "mail"), default=0)
