"""The ideas of the demo town: who wrote them and how, what the moderators decided, and what the offices answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from participation.access.guard import GUEST, see_all
from participation.accounts.models import Person, RoleGrant
from participation.contributions import demo_answers, demo_boards, demo_pictures, services, supporting, translations
from participation.contributions.attachments import services as attachments
from participation.contributions.finding import search_kind
from participation.contributions.models import AssignedBy, Board, Contribution, Idea
from participation.contributions.services import SUBJECT, Draft
from participation.contributions.threads.demo import COMMENTS, talk
from participation.core import clock, search
from participation.core.clock import now, working_days_after
from participation.core.database import Texts, db
from participation.core.vocabulary import Channel, Role, Sector
from participation.moderation.models import Alarm, Claim, Decision, Notice
from participation.process.demo import SLUG as PROCESS_SLUG
from participation.process.demo import Anchor, DemoTown
from participation.process.models import District, Process

SLUG = "ideen"
CHANNELS = {
    "web": Channel.WEB,
    "web-diktat": Channel.WEB,
    "kiosk": Channel.KIOSK,
    "papier": Channel.PAPER,
    "veranstaltung": Channel.EVENT,
    "jugendworkshop": Channel.EVENT,
}
SECTORS = {
    "politik": Sector.POLITICS,
    "wirtschaft": Sector.BUSINESS,
    "wissenschaft": Sector.SCIENCE,
    "zivilgesellschaft": Sector.CIVIL_SOCIETY,
    "verwaltung": Sector.ADMINISTRATION,
}
HERS = frozenset({"I01", "I10"})
"""What the one citizen with an account wrote."""

ORIGINS = {"I05": "Dorfversammlung Neu Wiesow", "I16": "Jugendwerkstatt: Was fehlt dir hier?"}
"""Where ideas were said or written that came from a meeting."""

PLACES = {"I08": "Lindenstraße", "I10": "Bahnhofstraße", "I12": "Am Markt", "I21": "Uferweg", "I26": "Schulstraße"}
"""The streets that authors named."""

STILL_WAITING = frozenset({"I29", "I30"})
OPENING_HOUR, CHECKING_HOUR = 8, 10
TWO_DAYS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class _Cast:
    """What the ideas refer to, found once."""

    board: Board
    districts: Mapping[str, int]
    fields: Mapping[str, int]
    organisations: Mapping[str, Mapping[str, Any]]
    titles: Mapping[str, str]
    moderator: int | None
    planner: int | None
    citizen: int | None


def load_ideas(town: DemoTown) -> None:
    """Load the board of the demo town with its ideas, decisions and answers."""
    if db.session.scalars(select(Board.id).where(Board.slug == SLUG)).first():
        return
    cast = _cast(town, _board(town))
    for number, told in enumerate(town.fixture["ideas"]):
        written_at = town.moment(told["submitted"], OPENING_HOUR + number * 7 % 12, number * 13 % 60)
        waits = _waits(town, told["id"], written_at)
        arrived_at = _lately(written_at) if waits else written_at
        idea = services.submit_idea(cast.board, _draft(town, cast, told, arrived_at))
        if not waits:
            _moderate(town, cast, idea, told)
    demo_boards.load(town, cast.moderator)
    db.session.flush()


def _waits(town: DemoTown, name: str, written_at: datetime) -> bool:
    """Say whether an idea is still in the queue: always those not to be published, while ideas are collected."""
    return (town.anchor is Anchor.PHASE2 and name in STILL_WAITING) or _checked_at(written_at) > now()


def _lately(written_at: datetime) -> datetime:
    """Return when an idea of the queue came in: at its own time where that was just now, else yesterday at its hour."""
    if now() - TWO_DAYS < written_at <= now():
        return written_at
    hour = clock.local(written_at)
    return clock.at(clock.today() - timedelta(days=1), hour.hour, hour.minute)


def _checked_at(arrived_at: datetime) -> datetime:
    return clock.at(working_days_after(clock.local(arrived_at).date(), 1), CHECKING_HOUR)


def _board(town: DemoTown) -> Board:
    board = Board(
        process_id=town.process.id,
        slug=SLUG,
        asks_stance=True,
        title=Texts(de="Ideen", en="Ideas", ls="Ideen"),
        question=Texts(
            de="Was soll in Elderow besser werden?",
            en="What should become better in Elderow?",
            ls="Was soll in Elderow besser werden?",
        ),
        hint=Texts(
            de="Ein Satz genügt. Kritik ist willkommen. Schreiben Sie in Ihrer Sprache.",
            en="One sentence is enough. Criticism is welcome. Write in your own language.",
            ls="Ein Satz reicht. Sie dürfen auch sagen: Das ist schlecht.",
        ),
    )
    db.session.add(board)
    db.session.flush()
    return board


def _cast(town: DemoTown, board: Board) -> _Cast:
    return _Cast(
        board=board,
        districts={district.code: district.id for district in db.session.scalars(select(District))},
        fields={field.code: field.id for field in town.process.fields},
        organisations={told["id"]: told for told in town.fixture["stakeholders"]},
        titles={told["id"]: told["title"] for told in town.fixture["ideas"]},
        moderator=_with(Role.MODERATOR),
        planner=_with(Role.PLANNER),
        citizen=_with(Role.CITIZEN),
    )


def _with(role: Role) -> int | None:
    return db.session.scalars(
        select(Person.id)
        .join(RoleGrant)
        .where(RoleGrant.role == role, Person.mail.endswith("@elderow.example"))
        .order_by(Person.id)
    ).first()


def _draft(town: DemoTown, cast: _Cast, told: dict[str, Any], arrived_at: datetime) -> Draft:
    organisation = cast.organisations.get(told["author_type"].removeprefix("organisation:"))
    return Draft(
        text=town.words(told["text"]),
        title=told["title"],
        display_name=organisation["name"] if organisation else "",
        language=told["lang"],
        district_id=cast.districts.get(told["district"]),
        channel=CHANNELS[told["channel"]],
        origin=ORIGINS.get(told["id"], ""),
        origin_on=town.day(told["submitted"]) if told["id"] in ORIGINS else None,
        sector=SECTORS[organisation["sector"]] if organisation else Sector.CITIZENS,
        created_at=arrived_at,
        import_key=f"demo:{told['id']}",
        author_id=cast.citizen if told["id"] in HERS else None,
        place=PLACES.get(told["id"], ""),
        latitude=(told["geo"] or {}).get("lat"),
        longitude=(told["geo"] or {}).get("lon"),
        files=demo_pictures.of(told["id"]),
    )


def _moderate(town: DemoTown, cast: _Cast, idea: Idea, told: dict[str, Any]) -> None:
    checked_at = _checked_at(idea.created_at)
    broken = demo_answers.REJECTIONS.get(told["id"])
    if broken:
        services.reject(
            idea,
            cast.moderator,
            rules=broken.rules,
            facts=broken.facts,
            concern=broken.concern,
            signed=f"Moderation, {cast.board.process.answering_office}",
            decided_at=checked_at,
        )
        return
    services.publish(idea, cast.moderator, decided_at=checked_at)
    support(idea, told["votes"])
    idea.action_field_id = cast.fields[told["gold"]["field"]]
    idea.field_by = AssignedBy.STAFF
    if idea.thread:
        talk(town, idea.thread, COMMENTS.get(told["id"], ()), cast.moderator, cast.planner)
    if told["id"] in demo_answers.TRANSLATIONS:
        title, text = demo_answers.TRANSLATIONS[told["id"]]
        translations.put(idea, "de", title=title, text=text, by="Stabsstelle Digitalisierung")
    for given in demo_answers.answers(town, told, cast.titles):
        if given.decided_at and checked_at < given.decided_at <= now():
            services.record_outcome(idea, given, cast.planner)


def support(contribution: Contribution, count: int) -> None:
    """Give a contribution of the demo town this much support, one browser each."""
    for number in range(count):
        supporting.add(contribution.id, supporting.voter(contribution.process_id, GUEST, f"demo-{number}"))
    supporting.recount([contribution.id])


def erase_ideas(town: DemoTown) -> None:
    """Remove all boards of the demo process with everything that was said on them."""
    process_id = db.session.scalars(select(Process.id).where(Process.slug == PROCESS_SLUG)).first()
    if process_id is None:
        return
    # What is younger goes first: comments before what they stand under.
    statement = select(Contribution).where(Contribution.process_id == process_id).order_by(Contribution.id.desc())
    for contribution in db.session.scalars(see_all(statement, "the demo town goes as a whole")).all():
        attachments.erase([contribution.id])
        search.remove(search_kind(contribution), contribution.id)
        for noun in (Notice, Alarm, Decision, Claim):
            db.session.execute(delete(noun).where(noun.subject_kind == SUBJECT, noun.subject_id == contribution.id))
        db.session.delete(contribution)
    db.session.flush()
    for board in db.session.scalars(select(Board).where(Board.process_id == process_id)):
        db.session.delete(board)
    db.session.flush()
