"""A town's own process, written as one TOML file: read, checked sentence by sentence, and stored."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from participation.core.database import Texts, db
from participation.core.vocabulary import Phase
from participation.process import services
from participation.process.models import ActionField, District, FieldKind, Process, ProcessPhase

TEXTS = ("title", "lead", "is_open", "is_fixed", "who_decides")
WORDS = ("slug", "short_code", "decider", "answering_office")
DAYS = ("decision_on", "answers_by")
PHASE_NAMES: Mapping[Phase, Mapping[str, str]] = {
    Phase.INVENTORY: {"de": "Bestandsaufnahme", "en": "Taking stock"},
    Phase.IDEAS: {"de": "Ziele, Ideen und Alternativen", "en": "Goals, ideas and alternatives"},
    Phase.PLAN: {"de": "Umsetzungsplan", "en": "Implementation plan"},
    Phase.MONITORING: {"de": "Umsetzen und prüfen", "en": "Carry out and check"},
}


class ProcessFileError(Exception):
    """The file cannot be used; `mistakes` has one sentence for each reason."""

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(mistakes))


def load(path: Path) -> Process:
    """Store the process of a file, with phases, action fields and districts; a process of this name is renewed.

    Raises:
        ProcessFileError: with one sentence for every mistake; nothing is stored then.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProcessFileError([f"The file is not TOML: {error}."]) from error
    mistakes = list(_mistakes(told))
    if mistakes:
        raise ProcessFileError(mistakes)
    process = services.by_slug(told["slug"]) or Process(slug=told["slug"])
    for name in (*WORDS, *DAYS):
        setattr(process, name, told[name])
    for name in TEXTS:
        setattr(process, name, Texts(told[name]))
    db.session.add(process)
    db.session.flush()
    _store_phases(process, told["phases"])
    _store_fields(process, told.get("fields", []))
    _store_districts(told.get("districts", []))
    db.session.flush()
    return process


def _mistakes(told: Mapping[str, Any]) -> Iterator[str]:
    for name in WORDS:
        if not isinstance(told.get(name), str) or not told[name]:
            yield f"Write {name} as a text."
    for name in DAYS:
        if not isinstance(told.get(name), date):
            yield f"Write {name} as a day, such as {name} = 2027-06-17."
    for name in TEXTS:
        if not isinstance(told.get(name), dict) or not told[name].get("de"):
            yield f"Write the table [{name}] with at least a German text: de = “…”."
    phases = told.get("phases")
    if not isinstance(phases, dict):
        yield "Write the tables [phases.inventory], [phases.ideas], [phases.plan] and [phases.monitoring]."
        return
    for phase in Phase:
        yield from _mistakes_in_phase(phase, phases.get(phase.value))


def _mistakes_in_phase(phase: Phase, told: object) -> Iterator[str]:
    days = [told.get(name) for name in ("starts_on", "ends_on")] if isinstance(told, dict) else []
    if len(days) != 2 or not all(isinstance(day, date) for day in days):
        yield f"Give the phase {phase.value} its days: starts_on and ends_on in [phases.{phase.value}]."
    elif days[0] > days[1]:  # type: ignore[operator]  # both are days, as the line above has seen
        yield f"The phase {phase.value} ends before it starts; exchange its days."


def _store_phases(process: Process, told: Mapping[str, Any]) -> None:
    known = {phase.phase: phase for phase in process.phases}
    for phase in Phase:
        given = told[phase.value]
        row = known.get(phase) or ProcessPhase(process_id=process.id, phase=phase)
        row.name = Texts(given.get("name") or PHASE_NAMES[phase])
        row.summary = Texts(given.get("summary") or {"de": ""})
        row.starts_on, row.ends_on, row.gate = given["starts_on"], given["ends_on"], given.get("gate", "")
        db.session.add(row)


def _store_fields(process: Process, told: list[Mapping[str, Any]]) -> None:
    known = {field.code: field for field in process.fields}
    for position, given in enumerate(told, 1):
        row = known.get(given["code"]) or ActionField(process_id=process.id, code=given["code"])
        row.name, row.question = Texts(given["name"]), Texts(given.get("question") or {"de": ""})
        row.kind, row.position = FieldKind(given.get("kind", FieldKind.FIELD)), position
        db.session.add(row)


def _store_districts(told: list[Mapping[str, Any]]) -> None:
    known = {district.code: district for district in db.session.scalars(select(District))}
    for given in told:
        row = known.get(given["code"]) or District(code=given["code"])
        row.name, row.population = given["name"], given.get("population", 0)
        row.latitude, row.longitude = given.get("latitude"), given.get("longitude")
        db.session.add(row)
