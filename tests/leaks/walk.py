"""Walks through every address of the house, as everybody, and reads what comes back for markers.

A new page is walked by itself. Where its address has a part that `FILLERS` do not know, the walk ends with a sentence.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from participation.access.guard import see_all
from participation.contributions.models import Kind
from participation.core.clock import today
from participation.core.database import Base, db, read_only
from participation.moderation.rules import Visibility
from surveys.interchange.out.formats import TYPES as FORMATS
from surveys.models import Survey
from tests.leaks.rights import MODERATORS, Reader, hidden_references, may_see
from tests.leaks.town import MONTH, Planted

MARKER = re.compile(r"mk\d{5}q")
OF_ALL_KINDS = {Visibility.PUBLIC, Visibility.WAITING, Visibility.HIDDEN}
FOR_MODERATORS = {(Kind.IDEA, state) for state in OF_ALL_KINDS} | {(Kind.COMMENT, Visibility.HIDDEN)}
SEARCHED = "contribution.text"
DRAWN: list[str] = []
"""What was drawn on a picture since somebody looked."""
NOBODY = ("nobody-knows-it",)
"""Secrets that stand in a mail or on a receipt; whoever has none guesses."""
OF_SURVEYS = (
    *("editor", "exports", "kiosk", "letters", "paper", "receipts", "results"),
    *("survey_files", "surveys", "trial", "ways"),
)


def _all(name: str, column: str) -> Callable[[], Sequence[Any]]:
    def read() -> Sequence[Any]:
        table = Base.metadata.tables[name]
        return db.session.scalars(see_all(select(table.c[column]).order_by(table.c.id), "a test")).all()

    return read


def _guess() -> Sequence[Any]:
    return NOBODY


MOST = 4
"""So many rows of a kind are opened, the first and the last ones; all of them are read in lists anyway."""
ENOUGH = 6
"""Who is refused so often at the doors of one kind is refused at all of them."""


def _references() -> Sequence[str]:
    """Return references of the newest rows, on which everything hangs: ideas in every state, other kinds in three."""
    table = Base.metadata.tables["contribution"]
    statement = select(table.c.kind, table.c.visibility, table.c.reference).order_by(table.c.id)
    rows = db.session.execute(see_all(statement, "a test"))
    newest = {(row.kind, row.visibility): row.reference for row in rows}
    return [reference for (kind, state), reference in newest.items() if kind == Kind.IDEA or state in OF_ALL_KINDS]


def needless(planted: Planted, reader: Reader) -> list[str]:
    """Return the references that tell this reader nothing new: who sees what is hidden looks at a few."""
    if reader.role not in MODERATORS:
        return []
    rows = {row["reference"]: row for (table, _), row in planted.rows.items() if table == "contribution"}
    return [one for one in _references() if (rows[one]["kind"], rows[one]["visibility"]) not in FOR_MODERATORS]


def _files() -> Sequence[str]:
    table = Base.metadata.tables["attachment"]
    return [
        f"{digest}.webp" for digest in db.session.scalars(see_all(select(table.c.digest).distinct().limit(2), "a test"))
    ]


def _with_a_file() -> Any:
    """Return the newest file, and the reference of the public idea it belongs to."""
    files, ideas = Base.metadata.tables["attachment"], Base.metadata.tables["contribution"]
    of_public = select(files.c.id, ideas.c.reference).join(ideas).where(ideas.c.visibility == Visibility.PUBLIC)
    return db.session.execute(see_all(of_public.order_by(files.c.id.desc()).limit(1), "a test")).one()


def _questions() -> Sequence[str]:
    """Return the keys of the questions of the newest survey."""
    newest = select(Survey).order_by(Survey.id.desc()).limit(1)
    return [one.key for one in db.session.scalars(newest).unique().one().questions]


def _colours() -> Sequence[str]:
    return [current_app.extensions["settings"].town.accent.removeprefix("#")]


#: What stands in an address: by endpoint and part, by blueprint and part, or by part.
FILLERS: dict[str, Callable[[], Sequence[Any]]] = {
    "reference": _references,
    "token": _guess,
    "receipt": _guess,
    "draft": _guess,
    "secret": _guess,
    "report_id": _all("barrier_report", "id"),
    "number": _all("thread", "id"),
    "key": lambda: ("Q01",),
    "month": lambda: (f"{today():%Y-%m}", MONTH),
    "web.name": lambda: ("imprint", "privacy", "rules"),
    "web.colour": _colours,
    "contributions.name": _files,
    "snapshot_id": _all("snapshot", "id"),
    "round_id": _all("coding_round", "id"),
    "slug": _all("process", "slug"),
    "process.code": _all("process", "short_code"),
    "boards.slug": _all("board", "slug"),
    "desk.strip.reference": lambda: [_with_a_file().reference],
    "desk.strip.number": lambda: [_with_a_file().id],
    "desk.slug": _all("board", "slug"),
    "desk.discussion_moderation.slug": _all("process", "slug"),
    "board_settings.slug": _all("board", "slug"),
    "sheet": lambda: (1,),
    "kind": lambda: ("single",),
    "survey_files.name": lambda: sorted(FORMATS),
    **{f"{one}.slug": _all("survey", "slug") for one in OF_SURVEYS},
    "editor.key": _questions,
    "trial.key": _questions,
    "paper.number": _all("paper_stack", "id"),
    "entry.key": _guess,
    "exports.key": _guess,
    "plan.code": _all("measure", "code"),
    "plan.number": lambda: (1, 2),
    "plan.phase": lambda: ("inventory", "ideas"),
    "plan.key": _all("alternative", "id"),
    "documents.number": _all("plan_document", "id"),
    "documents.name": lambda: ("pdf", "docx"),
    "section": lambda: ("aims", "trial"),
    "monitoring.code": _all("measure", "code"),
    "monitoring.milestone": _all("milestone", "id"),
    "monitoring.figure": _all("indicator", "id"),
    "monitoring.obstacle": _all("obstacle", "id"),
    "events.name": lambda: ("pdf", "docx"),
    "events.code": _all("event", "code"),
    "hall.code": _all("hall", "code"),
    "code": _guess,
}


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that somebody reads: a page or a mail, under its address, of a kind."""

    reader: str
    address: str
    kind: str
    finds: Callable[[], Iterator["Leak"]]


@dataclass(frozen=True, slots=True)
class Leak:
    """A marker that somebody found who may not see it."""

    reader: str
    address: str
    place: str

    def __str__(self) -> str:
        return f"{self.place} is read by {self.reader} at {self.address}"


def addresses(app: Flask, language: str = "", left_out: Collection[str] = ()) -> list[str]:
    """Return every address that opens with GET, its parts filled from the database but for these."""
    db.session.rollback()
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]
    plain = [path for rule in rules for path in _filled(app, rule)]
    kept = [path for path in dict.fromkeys(plain) if not any(one in path for one in left_out)]
    return [f"{language}{path}" for path in kept]


def searches(planted: Planted, walker: "Walker") -> list[str]:
    """Return the addresses of searches for what this reader may not see, on the boards where it stands."""
    table = Base.metadata.tables["board"]
    boards = {row.id: row.slug for row in db.session.execute(see_all(select(table.c.id, table.c.slug), "a test"))}
    words = {marker: _row(planted, marker) for marker, mark in planted.marks.items() if mark.place == SEARCHED}
    hidden = {word: row for word, row in words.items() if not may_see(planted, walker.reader, SEARCHED, row)}
    first = next(iter(boards.values()))
    return [f"/boards/{boards.get(planted.rows[row]['board_id'], first)}?q={word}" for word, row in hidden.items()]


def _row(planted: Planted, marker: str) -> tuple[str, int]:
    mark = planted.marks[marker]
    return mark.table, mark.row


def never_opened(app: Flask, walkers: Iterable["Walker"]) -> list[str]:
    """Return the addresses with parts that were there for nobody, though nobody has to guess these parts."""
    opened, missing = set[str](), set[str]()
    for one in walkers:
        opened |= one.opened
        missing |= one.missing
    rules = [
        one for one in app.url_map.iter_rules() if one.endpoint in missing - opened and "GET" in (one.methods or ())
    ]
    return [rule.rule for rule in rules if all(_filler(rule, part) is not _guess for part in rule.arguments)]


def _filled(app: Flask, rule: Rule) -> Iterator[str]:
    combinations: list[dict[str, Any]] = [{}]
    for part in sorted(rule.arguments):
        values = _filler(rule, part)()
        chosen = values if part == "reference" else [*values[: MOST // 2], *values[MOST // 2 :][-MOST // 2 :]]
        combinations = [{**known, part: value} for known in combinations for value in chosen]
    with app.test_request_context():
        routes = app.url_map.bind("localhost")
        yield from (routes.build(rule.endpoint, values) for values in combinations)


def _filler(rule: Rule, part: str) -> Callable[[], Sequence[Any]]:
    blueprint = rule.endpoint.partition(".")[0]
    for name in (f"{rule.endpoint}.{part}", f"{blueprint}.{part}", part):
        if name in FILLERS:
            return FILLERS[name]
    before = re.findall(rf"(\w+)/<[^>]*\b{part}>", rule.rule)
    for name, column in [(part.removesuffix("_id"), "id"), *((one.removesuffix("s"), part) for one in before)]:
        for table in (Base.metadata.tables.get(name), Base.metadata.tables.get(f"{name}s")):
            if table is not None and column in table.c and name != part:
                return _all(table.name, column)
    message = f"Please tell FILLERS in tests/leaks/walk.py what stands for <{part}> in {rule.rule} ({rule.endpoint})"
    raise AssertionError(message)


class Walker:
    """Somebody who opens addresses and reads all of every answer."""

    def __init__(self, planted: Planted, reader: Reader, client: FlaskClient) -> None:
        self.planted = planted
        self.reader = reader
        self.client = client
        self.refused: Counter[str] = Counter()
        self.missing: set[str] = set()
        self.opened: set[str] = set()
        self.references = hidden_references(planted, reader)
        self.routes = client.application.url_map.bind("localhost")
        self.pattern = re.compile("|".join(sorted(self.references)) or r"(?!)")

    def looks(self, paths: Iterable[str]) -> Iterator[Look]:
        """Yield what there is to open."""
        for path in paths:
            endpoint = self._rule(path).endpoint
            yield Look(self.reader.name, path, endpoint, partial(self.reads, path, endpoint))

    def reads(self, address: str, endpoint: str) -> Iterator[Leak]:
        """Open an address and yield what should not be in its answer."""
        if self.refused[endpoint] >= ENOUGH:
            return
        DRAWN.clear()
        answer = self.client.get(address)
        is_refused = answer.status_code in {401, 403} or "/sign-in" in answer.headers.get("Location", "")
        self.refused[endpoint] += is_refused
        if not is_refused:
            (self.missing if answer.status_code == 404 else self.opened).add(endpoint)
        read_only(True)
        db.session.rollback()
        if answer.status_code >= 500:
            yield Leak(self.reader.name, address, f"an error {answer.status_code}")
        text = f"{answer.headers}\n{answer.get_data().decode('utf-8', 'replace')}\n{' '.join(DRAWN)}"
        answer.close()
        yield from self.finds(text, address)
        for reference in set(self.pattern.findall(address)):
            if answer.status_code < 400 and not is_refused and reference in self.references:
                yield Leak(self.reader.name, address, "the page of something hidden")

    def _rule(self, address: str) -> Rule:
        path = address.partition("?")[0].removeprefix("/en") or "/"
        return self.routes.match(path, return_rule=True)[0]

    def finds(self, text: str, address: str) -> Iterator[Leak]:
        """Yield what this text holds that this reader may not see."""
        for marker in sorted(set(MARKER.findall(text)) - set(MARKER.findall(address))):
            mark = self.planted.marks[marker]
            if not may_see(self.planted, self.reader, mark.place, (mark.table, mark.row)):
                yield Leak(self.reader.name, address, mark.place)
        for reference in sorted(set(self.pattern.findall(text)) - set(self.pattern.findall(address))):
            yield Leak(self.reader.name, address, f"the address of something hidden ({reference})")
