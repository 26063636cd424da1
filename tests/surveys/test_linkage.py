"""Nobody without the key file can say which answer is whose, better than by chance.

Fifty people answer in an order that is known. The attackers of `attackers.py` have pictures of the database from
before, during and after; see there what they try and what is counted. Answers are opened in two batches of 25, so even
the best guess is right twice on average: once for each batch. Luck alone spreads widely around that, so a run is the
mean of three surveys (for everybody, with codes and pseudonyms, with accounts; in the last two everybody stops once and
has a draft with a code), and all chance, the product's too, is drawn from the seed of the run: it has the same outcome
every time.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from nacl.pwhash import argon2id
from sqlalchemy import select, text

from participation.core import once
from participation.core.database import db, is_sqlite
from surveys import answering, opening, resume, services
from surveys.columns import packs
from surveys.models import Survey
from surveys.receipts import services as receipts
from surveys.rules import SMALLEST_BATCH, Access, Anonymity
from surveys.ways import services as ways
from tests import factories
from tests.surveys import attackers, town
from tests.surveys.attackers import Case, Picture

pytestmark = pytest.mark.slow

RUNS, PEOPLE = 20, 50
KINDS: dict[str, dict[str, Any]] = {
    "open": {},
    "codes": {"access": Access.CODES, "anonymity": Anonymity.PSEUDONYMOUS},
    "accounts": {"access": Access.ACCOUNTS},
}
"""The surveys of one run; but for the first, people go page by page, so that they have a draft."""

BATCHES = PEOPLE // SMALLEST_BATCH
MOST_BY_CHANCE = BATCHES + 0.5
ORDINARY_LINKS = 45
PICTURES = (12, 25, 37, 50)
"""After how many people a picture is taken; at 25 and 50 before and after the worker has opened answers."""


def texts(seed: str) -> list[str]:
    """What the people write: nothing that has an order of its own."""
    return _words("idee", seed)


def _words(prefix: str, seed: str) -> list[str]:
    chance = Random(f"{prefix} {seed}")
    return [f"{prefix}{chance.getrandbits(64):016x}" for _ in range(PEOPLE)]


@pytest.fixture(autouse=True)
def without_loading_again(app):
    """Thousands answer the same surveys here; who answers, and what lies where, is the same with what is known."""
    db.session().expire_on_commit = False


@pytest.fixture(autouse=True)
def without_waiting_for_the_disk(app):
    """Thousands of commits are made here; what lies where is the same whether or not each is waited for."""
    if is_sqlite():  # no test waits there
        yield
        return
    for statement in ("SET synchronous_commit = off", None, "SET synchronous_commit = on"):
        if statement is None:
            yield
            continue
        db.session.rollback()
        raw = db.engine.raw_connection()
        raw.cursor().execute(statement)
        raw.commit()
        raw.close()


@pytest.fixture(autouse=True)
def with_quick_codes(monkeypatch):
    """A code to go on later costs whoever tries it much work; what lies where is the same without."""
    monkeypatch.setattr(resume, "MEMORY", argon2id.MEMLIMIT_MIN)
    monkeypatch.setattr(resume, "ROUNDS", argon2id.OPSLIMIT_MIN)


@pytest.fixture(autouse=True)
def with_small_packs(monkeypatch):
    """Pack each batch alone; in a town at least a thousand answers share a pack."""
    monkeypatch.setattr(packs, "SMALLEST", SMALLEST_BATCH)


@pytest.fixture
def draw(monkeypatch) -> Callable[[str], None]:
    """Let the product draw its chance from a seed, so that a run is the same every time."""

    def seed(name: str) -> None:
        chance = Random(name)
        monkeypatch.setattr(opening, "_chance", chance)
        monkeypatch.setattr(
            "surveys.opening.secrets.token_hex", lambda size: f"{chance.getrandbits(8 * size):0{2 * size}x}"
        )

    return seed


def collect(seed: str, caplog, kind: str = "open") -> Case:
    """Let the people answer one after the other, and the worker open what it may, while pictures are taken."""
    said, keys = texts(seed), _words("form", seed)
    survey = town.survey(questions=(town.text_question(),), **KINDS[kind])
    codes = factories.written(ways.make_codes, survey, [""] * PEOPLE) if survey.access is Access.CODES else said
    pictures: list[Picture] = []

    def take() -> None:
        lines = {"log": caplog.text, "export": services.table(survey)}
        pictures.append(attackers.take_picture("survey_answer", lines))

    for number, (words, key) in enumerate(zip(said, keys, strict=True), 1):
        if kind != "open":
            with factories.writing():
                answering.keep_draft(survey, key, {"idea": words}, codes[number - 1])
                resume.offer(survey, key)
        with factories.writing():
            assert once.first_arrival(key)
            comer = ways.Comer(codes[number - 1], person_id=number)
            answering.take_in(survey, {"idea": words}, answering.receipt_code(key), comer=comer)
            answering.forget_draft(key)
        if number in PICTURES:
            take()
        if number % SMALLEST_BATCH == 0:
            assert town.open_all(survey) == SMALLEST_BATCH
            factories.written(receipts.publish_lists)
            assert factories.written(packs.pack_all, survey) == SMALLEST_BATCH
            take()
    return Case(pictures, said, "survey_answer")


@pytest.fixture
def ordinary(app):
    """A table as anybody would make it: a number for each row and, as some advise, a random key."""
    serial = "integer primary key" if is_sqlite() else "serial primary key"
    with factories.writing():
        db.session.execute(text(f"CREATE TABLE ordinary (id {serial}, key text, body text)"))
    yield
    with factories.writing():
        db.session.execute(text("DROP TABLE ordinary"))


def collect_ordinary(said: Sequence[str]) -> Case:
    """Let the people answer into the ordinary table."""
    chance, pictures = Random(1), []
    for number, words in enumerate(said, 1):
        with factories.writing():
            values = {"key": f"{chance.getrandbits(64):x}", "body": words}
            db.session.execute(text("INSERT INTO ordinary (key, body) VALUES (:key, :body)"), values)
        if number in PICTURES:
            pictures.append(attackers.take_picture("ordinary", {}))
    return Case(pictures, said, "ordinary")


def test_no_attack_without_the_key_file_links_people_better_than_chance(app, draw, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    runs = []
    for seed in range(RUNS):
        draw(f"run {seed}")
        parts = [attackers.links(collect(f"{seed}.{kind}", caplog, kind)) for kind in KINDS]
        runs.append(attackers.means(parts))
        caplog.clear()
    found = attackers.means(runs)
    print(*(f"{links:6.2f}  {name}" for name, links in sorted(found.items(), key=lambda pair: -pair[1])), sep="\n")
    assert len(found) > 20
    assert max(found.values()) <= MOST_BY_CHANCE, max(found.items(), key=lambda pair: pair[1])


def test_the_same_attacks_link_almost_everybody_in_an_ordinary_table(app, ordinary) -> None:
    found = attackers.links(collect_ordinary(texts("ordinary")))
    print(*(f"{links:4}  {name}" for name, links in sorted(found.items(), key=lambda pair: -pair[1])), sep="\n")
    assert found["order of the table"] >= ORDINARY_LINKS
    if is_sqlite():
        assert found["by rowid"] >= ORDINARY_LINKS
        assert found["first page in the wal, from the end"] >= ORDINARY_LINKS
        assert found["last page in the file, from the end"] >= ORDINARY_LINKS
        assert found["last page in the backup, from the end"] >= ORDINARY_LINKS
    else:
        assert found["by xmin"] >= ORDINARY_LINKS
        assert found["last page in the heap, from the end"] >= ORDINARY_LINKS


def careless(monkeypatch, caplog, **changes) -> dict[str, int]:
    """Return what the attacks find where the product is changed in this way."""
    for name, value in changes.items():
        monkeypatch.setattr(opening, name, value)
    return attackers.links(collect("careless", caplog))


def test_answers_opened_in_the_order_of_their_arrival_would_be_noticed(app, monkeypatch, caplog) -> None:
    counter = iter(range(1000))
    monkeypatch.setattr("surveys.opening.secrets.token_hex", lambda size: f"{next(counter):032x}")
    assert max(careless(monkeypatch, caplog, _chance=_InOrder()).values()) >= ORDINARY_LINKS


def test_receipts_written_beside_their_answers_would_be_noticed(app, monkeypatch, caplog) -> None:
    write = opening._write

    def side_by_side(batch: opening.Batch) -> None:
        answers = [{**row, "key": receipt["hash"]} for row, receipt in zip(batch.answers, batch.receipts, strict=True)]
        write(replace(batch, answers=answers))

    monkeypatch.setattr(opening, "sorted", lambda rows, key: list(rows), raising=False)
    assert max(careless(monkeypatch, caplog, _write=side_by_side).values()) >= ORDINARY_LINKS


def test_a_list_with_each_answer_beside_its_receipt_would_be_noticed(app, monkeypatch, caplog) -> None:
    made = iter(range(10_000))
    monkeypatch.setattr(answering, "receipt_mark", lambda code: f"{next(made):064x}")
    monkeypatch.setattr(receipts, "mark_of", lambda answer: answer.values["idea"])
    monkeypatch.setattr(attackers.verify, "commitment", lambda salt, channel, values: values["idea"])
    monkeypatch.setattr("tests.surveys.test_linkage.texts", lambda seed: [f"idee{n:016x}" for n in range(PEOPLE)])
    monkeypatch.setattr(opening, "_chance", _InOrder())
    assert attackers.links(collect("careless", caplog))["same place in the public list"] >= ORDINARY_LINKS


def test_a_pseudonym_that_the_list_of_codes_gives_away_would_be_noticed(app, monkeypatch, caplog) -> None:
    def known(_folder: Path, _series: str, who: str) -> str:
        survey = db.session.scalars(select(Survey).order_by(Survey.id.desc())).unique().first()
        return ways._code_hash(survey, who.removeprefix("code:"))

    monkeypatch.setattr(opening, "pseudonym", known)
    found = attackers.links(collect("careless", caplog, "codes"))
    assert found["pseudonym stands in survey_code"] >= ORDINARY_LINKS


class _InOrder:
    """Chance that does not mix."""

    def sample(self, ids: Sequence[int], size: int) -> list[int]:
        """Return the first ones."""
        return sorted(ids)[:size]
