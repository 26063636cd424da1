"""The discussion of the demo town."""

from sqlalchemy import select

from participation.access.guard import see_all
from participation.accounts.models import Person, RoleGrant
from participation.contributions import services as contributions
from participation.contributions.models import Discussion
from participation.contributions.services import Draft
from participation.contributions.threads import writing
from participation.contributions.threads.demo import Told, talk
from participation.core.clock import now
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.process.demo import DemoTown

TITLE = "Wie erreichen wir Leute ohne Smartphone?"
FIRST = (
    "Meine Nachbarin ist 84. Sie hat kein Smartphone und will auch keins. "
    "Bei der Agenda soll sie trotzdem mitreden.\n\n"
    "**Was hat bei Ihnen funktioniert?** Ich sammle, was andere Orte machen."
)
DAY = "2027-01-19"
REPLIES = (
    Told(
        "2027-01-20",
        "Stadtbibliothek",
        "Bei uns liegen die Karten aus. Wir tippen sie gern gemeinsam ab, immer dienstags ab 10 Uhr.",
        hour=11,
    ),
    Told("2027-01-20", "Ole", "Und wer nicht laufen kann?", reply_to=0, hour=19),
    Told(
        "2027-01-21",
        "",
        "Wir rufen zurück: Wer im Rathaus anruft, kann die Idee am Telefon sagen. "
        "Wir schreiben sie auf und lesen sie vor.",
        reply_to=1,
        office="Stabsstelle Digitalisierung",
        hour=9,
    ),
    Told("2027-01-23", "Amsel", "> Wir rufen zurück\n\nDas sollte im Amtsblatt stehen.", reply_to=2),
)


def load(town: DemoTown) -> None:
    """Load the discussion, as far as its days have come."""
    statement = select(Discussion.id).where(Discussion.process_id == town.process.id)
    if db.session.scalars(see_all(statement, "whether it is there")).first() or town.moment(DAY) > now():
        return
    draft = Draft(title=TITLE, text=FIRST, display_name="Schwalbe", created_at=town.moment(DAY, 18))
    found = writing.submit_discussion(town.process, draft)
    moderator = _with(Role.MODERATOR)
    contributions.publish(found, moderator, decided_at=town.moment(DAY, 20))
    db.session.flush()
    if found.thread:
        talk(town, found.thread, REPLIES, moderator, _with(Role.PLANNER))


def _with(role: Role) -> int | None:
    statement = (
        select(Person.id).join(RoleGrant).where(RoleGrant.role == role, Person.mail.endswith("@elderow.example"))
    )
    return db.session.scalars(statement.order_by(Person.id)).first()
