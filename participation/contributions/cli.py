"""`flask contributions`: take in ideas that were collected elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import func, select

from participation.access.guard import see_all
from participation.contributions import services, table
from participation.contributions.models import Board, Idea
from participation.contributions.services import Draft
from participation.contributions.table import GUESSES, Bad, BadRowError, DraftReader, Row, UnreadableError
from participation.core import database
from participation.core.database import Texts, db
from participation.process.models import District, Process

BATCH = 50

contributions = AppGroup("contributions", help="Contributions: boards, and ideas from elsewhere.")


@contributions.command("boards")
def boards() -> None:
    """List the boards with the number of their ideas."""
    count = select(func.count(Idea.id)).where(Idea.board_id == Board.id).scalar_subquery()
    statement = see_all(select(Board, count).order_by(Board.slug), "a number for the operator")
    for board, ideas in db.session.execute(statement).unique():
        click.echo(f"{board.slug}\t{board.title.in_('de')}\t{ideas}")


@contributions.command("board")
@click.argument("slug")
@click.option("--process", "process_slug", required=True, help="The process the board belongs to.")
@click.option("--title", default="Ideen", show_default=True, help="What the board is called, in German.")
@click.option("--question", default="Was soll besser werden?", show_default=True, help="What it asks, in German.")
def add_board(slug: str, process_slug: str, title: str, question: str) -> None:
    """Open a board for ideas in a process; the same name again renews title and question."""
    process = db.session.scalars(select(Process).where(Process.slug == process_slug)).first()
    if process is None:
        raise click.UsageError(f"There is no process “{process_slug}”. `flask process load` makes one.")
    board = db.session.scalars(select(Board).where(Board.slug == slug)).unique().first() or Board(slug=slug)
    board.process_id, board.title = process.id, Texts(de=title)
    board.question, board.hint = Texts(de=question), Texts(de="")
    db.session.add(board)
    db.session.commit()
    click.echo(f"The board {slug} is open at /boards/{slug} while the process collects ideas.")


@dataclass
class _Report:
    """What became of the rows of a file."""

    read: int = 0
    new: int = 0
    bad: list[Bad] = field(default_factory=list)


@contributions.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--board", "slug", required=True, help="Where the ideas belong, for example: ideen.")
@click.option(
    "--map", "mapping", multiple=True, metavar="WHAT=COLUMN", help=f"Which column holds {', '.join(GUESSES)}."
)
@click.option("--delimiter", help="What stands between columns; found out by itself where not given.")
@click.option("--encoding", help="How the file is written; UTF-8 or Windows where not given.")
@click.option("--source", help="A name for where the ideas come from; the file's name where not given.")
def import_file(  # click hands over one argument for each option, by name
    file: Path, slug: str, mapping: tuple[str, ...], delimiter: str | None, encoding: str | None, source: str | None
) -> None:
    """Take in the ideas of a CSV file as published ones; doing it twice adds nothing."""
    board = db.session.scalars(select(Board).where(Board.slug == slug)).unique().first()
    if board is None:
        raise click.UsageError(f"There is no board “{slug}”. `flask contributions boards` lists them.")
    named = _named(mapping)
    try:
        text = table.decoded(file.read_bytes(), encoding)
        header, rows = table.rows(text, _delimiter(delimiter) or table.guessed_delimiter(text))
        reader = DraftReader(board.id, _fields(board), _districts(), table.columns(header, named), source or file.stem)
    except UnreadableError as error:
        raise click.ClickException(str(error)) from error
    report = _take_in(reader, rows, text.count("\n"))
    _say(report)


def _named(mapping: tuple[str, ...]) -> dict[str, str]:
    named = {what: column for what, _equals, column in (pair.partition("=") for pair in mapping)}
    unknown = [what for what, column in named.items() if what not in GUESSES or not column]
    if unknown:
        raise click.UsageError(f"--map {unknown[0]}: write WHAT=COLUMN, with WHAT one of {', '.join(GUESSES)}.")
    return named


def _delimiter(given: str | None) -> str | None:
    sign = "\t" if given == "\\t" else given
    if sign is not None and len(sign) != 1:
        raise click.UsageError("--delimiter is one sign, such as ; or \\t for a tabulator.")
    return sign


def _districts() -> dict[str, int]:
    found: dict[str, int] = {}
    for district in db.session.scalars(select(District)):
        found[district.code.lower()] = found[district.name.lower()] = district.id
    return found


def _fields(board: Board) -> dict[str, int]:
    return {name.lower(): field.id for field in board.process.fields for name in (field.code, *field.name.values())}


def _take_in(reader: DraftReader, rows: Iterator[Row | Bad], lines: int) -> _Report:
    report = _Report()
    board_id = reader.board_id
    db.session.rollback()  # no transaction is open while rows are read, only while a batch is stored
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Ideas", total=lines)
        for batch in table.batches(_drafts(reader, rows, report), BATCH):
            report.new += services.import_ideas(db.session.get_one(Board, board_id), batch)
            db.session.commit()
            progress.update(task, completed=report.read)
    database.count_anew()
    db.session.commit()
    return report


def _drafts(reader: DraftReader, rows: Iterator[Row | Bad], report: _Report) -> Iterator[Draft]:
    for row in rows:
        report.read += 1
        if isinstance(row, Bad):
            report.bad.append(row)
            continue
        try:
            yield reader.draft(row)
        except BadRowError as reason:
            report.bad.append(Bad(row.line, str(reason)))


def _say(report: _Report) -> None:
    for bad in report.bad:
        click.echo(f"Line {bad.line}: {bad.reason}.", err=True)
    known = report.read - report.new - len(report.bad)
    click.echo(f"{report.new} ideas are new, {known} were there before, {len(report.bad)} rows were left out.")
    if report.read == len(report.bad):
        raise click.exceptions.Exit(1)
