"""The events of the demo town, from the opening evening to the dialogue on the draft plan."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from participation.access.guard import GUEST, see_all, visible
from participation.contributions.models import Idea
from participation.core import capacity
from participation.core.database import db
from participation.core.vocabulary import Channel
from participation.events import services
from participation.events.evening import services as evening
from participation.events.evening.services import Written
from participation.events.models import Event
from participation.events.points import services as points
from participation.events.rules import AccessFact, Attendance, Audience, EventKind, Need
from participation.events.seats import services as seats
from participation.events.seats.services import Wish
from participation.events.services import Facts
from participation.events.tables import services as tables
from participation.events.tables.models import TableNote
from participation.process.demo import SLUG, DemoTown
from participation.process.models import Process

KINDS = {
    "Informationsveranstaltung": EventKind.INFORMATION,
    "Workshop": EventKind.WORKSHOP,
    "Forum vor Ort": EventKind.FORUM,
    "Videokonferenz mit Abstimmung": EventKind.INFORMATION,
}
ACCESS = {
    "stufenlos": AccessFact.STEP_FREE,
    "Induktionsschleife": AccessFact.INDUCTION_LOOP,
    "Schriftdolmetschen": AccessFact.CAPTIONS,
    "Kinderbetreuung": AccessFact.CHILDCARE,
    "Untertitel": AccessFact.CAPTIONS,
}
TEXTS = {
    "E01": "Was ist eine Digitale Agenda, und was haben Sie davon? Wir stellen den Weg vor und hören, was Ihnen fehlt.",
    "E02": "Wie kommen wir ohne Auto ans Ziel? An drei Tischen sammeln wir Ideen zu Rad und Fuß, Bus und Pendeln.",
    "E03": "Du bist zwischen 12 und 21? Sag, was dir hier fehlt. "
    "Du brauchst keine E-Mail und musst deinen Namen nicht sagen.",
    "E04": "Was fehlt, wenn Sie nicht in der Kernstadt wohnen? Wir kommen zu Ihnen, hören zu und schreiben jede Idee "
    "auf Karten mit. Jede Karte bekommt eine Antwort.",
    "E05": "Der Entwurf des Umsetzungsplans ist fertig. Sie hören, was aus Ihren Ideen wurde, "
    "und sagen, was noch fehlt.",
}
WITHOUT_CAR = {
    "E02": "Rufbus zur Hinfahrt, bitte bei der Reservierung sagen.",
    "E04": "Hin: Rufbus R7 bis 18 Uhr, bitte am Vortag bestellen.\nZurück: Abends fährt kein Bus. Wir ordnen "
    "Mitfahrten, kreuzen Sie das bei der Reservierung an.",
}
ACCESS_WORDS = {
    "E04": "Eine Stufe am Eingang, eine Rampe liegt bereit.",
    "E05": "Gebärdensprachdolmetschen auf Anfrage, zwei Wochen vorher.",
}
NAMES = ("Amsel", "Kiebitz", "Meise", "Reiher", "Zaunkönig", "Kranich", "Sperling")
TABLES = 4
DRAFT = "Rund hundert Menschen kamen. Am häufigsten gefragt: Wer entscheidet am Ende?"
MINUTES = """Wir haben an drei Tischen gesammelt, wie man ohne Auto ans Ziel kommt: zu Fuß und mit dem Rad, \
mit dem Bus, und auf dem Weg zur Arbeit.

Vereinbart: Die Stabsstelle prüft bis Ende Januar, welche Buslinie abends länger fahren kann, und antwortet hier auf \
jede Notiz. Der nächste Abend ist in Neu Wiesow."""
SLIDES = "Folien zum Einstieg https://stadt.elderow.example/mobilitaet/folien.pdf"
OPENS_BEFORE = timedelta(weeks=16)


def load(town: DemoTown) -> None:
    """Load the five events, each on its day."""
    known = select(Event.id).where(Event.process_id == town.process.id).limit(1)
    if db.session.scalars(see_all(known, "whether there is one")).first():
        return
    for told in town.fixture["events"]:
        event = services.prepare(town.process, _facts(town, told))
        _fill(event, told)
        for board in tables.boards_for(event)[:1]:
            tables.open_up_to(event, TABLES, board)
        if event.is_over:
            _look_back(event, told)


def _look_back(event: Event, told: dict[str, Any]) -> None:
    """Write the minutes of an evening that was; of a workshop with what was said at its tables, and its points."""
    if event.kind is not EventKind.WORKSHOP:
        evening.write(event, Written(DRAFT, None, "", ""), "")
        return
    for table, idea in zip(tables.of(event), _not_yet_at_a_table(event), strict=False):
        note = tables.keep(table, idea)
        note.paper_points = 4 + table.number
    points.set_up(event, 3, is_open=False, paper={}, version="")
    minutes = evening.write(event, Written(MINUTES, told["registered"] - 3, SLIDES, "/surveys/digital-werden"), "")
    evening.publish(minutes)


def _not_yet_at_a_table(event: Event) -> Sequence[Idea]:
    """Return what was said at events and belongs to no table so far; of two workshops the first one has it."""
    noted = select(TableNote.contribution_id)
    statement = select(Idea).where(
        Idea.process_id == event.process_id, Idea.channel == Channel.EVENT, Idea.id.not_in(noted)
    )
    return db.session.scalars(visible(statement.order_by(Idea.id), GUEST)).all()


def _fill(event: Event, told: dict[str, Any]) -> None:
    """Let as many come as the fixture tells, in twos where that goes, and the last of them wait."""
    wanted = told["registered"] + told["waitlist"]
    for number, size in enumerate([2] * (wanted // 2) + [1] * (wanted % 2)):
        need = (Need.RIDE_HOME,) if number % 7 == 3 else ()
        wish = Wish(f"{NAMES[number % len(NAMES)]} {number + 1}", size=size, needs=need)
        seats.reserve(event, wish, seats.key_of(f"demo {told['id']} {number}"))


def _facts(town: DemoTown, told: dict[str, Any]) -> Facts:
    begins, ends = (town.moment(told["date"], *map(int, told[name].split(":"))) for name in ("start", "end"))
    is_online = told["place"].startswith("online")
    return Facts(
        kind=KINDS[told["format"]],
        title=town.words(told["title"]),
        begins_at=begins,
        ends_at=ends,
        attendance=Attendance.ONLINE if is_online else Attendance.ON_SITE,
        audience=Audience.PUBLIC,
        text=TEXTS[told["id"]],
        place="Online oder mit dem Telefon" if is_online else told["place"].partition(" (")[0],
        without_car=WITHOUT_CAR.get(told["id"], ""),
        access=ACCESS_WORDS.get(told["id"], ""),
        access_facts=tuple(ACCESS[one].value for one in told["access"] if one in ACCESS),
        fields=tuple(told.get("fields", ())),
        online_link="https://dialog.elderow.example/plan" if is_online else "",
        opens_at=begins - OPENS_BEFORE,
        capacity=told["capacity"],
    )


def erase(_town: DemoTown) -> None:
    """Delete the events of the demo process."""
    own = select(Process.id).where(Process.slug == SLUG)
    demos = select(Event).where(Event.process_id.in_(own))
    capacity.close(one.places for one in db.session.scalars(see_all(demos, "their places go with them")))
    db.session.execute(delete(Event).where(Event.process_id.in_(own)).execution_options(synchronize_session=False))
