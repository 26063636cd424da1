"""`flask process`: a town's own process from a file. `flask demo`: load the demo town, once; or take it away again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sqlalchemy import event
from sqlalchemy.orm import Session

from participation.core.database import db
from participation.core.feature import features
from participation.process import files, places
from participation.process.demo import Anchor, DemoTown

process = AppGroup("process", help="The town's own process.")


@process.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load_file(file: Path) -> None:
    """Store the process that FILE describes (see deploy/process.example.toml); the same name again renews it."""
    try:
        made = files.load(file)
    except files.ProcessFileError as error:
        raise click.ClickException("\n".join(error.mistakes)) from error
    slug = made.slug
    db.session.commit()
    click.echo(f"The process {slug} is there. Next: flask contributions board ideen --process {slug}")


@process.command("areas")
@click.argument("file", type=click.File(encoding="utf-8"))
def load_areas(file: TextIO) -> None:
    """Store how the parts of the town lie: FILE is GeoJSON (WGS 84), each feature with the code or name of its part."""
    try:
        count = places.load_areas(file.read())
    except places.PlacesError as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(f"{count} areas are there; the maps show them.")


streets = AppGroup("streets", help="The town's own list of streets.")


@streets.command("import")
@click.argument("file", type=click.File(encoding="utf-8-sig"))
def import_streets(file: TextIO) -> None:
    """Store the streets of FILE, a table with the columns name, district, latitude, longitude; again renews them."""
    try:
        count, fresh = places.load_streets(file.read())
    except places.PlacesError as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(f"{count} streets, {fresh} of them new.")


Part = tuple[str, Callable[[Any], None]]


@click.command("demo")
@click.option(
    "--as-of",
    "anchor",
    type=click.Choice([anchor.value for anchor in Anchor]),
    default=Anchor.PHASE2.value,
    help="Where in its story the town stands: collecting ideas, or checking what works.",
)
@click.option("--erase", is_flag=True, help="Take the demo town away, and nothing else.")
@click.option("--staff-passwords", is_flag=True, help="Give the demo staff fresh passwords and print them.")
@with_appcontext
def demo_command(anchor: str, erase: bool, staff_passwords: bool) -> None:
    """Load the demo town Elderow, once; its calendar is moved to today."""
    console = Console(highlight=False)
    town = DemoTown.standing_at(Anchor(anchor), staff_passwords=staff_passwords)
    if town.anchor != anchor and not erase:
        raise click.ClickException(f"The demo town stands in {town.anchor} already; take it away first with --erase.")
    parts = list(_parts(erase=erase))
    with current_app.test_request_context():
        changed = _work_through(town, parts, console)
    _report(console, town, erase=erase, changed=changed)


def _parts(*, erase: bool) -> Iterator[Part]:
    """Yield what every feature does; erasing goes from the top of the house down."""
    if not erase:
        yield from ((feature.name, feature.demo) for feature in features() if feature.demo)
    else:
        yield from ((feature.name, feature.erase_demo) for feature in reversed(features()) if feature.erase_demo)


def _work_through(town: DemoTown, parts: list[Part], console: Console) -> int:
    """Let every feature do its part in a transaction of its own; return how many rows changed."""
    changed = 0
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Demo town", total=len(parts))
        for name, do in parts:
            progress.update(task, description=name)
            with _counted() as count:
                do(town)
                db.session.commit()
            changed += sum(count)
            progress.advance(task)
    return changed


@contextmanager
def _counted() -> Iterator[list[int]]:
    """Count the rows that the session writes."""
    count: list[int] = []

    def note(session: Session, _context: object) -> None:
        count.append(len(session.new) + len(session.deleted) + sum(map(session.is_modified, session.dirty)))

    session = db.session()
    event.listen(session, "after_flush", note)
    try:
        yield count
    finally:
        event.remove(session, "after_flush", note)


def _report(console: Console, town: DemoTown, *, erase: bool, changed: int) -> None:
    if erase:
        console.print("The demo town is gone." if changed else "There is no demo town; nothing has changed.")
        return
    console.print(
        f"The demo town is ready; in its story today is {town.as_of}."
        if changed
        else "The demo town is here already; nothing has changed."
    )
    if town.staff_passwords and town.passwords:
        table = Table("Role", "Mail", "Password", title="Demo accounts")
        for row in town.passwords:
            table.add_row(*row)
        console.print(table)
