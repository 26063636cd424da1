"""What holds for the whole house, checked on the running application and on its sources."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template
from sqlalchemy import select, text

from participation.access.guard import UncheckedSelectError, see_all, visible
from participation.contributions import services as contributions
from participation.contributions.models import Idea
from participation.core.database import Base, db
from participation.core.vocabulary import Role
from tests import factories
from tests.architecture import rules
from tests.client import Browser

OPEN_WITHOUT_POLICY: set[str] = set()


def test_every_writing_view_asks_the_policy(app: Flask) -> None:
    views = rules.writing_views(app.url_map.iter_rules(), app.view_functions)
    assert len(views) >= 5
    assert rules.unguarded(views) == []


def test_a_view_without_require_would_be_found() -> None:
    def careless() -> str:
        return "stored"

    assert rules.unguarded([("careless", careless)]) == ["careless"]


def test_addresses_are_typed_and_kebab_case(app: Flask) -> None:
    assert rules.untidy_addresses(rule.rule for rule in app.url_map.iter_rules()) == []


@pytest.mark.parametrize("address", ["/ideas/<reference>", "/Ideas", "/my_ideas", "/ideas/<int:id>/Big"])
def test_an_untidy_address_would_be_found(address: str) -> None:
    assert rules.untidy_addresses([address]) == [address]


def test_nobody_imports_the_composition_root() -> None:
    sources = {str(path): path.read_text(encoding="utf-8") for path in rules.python_files()}
    assert len(sources) > 50
    assert rules.importers_of("wsgi", sources) == []


def test_an_import_of_the_composition_root_would_be_found() -> None:
    assert rules.importers_of("wsgi", {"a.py": "def f():\n    from wsgi import app"}) == ["a.py"]


def test_every_column_says_what_it_holds_about_people(app: Flask) -> None:
    assert rules.unmarked(Base.metadata) == []


def test_an_unmarked_column_would_be_found() -> None:
    from sqlalchemy import Column, MetaData, String, Table

    metadata = MetaData()
    Table("diary", metadata, Column("secret", String))
    assert rules.unmarked(metadata) == ["diary.secret"]


def test_everything_about_people_is_exported_erased_and_retained_by_a_feature(app: Flask) -> None:
    tables = set(rules.tables_with_people(Base.metadata))
    installed = app.extensions["features"]
    handled = {table for feature in installed if feature.personal_data for table in feature.personal_data.tables}
    retained = {table for feature in installed for one in feature.retention for table in one.tables}
    assert tables - handled == set(), "no feature exports and erases these"
    assert tables - retained == set(), "no feature ever deletes these"


def test_a_feature_that_forgets_a_table_would_be_found() -> None:
    assert "contribution" in rules.tables_with_people(Base.metadata)


def test_the_glossary_and_the_docstrings_agree(app: Flask) -> None:
    said = {mapper.class_.__name__: rules.german_term(mapper.class_.__doc__) for mapper in Base.registry.mappers}
    written = rules.glossary((rules.ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))
    assert None not in said.values(), [name for name, term in said.items() if term is None]
    assert {name: written.get(name) for name in said} == said


def test_a_class_without_a_german_term_would_be_found() -> None:
    assert rules.german_term("A nameless thing.") is None
    assert rules.german_term("An idea (Idee).") == "Idee"


def test_an_unchecked_select_of_ideas_raises(app: Flask) -> None:
    factories.idea()
    with pytest.raises(UncheckedSelectError):
        db.session.scalars(select(Idea)).all()
    assert db.session.scalars(visible(select(Idea))).all()
    assert db.session.scalars(see_all(select(Idea), "a test")).all()


def _row_hashes() -> dict[str, str]:
    with db.engine.begin() as connection:
        return {
            table.name: hashlib.sha256(
                repr(sorted(map(repr, connection.execute(text(f'SELECT * FROM "{table.name}"')).all()))).encode()
            ).hexdigest()
            for table in Base.metadata.sorted_tables
        }


def _every_address(app: Flask, values: dict[str, str]) -> Iterator[str]:
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or set()) and rule.endpoint != "static":
                known = {name: values.get(name, "1") for name in rule.arguments}
                built = rule.build(known)
                assert built is not None
                yield built[1]


@pytest.fixture
def town(app: Flask) -> dict[str, str]:
    """A small town with something behind every address; values for every parameter."""
    process = factories.process(slug="ideen")
    board = factories.board(slug="ideen", process_id=process.id)
    receipt = contributions.receipt_code("the once-key of a test")
    public = factories.idea(board, receipt=receipt)
    factories.idea(board, public=False)
    return {
        "slug": "ideen",
        "code": receipt,
        "reference": public.reference,
        "name": "imprint",
        "report_id": "1",
        "job_id": "1",
    }


@pytest.mark.parametrize("who", ["guest", "lead"])
def test_opening_any_page_changes_nothing_and_sets_no_cookie(
    app: Flask, browser: Browser, staff, town, who: str
) -> None:
    reader = browser if who == "guest" else staff(Role.LEAD)
    before = _row_hashes()
    for address in _every_address(app, town):
        answer = reader.client.get(address)
        assert answer.status_code in {200, 302, 303, 401, 403, 404}, f"{address}: {answer.status_code}"
        assert "Set-Cookie" not in answer.headers, address
    db.session.rollback()
    assert _row_hashes() == before


def test_a_page_that_writes_while_it_is_read_would_fail(app: Flask) -> None:
    with pytest.raises(Exception, match=r"read-?only"):
        db.session.execute(text("DELETE FROM process"))
    db.session.rollback()


def test_the_error_page_needs_nothing_but_itself(app: Flask) -> None:
    with app.test_request_context():
        assert "500" in render_template("errors/error.html", code=500, title="500", advice="")


def test_every_python_file_stays_readable() -> None:
    long = [str(path) for path in rules.python_files() if len(path.read_text(encoding="utf-8").splitlines()) > 400]
    assert [path for path in long if Path(path).name != "words.py" and "migrations" not in path] == []
