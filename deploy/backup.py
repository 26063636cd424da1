"""Write a backup of the database while people go on using it, and let old ones go.

    python -m deploy.backup FOLDER [--days 14]

The settings say which database. A SQLite file is copied by SQLite's own means, so that the copy is whole; PostgreSQL is
dumped by pg_dump. The pictures and documents of people lie in one folder beside the backups. Old backups are deleted,
because what was erased for a person must leave the backups too.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

from participation.core import settings


def main(environ: Mapping[str, str], arguments: list[str]) -> int:
    """Write one backup, check it, and delete those that are too old."""
    parser = argparse.ArgumentParser(description="Back up the database of one installation.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--days", type=int, default=14, help="how long backups are kept")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    known = settings.load(environ)
    made = backup(known.database_url, options.folder)
    files = backup_files(known.instance, options.folder / "files")
    gone = forget_old(options.folder, options.days)
    gone_files = forget_files(known.instance, options.folder / "files", options.days)
    print(f"{made}: {made.stat().st_size} bytes; {gone} old backups deleted")
    print(f"{options.folder / 'files'}: {files} new files; {gone_files} old files deleted")
    return 0


def backup(database_url: str, folder: Path) -> Path:
    """Write a backup of this database into the folder and return it; half a backup never has the final name."""
    stamp = f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    is_sqlite = database_url.startswith("sqlite")
    final = folder / f"stadtfaden-{stamp}.{'sqlite' if is_sqlite else 'dump'}"
    half = final.with_name(final.name + ".part")
    half.touch(mode=0o600)
    (copy_sqlite if is_sqlite else dump_postgresql)(database_url, half)
    half.rename(final)
    return final


def copy_sqlite(database_url: str, target: Path) -> None:
    """Copy a SQLite database as it stands at one moment, and check the copy.

    Raises:
        RuntimeError: where the copy is not whole.
    """
    source = sqlite3.connect(f"file:{database_url.removeprefix('sqlite:///')}?mode=ro", uri=True, timeout=60)
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        said = copy.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        copy.close()
        source.close()
    if said != "ok":
        raise RuntimeError(f"the copy is not whole: {said}")


def dump_postgresql(database_url: str, target: Path) -> None:
    """Let pg_dump write the database as it stands at one moment, in its own compressed format."""
    url = make_url(database_url).set(drivername="postgresql")
    # By the environment, since everybody on the machine can read a program's arguments.
    environment = {**os.environ, "PGPASSWORD": url.password or ""}
    address = url.set(password=None).render_as_string(hide_password=False)
    subprocess.run(["pg_dump", "--format=custom", f"--file={target}", address], env=environment, check=True)


def backup_files(instance: Path, folder: Path) -> int:
    """Copy the pictures and documents that the folder does not have yet, and return how many.

    A file never changes, because its name is the hash of its content. So the folder holds each once, for all backups.
    """
    copied = 0
    for source in (instance / "files").glob("*/[0-9a-f]*"):
        target = folder / source.parent.name / source.name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copyfile(source, target.with_suffix(".part"))
            target.with_suffix(".part").rename(target)
            copied += 1
        target.touch()
    return copied


def forget_files(instance: Path, folder: Path, days: int) -> int:
    """Delete the copies of files that have been gone from the installation for longer than this; return how many."""
    border = time.time() - timedelta(days=days).total_seconds()
    kept = {one.name for one in (instance / "files").glob("*/*")}
    old = [one for one in folder.glob("*/*") if one.name not in kept and one.stat().st_mtime <= border]
    for one in old:
        one.unlink()
    return len(old)


def forget_old(folder: Path, days: int) -> int:
    """Delete the backups older than this, and return how many."""
    border = time.time() - timedelta(days=days).total_seconds()
    old = [path for path in folder.glob("stadtfaden-*") if path.stat().st_mtime < border]
    for path in old:
        path.unlink()
    return len(old)


if __name__ == "__main__":
    sys.exit(main(os.environ, sys.argv[1:]))
