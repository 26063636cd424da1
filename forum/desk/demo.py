"""The demo town at the moderators' desk: one idea merged, one asked back about, one comment edited."""

from datetime import datetime, timedelta

from sqlalchemy import select

from participation.access.guard import see_all
from participation.accounts.models import Person, RoleGrant
from participation.contributions import merging
from participation.contributions import services as contributions
from participation.contributions.models import Board, Idea
from participation.contributions.services import Draft
from participation.contributions.threads import writing
from participation.contributions.wording import Wording
from participation.core.clock import now
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from participation.process.demo import Anchor, DemoTown

MERGED, ASKED = "desk:merged", "desk:asked"
SIGNED = "Moderation, Stabsstelle Digitalisierung"
TWIN = "An den Gehwegen der Altstadt kommt man mit dem Rollator nicht vorbei. Bitte zuerst dort anfangen."
VAGUE = "Die Tür klemmt immer noch. Kann sich das bitte jemand ansehen?"
QUESTION = "Welche Tür meinen Sie, und in welchem Gebäude? Dann geben wir es an die Gebäudeverwaltung weiter."
NAMED = "Das sage ich seit Jahren. Herr Muster aus der Schulstraße, Tel. 030 23125 000, hat Fotos davon."
BLANKED = "Das sage ich seit Jahren. Ein Nachbar hat Fotos davon."
FACTS = "der Name und die Telefonnummer einer Person"


def load(town: DemoTown) -> None:
    """Let the moderators merge, ask back and edit, while ideas are collected."""
    target = _idea("demo:I26")
    if (
        town.anchor is not Anchor.PHASE2
        or target is None
        or _idea(MERGED)
        or target.visibility is not Visibility.PUBLIC
    ):
        return
    board, person_id = target.board, _moderator()
    arrived, decided = now() - timedelta(hours=27), now() - timedelta(hours=20)
    twin = _arrives(board, TWIN, MERGED, arrived)
    merging.merge(twin, target, person_id, signed=SIGNED, decided_at=decided)
    vague = _arrives(board, VAGUE, ASKED, arrived)
    contributions.ask_back(vague, person_id, QUESTION, signed=SIGNED, decided_at=decided)
    if target.thread:
        named = writing.submit_comment(target.thread, Draft(NAMED, display_name="Anwohnerin", created_at=arrived))
        said = Wording(named.title, BLANKED, named.display_name, named.place)
        contributions.edit(named, person_id, said, facts=FACTS, signed=SIGNED, publish=True, decided_at=decided)
    db.session.flush()


def _arrives(board: Board, text: str, key: str, arrived_at: datetime) -> Idea:
    return contributions.submit_idea(board, Draft(text, import_key=key, created_at=arrived_at))


def _idea(key: str) -> Idea | None:
    return db.session.scalars(
        see_all(select(Idea).where(Idea.import_key == key), "the demo town loads its own")
    ).first()


def _moderator() -> int | None:
    statement = select(Person.id).join(RoleGrant).where(RoleGrant.role == Role.MODERATOR).order_by(Person.id)
    return db.session.scalars(statement).first()
