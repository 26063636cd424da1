import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from participation.core import migrate, search
from participation.core.database import db, is_sqlite, read_only
from tests.participation.core import workshop

HOUSE = Path(__file__).parents[3]

PARENT_REBUILT = '''
"""A migration that builds a table anew, to which others refer."""

import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("test_parent", recreate="auto") as batch:
        batch.alter_column("name", type_=sa.String(80), nullable=False)
    {more}


def downgrade() -> None:
    pass
'''


@pytest.fixture
def empty(make_environ) -> Iterator[Flask]:
    """A house whose database has nothing in it."""
    app = workshop.make(make_environ())
    read_only(False)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def with_migration(tmp_path, monkeypatch) -> Callable[[str], None]:
    """Add a migration to a copy of ours."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder)
    monkeypatch.setattr(migrate, "FOLDER", folder)

    def add(more: str = "pass") -> None:
        head = max(path.name[:4] for path in (folder / "versions").glob("[0-9]*.py"))
        (folder / "versions" / "9001_parent.py").write_text(PARENT_REBUILT.format(head=head, more=more))

    return add


def execute(*statements: str) -> list[object]:
    with db.engine.begin() as connection:
        results = [connection.exec_driver_sql(statement) for statement in statements]
        return list(results[-1].scalars()) if results[-1].returns_rows else []


def make_family() -> None:
    execute(
        "CREATE TABLE test_parent (id INTEGER PRIMARY KEY, name VARCHAR(40))",
        "CREATE TABLE test_child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES test_parent ON DELETE CASCADE)",
        "INSERT INTO test_parent VALUES (1, 'parent')",
        "INSERT INTO test_child VALUES (1, 1)",
    )


def test_an_upgrade_makes_the_database_and_a_second_one_changes_nothing(empty) -> None:
    assert not migrate.is_current()
    migrate.upgrade()
    assert migrate.is_current()
    migrate.upgrade()


def test_models_and_migrations_agree(empty) -> None:
    import wsgi

    assert wsgi.FEATURES
    migrate.upgrade()
    assert migrate.differences() == []


def test_a_difference_between_models_and_migrations_would_be_found(empty) -> None:
    migrate.upgrade()
    execute("ALTER TABLE mail ADD COLUMN mood VARCHAR")
    assert migrate.differences() != []


def test_a_table_that_is_built_anew_keeps_the_rows_that_refer_to_it(empty, with_migration) -> None:
    migrate.upgrade()
    make_family()
    with_migration()
    migrate.upgrade()
    assert execute("SELECT count(*) FROM test_child") == [1]


def test_without_our_care_it_would_lose_them(empty, with_migration, monkeypatch) -> None:
    """The negative control of the test above."""
    if not is_sqlite():
        pytest.skip("only SQLite builds tables anew")
    migrate.upgrade()
    make_family()
    with_migration()
    monkeypatch.setattr(migrate, "is_sqlite", lambda: False)
    monkeypatch.setattr(migrate, "_one_at_a_time", nullcontext)
    migrate.upgrade()
    assert execute("SELECT count(*) FROM test_child") == [0]


def test_a_migration_that_breaks_references_is_taken_back_whole(empty, with_migration) -> None:
    if not is_sqlite():
        pytest.skip("PostgreSQL checks references by itself")
    migrate.upgrade()
    make_family()
    with_migration(more='op.execute("DELETE FROM test_parent")')
    with pytest.raises(migrate.BrokenReferencesError, match="1 rows refer to nothing, in: test_child"):
        migrate.upgrade()
    assert execute("SELECT name FROM test_parent") == ["parent"]
    assert execute("SELECT version_num FROM alembic_version") != ["9001"]


def test_foreign_keys_are_watched_again_after_an_upgrade(empty) -> None:
    if not is_sqlite():
        pytest.skip("PostgreSQL always does")
    migrate.upgrade()
    with db.engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_many_processes_that_start_at_once_upgrade_once(empty) -> None:
    errors: list[Exception] = []

    def one() -> None:
        with empty.app_context():
            try:
                migrate.upgrade()
            except Exception as error:  # noqa: BLE001  # the test looks at it
                errors.append(error)

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert migrate.is_current()


def test_search_works_after_an_upgrade_even_where_its_triggers_were_lost(empty) -> None:
    migrate.upgrade()
    if is_sqlite():
        execute("DROP TRIGGER search_entry_added")
    migrate.upgrade()
    search.index("idea", 1, "Bank")
    found = search.matches("idea", "Bank")
    assert found is not None
    assert db.session.scalars(found).all() == [1]


@pytest.mark.slow
def test_the_command_upgrades_and_says_so(make_environ) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "tests.participation.core.workshop", "upgrade"],
        cwd=HOUSE, env=make_environ(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "up to date" in done.stdout
    assert done.stderr == ""
