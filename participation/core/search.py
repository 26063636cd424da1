"""One search for everything: the words of each subject, normalised in Python, found by their beginnings.

Both databases index the same normalised words and add no cleverness of their own, so both find the same: SQLite by
FTS5, PostgreSQL by a tsvector. Neither needs an extension.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from math import log1p
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    UniqueConstraint,
    cast,
    column,
    delete,
    event,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from analysis.core.text import compound_parts, compound_tails, fold, is_stop_word, stem, tokens
from participation.core.database import Base, Id, db, is_sqlite, personal

LONGEST_WORD = 60
MOST_WORDS = 12
"""A query of more words than this is cut; nobody types so many, and each costs a look into the index."""

AT_ONCE = 200

FEWEST_SHARED, SHORTEST_SHARED, MOST_SHARED = 2, 3, 24
"""Two texts are compared by this many stems at least and at most; shorter stems say nothing."""

NEAR = 0.3
"""Where the texts of the demo town that mean the same begin to stand out."""
ENOUGH = 9
"""A long text need not share more than so many words of usual weight."""
CANDIDATES = 60
WITH_SECURE_DELETE = (3, 42, 0)

TABLES = frozenset({"search_index", *(f"search_index_{part}" for part in ("config", "data", "docsize", "idx"))})
"""What FTS5 keeps for itself; none of our migrations' business, nor is the column `words` on PostgreSQL."""


class SearchEntry(Base):
    """The normalised words under which one subject is found (Suchwörter)."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(info=personal("none"))
    subject_id: Mapped[int]
    search_text: Mapped[str] = mapped_column(info=personal("text"))


# Words


def search_text(text: str) -> str:
    """Return the words under which the text is found: as written, by their stems, by the parts of compounds."""
    return " ".join(dict.fromkeys(form for word in tokens(text) for form in _forms(word)))


@lru_cache(65_536)
def _forms(word: str) -> tuple[str, ...]:
    """Return under what one word of a text is found."""
    whole = _cut(word.replace("-", ""))
    found = [whole, stem(whole), *compound_tails(whole)]
    if "-" in word:
        found += [form for piece in word.split("-") if len(piece) > 1 for form in _forms(piece)]
    for part in compound_parts(whole):
        found += [part, stem(part)]
    return tuple(_without_beginnings(found))


def _without_beginnings(words: Iterable[str]) -> Iterator[str]:
    """Yield the words without those that another one begins with: who looks for them finds that one."""
    kept = sorted(set(words))
    for word, following in zip(kept, [*kept[1:], ""], strict=True):
        if not following.startswith(word):
            yield word


def _cut(word: str) -> str:
    return fold(word)[:LONGEST_WORD]


def _query(text: str) -> list[list[str]]:
    """Return for each word of a query the beginnings that may stand for it; several of one choice all must be there.

    `Rad-Weg` is found as `radweg` as well as by `rad` and `weg`.
    """
    words = [word for word in tokens(text) if not is_stop_word(word)][:MOST_WORDS]
    return [_choices(word) for word in words]


def _choices(word: str) -> list[str]:
    pieces = word.split("-")
    choices = [stem(_cut(word.replace("-", "")))]
    if len(pieces) > 1 and all(len(piece) > 1 for piece in pieces):
        choices.append(" ".join(stem(_cut(piece)) for piece in pieces))
    return choices


# The index


def index(kind: str, subject_id: int, *texts: str) -> None:
    """Let a subject be found by these texts, and by nothing it was found by before."""
    index_many(kind, [(subject_id, "\n".join(texts))])


def index_many(kind: str, rows: Iterable[tuple[int, str]]) -> None:
    """Let many subjects be found: pairs of their ids and texts."""
    make = sqlite.insert if is_sqlite() else postgresql.insert
    statement = make(SearchEntry)
    statement = statement.on_conflict_do_update(
        index_elements=[SearchEntry.kind, SearchEntry.subject_id],
        set_={"search_text": statement.excluded.search_text},
    )
    values = ({"kind": kind, "subject_id": number, "search_text": search_text(text)} for number, text in rows)
    while batch := list(islice(values, AT_ONCE)):
        db.session.connection().execute(statement, batch)


def remove(kind: str, subject_id: int) -> None:
    """Let a subject be found no more."""
    statement = delete(SearchEntry).where(SearchEntry.kind == kind, SearchEntry.subject_id == subject_id)
    db.session.execute(statement.execution_options(synchronize_session=False))


def matches(kind: str, query: str) -> Select[Any] | None:
    """Return a select of the ids of subjects that have all words of the query, to be used in `X.id.in_(…)`.

    A word is found by its beginning and in all its forms. None where the query has no word to look for.
    """
    words = _query(query)
    if not words:
        return None
    found = select(SearchEntry.subject_id).where(SearchEntry.kind == kind)
    return found.where(_in_fts5(words) if is_sqlite() else _in_tsvector(words))


def _in_fts5(words: list[list[str]]) -> ColumnElement[bool]:
    def all_of(choice: str) -> str:
        return " AND ".join(f'"{word}"*' for word in choice.split())

    query = " AND ".join(f"({' OR '.join(f'({all_of(choice)})' for choice in choices)})" for choices in words)
    index = table("search_index", column("rowid", Integer), column("search_index", String))
    return SearchEntry.id.in_(select(index.c.rowid).where(index.c.search_index.bool_op("MATCH")(query)))


def _in_tsvector(words: list[list[str]]) -> ColumnElement[bool]:
    def all_of(choice: str) -> str:
        return " & ".join(f"'{word}':*" for word in choice.split())

    query = " & ".join(f"({' | '.join(f'({all_of(choice)})' for choice in choices)})" for choices in words)
    words_column = literal_column("search_entry.words", postgresql.TSVECTOR())
    return words_column.bool_op("@@")(cast(query, postgresql.TSQUERY()))


# What is alike


def alike(kind: str, text: str) -> dict[int, float]:
    """Return the subjects that say nearly what a text says, by their ids, each with how near it is (0 to 1).

    The database brings those that share most words; of these, rare words in common weigh more than common ones.
    """
    asked = _stems(text)
    if len(asked) < FEWEST_SHARED:
        return {}
    found = db.session.execute(_sharing(kind, asked)).all()
    has = {number: _held(asked, words.split()) for number, words in found}
    weights = _weights(asked, has.values())
    has = {number: shared for number, shared in has.items() if len(shared) >= FEWEST_SHARED}
    whole = sum(weights.values()) * min(1, ENOUGH / len(weights))
    near = {number: min(1.0, sum(weights[word] for word in shared) / whole) for number, shared in has.items()}
    return {number: nearness for number, nearness in near.items() if nearness >= NEAR}


def _stems(text: str) -> list[str]:
    """Return by which beginnings the words of a text and the parts of its compounds are found, the longest first."""
    stems: dict[str, None] = {}
    for word in tokens(text):
        if not is_stop_word(word):
            whole = _cut(word.replace("-", ""))
            stems.update(dict.fromkeys(stem(part) for part in (whole, *compound_parts(whole))))
    long_ones = sorted((word for word in stems if len(word) >= SHORTEST_SHARED), key=len, reverse=True)
    return long_ones[:MOST_SHARED]


def _sharing(kind: str, stems: list[str]) -> Select[int, str]:
    """Select the id and the words of those that share most with these stems."""
    rows = select(SearchEntry.subject_id, SearchEntry.search_text).where(SearchEntry.kind == kind).limit(CANDIDATES)
    if is_sqlite():
        index = table("search_index", column("rowid", Integer), column("search_index", String), column("rank"))
        query = " OR ".join(f'"{word}"*' for word in stems)
        rows = rows.join(index, index.c.rowid == SearchEntry.id)
        return rows.where(index.c.search_index.bool_op("MATCH")(query)).order_by(index.c.rank)
    words = literal_column("search_entry.words", postgresql.TSVECTOR())
    query_of_all = cast(" | ".join(f"'{word}':*" for word in stems), postgresql.TSQUERY())
    rows = rows.where(words.bool_op("@@")(query_of_all))
    return rows.order_by(func.ts_rank(words, query_of_all).desc(), SearchEntry.subject_id.desc())


def _held(stems: list[str], words: list[str]) -> list[str]:
    return [stem for stem in stems if any(word.startswith(stem) for word in words)]


def _weights(stems: list[str], found: Iterable[list[str]]) -> dict[str, float]:
    """Weigh each stem by how few of those found have it."""
    counts = Counter(word for shared in found for word in shared)
    total = max(counts.values(), default=0)
    return {word: log1p((total + 1) / (counts[word] + 1)) for word in stems}


# What the databases need for it

SQLITE = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(
        search_text, content='search_entry', content_rowid='id', tokenize='unicode61 remove_diacritics 0',
        prefix='2 3 4', detail='none'
    )""",
    """CREATE TRIGGER IF NOT EXISTS search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_index(rowid, search_text) VALUES (new.id, new.search_text);
    END""",
    """CREATE TRIGGER IF NOT EXISTS search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_index(search_index, rowid, search_text) VALUES ('delete', old.id, old.search_text);
    END""",
    """CREATE TRIGGER IF NOT EXISTS search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_index(search_index, rowid, search_text) VALUES ('delete', old.id, old.search_text);
        INSERT INTO search_index(rowid, search_text) VALUES (new.id, new.search_text);
    END""",
)

# Our words come ready; to_tsvector would take some of them apart again, such as 1.5 or a/b.
POSTGRESQL = (
    """ALTER TABLE search_entry ADD COLUMN IF NOT EXISTS words tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(search_text, ' '))) STORED""",
    "CREATE INDEX IF NOT EXISTS ix_search_entry_words ON search_entry USING gin (words)",
)


def create_index(connection: Connection) -> None:
    """Create what finds words fast, over the table `search_entry`; what is there already stays.

    Migrations call it; `create_all` does so by itself.
    """
    is_here = connection.dialect.name == "sqlite"
    for statement in SQLITE if is_here else POSTGRESQL:
        connection.exec_driver_sql(statement)
    if is_here and sqlite3.sqlite_version_info >= WITH_SECURE_DELETE:
        connection.exec_driver_sql("INSERT INTO search_index(search_index, rank) VALUES ('secure-delete', 1)")


@event.listens_for(SearchEntry.__table__, "after_create")
def _created(_table: object, connection: Connection, **_: object) -> None:
    create_index(connection)


def tidy(_job: object = None) -> None:
    """Drop from the index what it keeps of removed words until it merges its parts by itself; a job after an erasure.

    It takes half a second for ten thousand texts, where writing the index anew takes twelve.
    """
    if is_sqlite():
        db.session.execute(text("INSERT INTO search_index(search_index) VALUES ('optimize')"))


def rebuild() -> None:
    """Write the index anew, so that nothing of removed texts stays in it; every night.

    PostgreSQL drops what was removed when it vacuums.
    """
    if is_sqlite():
        db.session.execute(text("INSERT INTO search_index(search_index) VALUES ('rebuild')"))
