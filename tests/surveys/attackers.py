"""People who have everything but the key file, and try to say which answer is whose.

They know in which order fifty known people answered. They have pictures of the database taken while the answers came
in: all tables in the order in which they lie, the raw files, copies, the export, the log. An attack is a way to put the
answers into an order; its guess is that the first of them is the first person's, and so on. Whatever the way, it first
puts those answers that were readable in an earlier picture before those that were not, since that is known for certain.

How good an attack is, is its own mean over all runs. Taking the best of all attacks within each run, and the mean of
these, would find links where there is only luck: of many guesses one is always the luckiest.
"""

import json
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, text

from participation.core.database import db, is_sqlite, reading
from surveys.receipts import verify

Row = Mapping[str, Any]
Order = Mapping[str, Any]
"""By which the answers are put into an order: the text of an answer → what it is sorted by."""

PAGE = {"file": 4096, "backup": 4096, "wal": 4096 + 24, "heap": 8192}
HEAD = {"file": 0, "backup": 0, "wal": 32, "heap": 0}
OTHERS = (
    "sealed_answer",
    "survey_receipt",
    "once_key",
    "job",
    "survey_draft",
    "survey_resume",
    "survey_code",
    "survey_part",
    "count_entry",
)
PEOPLE = ("survey_code", "survey_part")
"""Tables with a row for each person who took part; in which order they did is known."""


@dataclass(frozen=True)
class Picture:
    """All that lies open at one moment.

    Attributes:
        tables: rows by the name of their table, in the order in which they lie.
        raw: bytes by the name of where they are from.
        lines: texts that are read from top to bottom, by name.
    """

    tables: Mapping[str, Sequence[Row]]
    raw: Mapping[str, bytes]
    lines: Mapping[str, str] = field(default_factory=dict)


def take_picture(table: str, lines: Mapping[str, str]) -> Picture:
    """Take a picture of the database around the table with the answers."""
    with reading():
        db.session.rollback()
        tables = {name: list(_rows(name)) for name in (table, *OTHERS)}
        raw = dict(_sqlite_files() if is_sqlite() else _postgresql_files(table))
        db.session.rollback()
    return Picture(tables, raw, lines)


def _rows(table: str) -> Iterator[Row]:
    """Yield a table's rows as they lie, with all that the database itself knows of them."""
    hidden = "ctid::text AS ctid, xmin::text::bigint AS xmin, " if not is_sqlite() else ""
    if is_sqlite() and _has_rowid(table):
        hidden = "rowid AS rowid, "
    for row in db.session.execute(text(f'SELECT {hidden}* FROM "{table}"')).mappings():
        yield dict(row)


def _has_rowid(table: str) -> bool:
    statement = text("SELECT wr FROM pragma_table_list WHERE name = :name")
    return not db.session.scalar(statement, {"name": table})


def _sqlite_files() -> Iterator[tuple[str, bytes]]:
    path = Path(make_url(db.engine.url).database or "")
    yield "wal", path.with_name(f"{path.name}-wal").read_bytes()
    _checkpoint()
    yield "file", path.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        copy = sqlite3.connect(Path(folder, "copy"))
        source = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        source.backup(copy)
        copy.close()
        source.close()
        yield "backup", Path(folder, "copy").read_bytes()


def _checkpoint() -> None:
    """Bring what stands in the log home into the file, as SQLite does by itself now and then."""
    db.session.rollback()
    raw = db.engine.raw_connection()
    raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    raw.close()


def _postgresql_files(table: str) -> Iterator[tuple[str, bytes]]:
    db.session.execute(text("CHECKPOINT"))
    path = text("SELECT pg_read_binary_file(pg_relation_filepath(:name))")
    yield "heap", bytes(db.session.scalar(path, {"name": table}) or b"")
    driver: Any = db.session.connection().connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copied:
        yield "backup", b"".join(bytes(part) for part in copied)


# Attacks


@dataclass(frozen=True)
class Case:
    """What an attacker has: pictures in order, the answers to be linked, and where they lie."""

    pictures: Sequence[Picture]
    texts: Sequence[str]
    table: str

    @cached_property
    def any_text(self) -> str:
        """A pattern for whichever of the answers; what they begin with alike is looked for first, which is quick."""
        pairs = zip(min(self.texts), max(self.texts), strict=False)
        same = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        return f"{re.escape(same)}(?:{'|'.join(re.escape(one[len(same) :]) for one in self.texts)})"

    @cached_property
    def readable(self) -> Sequence[Sequence[tuple[str, int, Row]]]:
        """For each picture the answers that are readable in it, each with its place and its row."""
        return [list(_readable(re.compile(self.any_text), one.tables[self.table])) for one in self.pictures]

    @cached_property
    def places(self) -> Sequence[Mapping[str, Mapping[str, tuple[int, int]]]]:
        """For each picture and its raw bytes, by name, where an answer shows first and last."""
        pattern = re.compile(self.any_text.encode())
        return [{name: _places(pattern, raw) for name, raw in one.raw.items()} for one in self.pictures]


def orders(case: Case) -> Iterator[tuple[str, Order]]:
    """Yield every way we know to put the answers into an order, with its name."""
    yield from _by_own_columns(case)
    yield from _by_place_in_bytes(case)
    yield from _by_place_in_lines(case)
    yield from _by_neighbours(case)
    yield from _by_other_tables(case)


def _readable(pattern: re.Pattern[str], rows: Sequence[Row]) -> Iterator[tuple[str, int, Row]]:
    for place, row in enumerate(rows):
        for one in pattern.findall(" ".join(str(value) for value in row.values())):
            yield one, place, row


def _places(pattern: re.Pattern[bytes], raw: bytes) -> Mapping[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for match in pattern.finditer(raw):
        one = match[0].decode()
        found[one] = (found.get(one, (match.start(), 0))[0], match.start())
    return found


def _by_own_columns(case: Case) -> Iterator[tuple[str, Order]]:
    last = case.readable[-1]
    yield "order of the table", {one: place for one, place, _ in last}
    for column in last[0][2] if last else ():
        if column != "ctid":
            yield f"by {column}", {one: (row[column], place) for one, place, row in last}


def _by_place_in_bytes(case: Case) -> Iterator[tuple[str, Order]]:
    """Yield the places of the answers in raw bytes, from the first picture on in which each of them shows.

    Databases write whole pages, and fill them from the end: what counts is the page, or the entry of the log of pages,
    and the place in it from the front or from the end. What shows in several entries has its first and its last.
    """
    for name in case.pictures[-1].raw:
        for entry, number in (("first", 0), ("last", 1)):
            found: dict[str, tuple[int, int]] = {}
            for places in case.places:
                for one, both in places[name].items():
                    found.setdefault(one, divmod(max(both[number] - HEAD[name], 0), PAGE[name]))
            yield f"{entry} page in the {name}, from the front", found
            yield f"{entry} page in the {name}, from the end", {one: (page, -at) for one, (page, at) in found.items()}


def _by_place_in_lines(case: Case) -> Iterator[tuple[str, Order]]:
    for name, said in case.pictures[-1].lines.items():
        yield f"place in the {name}", {one: said.find(one) for one in case.texts if one in said}


def _by_neighbours(case: Case) -> Iterator[tuple[str, Order]]:
    """Yield the order of arrival, if what arrived with a person lies at the same place as an answer.

    Sealed answers show in which order receipts arrived; where receipts and answers were written side by side, the same
    place, or the same rank of keys, would join them.
    """
    arrived: dict[str, int] = {}
    for picture in case.pictures:
        for row in sorted(picture.tables["sealed_answer"], key=lambda row: row["id"]):
            arrived.setdefault(row["receipt_hash"], len(arrived))
    before: set[str] = set()
    by_place, by_rank = dict[str, int](), dict[str, int]()
    for picture, readable in zip(case.pictures, case.readable, strict=True):
        answers = [(one, row) for one, _, row in readable if one not in by_place]
        receipts = [row["hash"] for row in picture.tables["survey_receipt"] if row["hash"] in arrived.keys() - before]
        for found, rank in ((by_place, False), (by_rank, True)):
            mine = sorted(answers, key=lambda pair: str(pair[1].get("key"))) if rank else answers
            theirs = sorted(receipts) if rank else receipts
            found |= {one: arrived[known] for (one, _), known in zip(mine, theirs, strict=False)}
        before |= set(receipts)
    yield "same place as a receipt", by_place
    yield "same rank as a receipt", by_rank


def _by_other_tables(case: Case) -> Iterator[tuple[str, Order]]:
    """Yield places of rows elsewhere that name an answer's key, and ranks of what was stored once for each person."""
    yield from _by_people(case)
    yield "same place in the public list", dict(_by_list(case))
    last = case.pictures[-1]
    keys = {one: str(row["key"]) for one, _, row in case.readable[-1]}
    for name in OTHERS:
        said = [" ".join(str(value) for value in row.values()) for row in last.tables[name]]
        found = {one: [place for place, line in enumerate(said) if key in line] for one, key in keys.items()}
        yield f"named in {name}", {one: places[0] for one, places in found.items() if places}
    arrived = sorted(last.tables["once_key"], key=lambda row: row["rowid"] if "rowid" in row else row["xmin"])
    spent = [row["hash"] for row in arrived][-len(case.texts) :]
    ranks = {known: place for place, known in enumerate(spent)}
    yield (
        "same rank as a once-key",
        {one: ranks[known] for one, known in zip(sorted(keys, key=keys.__getitem__), sorted(spent), strict=False)},
    )


def _by_people(case: Case) -> Iterator[tuple[str, Order]]:
    """Yield what joins answers to codes and marks: pseudonyms that stand there too, and ranks of both."""
    last = case.pictures[-1]
    for name in PEOPLE:
        rows = sorted(last.tables[name], key=lambda row: row.get("number", 0))
        arrived = {str(row["hash"]): place for place, row in enumerate(rows)}
        for column in ("key", "pseudonym"):
            theirs = {one: str(row.get(column)) for one, _, row in case.readable[-1]}
            yield f"{column} stands in {name}", {one: arrived[it] for one, it in theirs.items() if it in arrived}
            pairs = zip(sorted(theirs, key=theirs.__getitem__), sorted(arrived), strict=False)
            yield f"rank of {column} in {name}", {one: arrived[known] for one, known in pairs}


def _by_list(case: Case) -> Iterator[tuple[str, int]]:
    """Yield for each answer when the receipt at its place in the public list arrived."""
    arrived: dict[str, int] = {}
    for picture in case.pictures:
        for row in sorted(picture.tables["sealed_answer"], key=lambda row: row["id"]):
            arrived.setdefault(row["receipt_hash"], len(arrived))
    rows = [(one, row) for one, _, row in case.readable[-1] if "salt" in row]
    marks = {verify.commitment(row["salt"], row["channel"], json.loads(row["values"])): one for one, row in rows}
    for entry in case.pictures[-1].tables["count_entry"]:
        body = json.loads(entry["body"])
        for mark, receipt in zip(body["answers"], body["receipts"], strict=True):
            if mark in marks and receipt in arrived:
                yield marks[mark], arrived[receipt]


def links(case: Case) -> dict[str, int]:
    """Return for each attack how many people it links to their own answers."""
    shown: dict[str, int] = {}
    for number, readable in enumerate(case.readable):
        for one, _, _ in readable:
            shown.setdefault(one, number)
    return {name: _right(case.texts, shown, order) for name, order in orders(case)}


def _right(texts: Sequence[str], shown: Mapping[str, int], order: Order) -> int:
    guess = sorted(order, key=lambda one: (shown.get(one, len(texts)), order[one]))
    return sum(one == other for one, other in zip(texts, guess, strict=False))


def means(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean of each attack over all runs; a run in which it found nothing counts as none."""
    names = {name for run in runs for name in run}
    return {name: sum(run.get(name, 0) for run in runs) / len(runs) for name in sorted(names)}
