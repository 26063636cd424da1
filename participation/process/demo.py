"""The demo town Elderow: its fixture, its calendar moved to today, and its process."""

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from participation.core import clock
from participation.core.database import Texts, db
from participation.core.vocabulary import Phase
from participation.process import demo_texts, places, services
from participation.process.models import ActionField, District, FieldKind, Process, ProcessPhase, Street

FIXTURE = Path(__file__).parent / "data" / "example_town.json"
AREAS, STREETS = FIXTURE.with_name("example_areas.geojson"), FIXTURE.with_name("example_streets.csv")
SLUG = "agenda-2030"
SHORT_CODE = "2030"
WEEK = timedelta(days=7)
DAY_AND_MONTH = re.compile(r"\b(\d\d)\.(\d\d)\.(?!\d)")
COMING_YEAR = re.compile(r"\b20(27|28|29)\b")


class Anchor(StrEnum):
    """The moment of its story at which the demo town stands."""

    PHASE2 = "phase2"
    PHASE4 = "phase4"


ANCHORS = {Anchor.PHASE2: date(2027, 1, 28), Anchor.PHASE4: date(2028, 3, 31)}


@dataclass
class DemoTown:
    """What every feature needs to load its part of the demo town.

    Attributes:
        anchor: the moment of its story at which the town stands.
        shift: by how much the fixture's calendar is moved, in whole weeks, so that days of the week stay.
        staff_passwords: whether the staff get fresh passwords, to be printed.
    """

    anchor: Anchor
    shift: timedelta
    staff_passwords: bool = False
    passwords: list[tuple[str, str, str]] = field(default_factory=list)

    @classmethod
    def standing_at(cls, anchor: Anchor, *, staff_passwords: bool = False) -> "DemoTown":
        """Return the town with its calendar moved so that today lies in the week that begins at the anchor.

        A town that is loaded already keeps the calendar and the anchor it has.
        """
        weeks = (clock.today() - ANCHORS[anchor]).days // 7
        town = cls(anchor, weeks * WEEK, staff_passwords)
        loaded = services.by_slug(SLUG)
        if loaded:
            planned = date.fromisoformat(town.fixture["process"]["decision_planned"])
            town.shift = loaded.decision_on - planned
            is_decided = any(phase.phase is Phase.PLAN and phase.decided_on for phase in loaded.phases)
            town.anchor = Anchor.PHASE4 if is_decided else Anchor.PHASE2
        return town

    @cached_property
    def fixture(self) -> dict[str, Any]:
        """Everything the fixture says."""
        found: dict[str, Any] = json.loads(FIXTURE.read_text(encoding="utf-8"))
        return found

    @property
    def as_of(self) -> date:
        """Today, as the fixture's calendar has it."""
        return clock.today() - self.shift

    def day(self, iso: str) -> date:
        """Return the day that a day of the fixture has become."""
        return date.fromisoformat(iso) + self.shift

    def moment(self, iso: str, hour: int = 12, minute: int = 0) -> datetime:
        """Return the instant at this hour of a day of the fixture."""
        return clock.at(self.day(iso), hour, minute)

    def is_past(self, iso: str) -> bool:
        """Return whether this day of the fixture has come."""
        return self.day(iso) <= clock.today()

    def words(self, text: str) -> str:
        """Return a text of the fixture with the days and coming years it names moved along."""
        text = DAY_AND_MONTH.sub(lambda hit: f"{self.day(f'2027-{hit[2]}-{hit[1]}'):%d.%m.}", text)
        years = round(self.shift / timedelta(days=365.25))
        return COMING_YEAR.sub(lambda hit: str(int(hit[0]) + years), text)

    def say_password(self, mail: str, role: str, password: str) -> None:
        """Keep the fresh password of somebody of the staff, to be printed at the end."""
        self.passwords.append((role, mail, password))

    @property
    def process(self) -> Process:
        """The demo process, once it is loaded."""
        found = services.by_slug(SLUG)
        assert found is not None
        return found


def load_process(town: DemoTown) -> None:
    """Load the process of the demo town: phases, action fields, districts."""
    if services.by_slug(SLUG):
        return
    told = town.fixture["process"]
    texts = demo_texts.process_texts(town.day, is_decided=town.is_past(told["decision_planned"]))
    process = Process(
        slug=SLUG,
        short_code=SHORT_CODE,
        title=Texts(told["title"]) | {"ls": told["title"]["de"]},
        decider=told["decision_body"],
        decision_on=town.day(told["decision_planned"]),
        answers_by=town.day(told["phases"][1]["end"]),
        answering_office="Stabsstelle Digitalisierung",
        **texts,
    )
    process.phases = [_phase(town, phase) for phase in told["phases"]]
    process.fields = [_field(position, told) for position, told in enumerate(town.fixture["action_fields"], 1)]
    db.session.add(process)
    _load_districts(town)
    db.session.flush()


def _phase(town: DemoTown, told: dict[str, Any]) -> ProcessPhase:
    ends_on = town.day(told["end"])
    is_decided = ends_on < clock.today()
    return ProcessPhase(
        phase=Phase(told["key"]),
        name=Texts(demo_texts.PHASE_NAMES[told["key"]]),
        summary=Texts(demo_texts.PHASE_SUMMARIES[told["key"]]),
        starts_on=town.day(told["start"]),
        ends_on=ends_on,
        gate=told["gate"],
        decided_on=ends_on if is_decided else None,
        decided_by=demo_texts.GATE_DECIDERS[told["key"]] if is_decided else "",
        decision=told["gate"] if is_decided else "",
    )


def _field(position: int, told: dict[str, Any]) -> ActionField:
    return ActionField(
        code=told["code"],
        name=Texts(told["name"]),
        question=Texts({"de": told["lead_question"], "en": demo_texts.FIELD_QUESTIONS[told["code"]]}),
        kind=FieldKind(told["kind"]),
        position=position,
    )


def _load_districts(town: DemoTown) -> None:
    known = set(db.session.scalars(select(District.code)))
    db.session.add_all(
        District(
            code=told["code"],
            name=told["name"],
            population=told["population"],
            latitude=told["lat"],
            longitude=told["lon"],
        )
        for told in town.fixture["town"]["districts"]
        if told["code"] not in known
    )
    db.session.flush()
    if not known:
        places.load_areas(AREAS.read_text(encoding="utf-8"))
        places.load_streets(STREETS.read_text(encoding="utf-8"))


def erase_process(town: DemoTown) -> None:
    """Remove the demo process with phases and fields, and the districts of the demo town."""
    process = services.by_slug(SLUG)
    if process is None:
        return
    for part in (*process.phases, *process.fields, process):
        db.session.delete(part)
    db.session.flush()
    keys = [places.key_of(line.split(";")[0]) for line in STREETS.read_text(encoding="utf-8").splitlines()[1:]]
    db.session.execute(delete(Street).where(Street.key.in_(keys)))
    codes = [told["code"] for told in town.fixture["town"]["districts"]]
    for district in db.session.scalars(select(District).where(District.code.in_(codes))):
        with suppress(IntegrityError), db.session.begin_nested():  # another process may need it
            db.session.delete(district)
