"""The demo town: somebody has reported an idea; somebody else's notice was turned down, who objects."""

from datetime import timedelta

from sqlalchemy import select

from participation.access.guard import see_all
from participation.accounts.models import Person, RoleGrant
from participation.contributions.models import Contribution
from participation.contributions.services import SUBJECT
from participation.core.clock import now
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.moderation import appeals, notices
from participation.moderation.models import Notice
from participation.moderation.rules import NoticeGround, Visibility
from participation.process.demo import DemoTown

REPORTED, KEPT = "I26", "I05"
WORDS = "„Der größte Unfug“ ist eine Beleidigung des Rathauses."
REASON = "Der Text kritisiert scharf. Er beleidigt niemanden, und Kritik verletzt keine Spielregel."
OBJECTION = "Das gehört wirklich nicht hierher. Bitte lesen Sie den Text noch einmal."


def load(_town: DemoTown) -> None:
    """Let somebody report an idea; keep another one that was reported, and let whoever did so object."""
    if db.session.scalars(select(Notice.id)).first():
        return
    reported, kept = _public(REPORTED), _public(KEPT)
    if reported:
        said = notices.Report(NoticeGround.RESPECT, WORDS)
        notices.take_in(SUBJECT, reported.id, said, "demo:notice", reported_at=now() - timedelta(hours=3))
    if kept:
        said = notices.Report(NoticeGround.ON_TOPIC)
        notice = notices.take_in(SUBJECT, kept.id, said, "demo:kept", reported_at=now() - timedelta(hours=30))
        decision = notices.keep(SUBJECT, kept.id, _moderator(), REASON, at=now() - timedelta(hours=20))
        appeals.take_in(decision, appeals.Objection(OBJECTION), notice)


def _public(name: str) -> Contribution | None:
    statement = select(Contribution).where(
        Contribution.import_key == f"demo:{name}", Contribution.visibility == Visibility.PUBLIC
    )
    return db.session.scalars(see_all(statement, "the demo town loads its own")).first()


def _moderator() -> int | None:
    statement = select(Person.id).join(RoleGrant).where(RoleGrant.role == Role.MODERATOR).order_by(Person.id)
    return db.session.scalars(statement).first()
