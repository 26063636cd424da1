"""A hall of the demo town: a village meeting with a question on the screen, others on the list, and one unread."""

from sqlalchemy import delete, select

from forum.hall import services
from forum.hall.models import Hall, Place
from forum.hall.rules import Deed
from participation.accounts.models import RoleGrant
from participation.contributions.demo import support
from participation.contributions.services import Draft, receipt_code
from participation.core.database import db
from participation.core.vocabulary import Channel, Role
from participation.process.demo import SLUG as PROCESS_SLUG
from participation.process.demo import DemoTown
from participation.process.models import Process

TITLE = "Dorfversammlung Neu Wiesow"
ASKED = (
    ("Wann fährt der Rufbus endlich auch am Sonntag?", "Frau aus Neu Wiesow", 23, (Deed.LIST, Deed.CALL)),
    ("Bekommt das Dorfgemeinschaftshaus WLAN, oder bleibt es bei der Stadt?", "", 14, (Deed.LIST,)),
    ("Wer hilft mir, wenn der Antrag nur noch im Internet geht?", "Karl", 9, (Deed.LIST,)),
    ("Was kostet die neue Plattform im Jahr?", "", 0, ()),
)


def load(town: DemoTown) -> None:
    """Load the hall, open, with four questions."""
    if db.session.scalars(select(Hall.id)).first():
        return
    hall = services.open_hall(town.process, TITLE)
    moderator = db.session.scalars(select(RoleGrant.person_id).where(RoleGrant.role == Role.MODERATOR)).first()
    for number, (text, name, same, deeds) in enumerate(ASKED):
        draft = Draft(text=text, display_name=name, channel=Channel.EVENT)
        question = services.ask(hall, draft, receipt_code(f"demo hall {number}"))
        at = db.session.get_one(Place, question.id)
        for deed in deeds:
            services.move(at, deed, moderator)
        support(question, same)


def erase(_town: DemoTown) -> None:
    """Delete the halls of the demo process; their questions go with the contributions."""
    own = select(Process.id).where(Process.slug == PROCESS_SLUG)
    db.session.execute(delete(Hall).where(Hall.process_id.in_(own)).execution_options(synchronize_session=False))
