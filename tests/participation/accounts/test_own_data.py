"""Everything a person wrote is handed out in full, and after erasure it is nowhere.

Unique words are planted wherever a person can write. The export must hold every one of them; after erasure none may
be in any table, in the search index, in the files of the database after the night, or in what was logged.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, make_url, select, text

from participation.access.guard import see_all
from participation.accounts import own_data, services
from participation.accounts.models import Organisation, Standing
from participation.accounts.names import FACTS
from participation.contributions import services as contributions
from participation.contributions.models import Contribution, OutcomeKind
from participation.core import jobs, search
from participation.core.database import db, is_sqlite, read_only
from participation.core.vocabulary import Role
from participation.moderation import services as moderation
from participation.moderation.rules import HouseRule
from participation.plan import services as plan
from tests import factories
from tests.client import Browser
from tests.participation.accounts.mailbox import PASSWORD, link

SEED = "zqxw"
MAIL, FORMER, CONTACT = (f"{SEED}{name}@example.org" for name in ("mail", "former", "contact"))
PLANTED = [
    f"{SEED}{where}"
    for where in (
        "name", "mail", "former", "club",
        "title", "text", "place", "nickname", "contact", "waiting", "statement", "guest", "refused", "own",
        "report", "page",
    )
]  # fmt: skip


def _sign_up(browser: Browser) -> None:
    browser.fill("/sign-up", mail=FORMER, name=f"{SEED}name")
    browser.fill(link(FORMER), new=PASSWORD, repeated=PASSWORD)
    browser.fill("/account/mail", mail=MAIL, current=PASSWORD)
    browser.fill(link(MAIL))
    browser.fill("/forgotten", mail=MAIL)
    browser.fill("/account/organisations", name=f"{SEED}club", sector="business")


def _write(browser: Browser, **values: str) -> Contribution:
    board = factories.board()
    receipt = browser.fill(f"/boards/{board.slug}/write", **values).location.rpartition("/")[2]
    found = contributions.by_receipt(receipt)
    assert found is not None
    return found


def _answer(idea: Contribution, words: str) -> None:
    with factories.writing():
        found = db.session.scalars(see_all(select(Contribution).where(Contribution.id == idea.id), "a test")).one()
        contributions.publish(found, None)
        given = contributions.Answer(OutcomeKind.ADOPTED, words, "Bauamt", reason="Gute Idee.")
        contributions.record_outcome(found, given, None)


def _reject(app: Flask, idea: Contribution) -> None:
    with app.test_request_context(), factories.writing():
        found = db.session.scalars(see_all(select(Contribution).where(Contribution.id == idea.id), "a test")).one()
        facts = f"Der Text nennt {SEED}refused mit Namen."
        contributions.reject(found, None, rules=[HouseRule.PRIVACY], facts=facts, signed="Moderation")


def _work() -> None:
    """Let the worker do what waits, as it does on any day."""
    db.session.rollback()
    read_only(False)
    while jobs.reconcile():
        db.session.rollback()
    db.session.rollback()
    read_only(True)


@pytest.fixture
def planted(app: Flask, browser: Browser) -> Browser:
    """Somebody who wrote wherever one can write, signed in."""
    _sign_up(browser)
    idea = _write(
        browser, title=f"{SEED}title", text=f"Bitte hier eine Bank {SEED}text am See", place=f"{SEED}place",
        display_name=f"{SEED}nickname", mail=CONTACT,
    )  # fmt: skip
    _answer(idea, f"Liebe {SEED}nickname, zu „eine Bank {SEED}text am See“: Sie kommt im Herbst.")
    waiting = _write(browser, text=f"{SEED}waiting", display_name="", mail="")
    with factories.writing():
        moderator, _password = services.add_person("moderator@example.org", "Moderation")
        moderation.claim(contributions.SUBJECT, waiting.id, moderator.id)
        db.session.scalars(select(Organisation)).one().standing = Standing.CONFIRMED
    club = db.session.scalars(select(Organisation.id)).one()
    _write(browser, text=f"{SEED}statement", speaks_for=str(club), mail="")
    _reject(app, _write(browser, text=f"{SEED}refused", display_name="", mail=MAIL))
    _write(Browser(app), text=f"{SEED}guest", mail=MAIL)
    guest = _write(Browser(app), text=f"{SEED}own")
    with factories.writing():
        contributions.take_over(guest, services.by_mail(MAIL).id)
        _draft_from(idea.id)
    browser.fill(f"/barrier?page=/{SEED}page", text=f"{SEED}report", mail=MAIL)
    _work()
    return browser


def _draft_from(idea_id: int) -> None:
    """Let a planner begin a measure with what somebody wrote, as the desk of topics does."""
    found = db.session.get_one(Contribution, idea_id)
    drafted = plan.draft_measure(found.process, title=found.title, summary=found.text, contributions=[found])
    drafted.benefit = f"Wie {SEED}nickname schreibt: eine Bank {SEED}text am See."


def _dump() -> Iterator[tuple[str, str]]:
    """Yield every row of every table there is, as text, also of those that the databases made for themselves."""
    with db.engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                values = [value.decode("utf-8", "replace") if isinstance(value, bytes) else value for value in row]
                yield table, repr(values)
        connection.rollback()


def _traces() -> list[str]:
    db.session.rollback()
    return [f"{table}: {row[:300]}" for table, row in _dump() if SEED in row.lower()]


def _erase(browser: Browser, texts: str) -> None:
    page = browser.fill("/account/erase", texts=texts, current=PASSWORD)
    assert page.location == f"/erased?texts={texts}"
    browser.follow(page)


def test_the_file_holds_everything_that_was_planted(planted: Browser) -> None:
    answer = planted.client.get("/account/data.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="stadtfaden.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    found = json.loads(answer.text)
    missing = [word for word in PLANTED if word not in json.dumps(found, ensure_ascii=False)]
    assert missing == []
    assert PASSWORD not in answer.text
    assert services.by_mail(MAIL).password_hash not in answer.text


def test_the_page_shows_the_same_in_words(planted: Browser) -> None:
    page = planted.get("/en/account/data")
    assert [word for word in PLANTED if word not in page.text] == []
    names = set(_names(own_data.export(services.by_mail(MAIL).id)))
    assert names - set(FACTS) == set()


def _names(found: object) -> Iterator[str]:
    if isinstance(found, dict):
        for name, value in found.items():
            yield name
            yield from _names(value)
    elif isinstance(found, list):
        for one in found:
            yield from _names(one)


def test_what_was_planted_is_found_by_the_search_for_traces(planted: Browser) -> None:
    """The negative control: before erasure every word is somewhere in the tables."""
    rows = "\n".join(row for _table, row in _dump()).lower()
    assert [word for word in PLANTED if word not in rows] == []
    assert _finds(f"{SEED}text")


def _finds(words: str) -> bool:
    ids = search.matches("contribution", words)
    return ids is not None and bool(db.session.scalars(ids).all())


def test_after_erasure_nothing_is_left_in_any_table(planted: Browser, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(0):
        _erase(planted, "delete")
        assert not any(_finds(word) for word in PLANTED)
        assert [trace for trace in _traces() if not trace.startswith("search_index_data")] == []
        _work()
    assert SEED not in caplog.text.lower()
    assert _traces() == []
    planted.get("/account", 303)
    Browser(planted.app).fill("/sign-in", 422, mail=MAIL, password=PASSWORD)


def test_after_the_night_nothing_is_left_in_the_files(
    planted: Browser, caplog: pytest.LogCaptureFixture, app: Flask
) -> None:
    if not is_sqlite():
        _let_it_sample()
    assert any(SEED.encode() in content for content in _files(app))
    with caplog.at_level(0):
        _erase(planted, "delete")
        read_only(False)
        jobs.enqueue("night", {})
        db.session.commit()
        _work()
        assert not jobs.unfinished().rows
        db.session.rollback()
    assert SEED not in caplog.text.lower()
    assert not [number for number, content in enumerate(_files(app)) if SEED.encode() in content.lower()]


def _let_it_sample() -> None:
    """Do what PostgreSQL does by itself now and then: its samples of the tables outlive the rows."""
    db.session.rollback()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _files(app: Flask) -> list[bytes]:
    """Return the files of the database as they lie on the disk; PostgreSQL's without its log of changes."""
    if is_sqlite():
        database = Path(str(make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database))
        return [path.read_bytes() for path in database.parent.glob(f"{database.name}*") if path.is_file()]
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.scalar(text("SHOW data_directory")))
        number = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    heap = folder / "base" / str(number)
    if not heap.is_dir():
        pytest.skip("the files of this PostgreSQL are out of reach")
    return [path.read_bytes() for path in heap.iterdir() if path.is_file()]


def test_the_answers_of_the_town_stay_without_what_they_quote(planted: Browser) -> None:
    _erase(planted, "delete")
    statement = see_all(select(Contribution).where(Contribution.answered_at.is_not(None)), "a test")
    [answered] = db.session.scalars(statement).all()
    assert answered.outcome.answer == "Liebe [gelöscht], zu „[gelöscht]“: Sie kommt im Herbst."
    assert answered.outcome.reason == "Gute Idee."


def test_what_nobody_has_read_leaves_the_queue(planted: Browser, staff: Callable[..., Browser]) -> None:
    _erase(planted, "delete")
    page = staff(Role.MODERATOR).get("/desk/moderation")
    assert "[gelöscht]" not in page.text


def test_who_keeps_the_texts_leaves_them_without_a_name(planted: Browser) -> None:
    _erase(planted, "keep")
    left = "\n".join(_traces())
    stays = [f"{SEED}{where}" for where in ("title", "text", "place", "waiting", "statement", "guest", "own", "report")]
    goes = [f"{SEED}{where}" for where in ("name", "mail", "former", "nickname", "contact")]
    assert [word for word in stays if word not in left] == []
    assert [word for word in goes if word in left] == []
    rows = db.session.scalars(see_all(select(Contribution), "a test")).all()
    assert {row.author_id for row in rows} == {None}
    assert {row.display_name for row in rows} == {"", f"{SEED}club"}


def test_the_texts_of_others_stay(planted: Browser) -> None:
    other = factories.idea(text="Von jemand anderem.", mail="other@example.org")
    _erase(planted, "delete")
    assert db.session.get_one(Contribution, other.id).text == "Von jemand anderem."
    assert contributions.contact_of(other).mail == "other@example.org"


def test_erasing_needs_the_password_and_a_choice(planted: Browser) -> None:
    planted.fill("/account/erase", 422, texts="delete", current="not the present one")
    planted.fill("/account/erase", 422, current=PASSWORD)
    planted.get("/account")


def test_the_second_of_two_taps_is_led_to_the_same_page(planted: Browser) -> None:
    sent = {**planted.get("/account/erase").fields(), "texts": "delete", "current": PASSWORD}
    planted.post("/account/erase", sent)
    assert planted.post("/account/erase", sent).location == "/erased"
    assert planted.get("/en/erased").h1 == "Your account has been erased"


def test_an_erased_address_can_make_a_new_account(planted: Browser) -> None:
    _erase(planted, "delete")
    again = Browser(planted.app)
    again.fill("/sign-up", mail=MAIL, name="Mia")
    again.fill(link(MAIL), new=PASSWORD, repeated=PASSWORD)
    assert "contributions" not in json.loads(again.client.get("/account/data.json").text)
