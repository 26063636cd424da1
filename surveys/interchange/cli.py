"""`flask surveys import` and `export`: survey files in and out."""

import json
import sys
from pathlib import Path

import click
from flask import current_app
from flask_babel import force_locale
from sqlalchemy.exc import SQLAlchemyError

from participation.core.database import db, reading
from participation.core.vocabulary import Language
from participation.process import services as processes
from participation.process.models import Process
from participation.web.languages import ENVIRON_KEY
from surveys import services
from surveys.interchange import files, storing
from surveys.interchange.imported import NAMES, Imported, RefusedFileError
from surveys.interchange.out import formats
from surveys.interchange.out.formats import Format
from surveys.interchange.report import Verdict


@click.command("import")
@click.argument("file")
@click.option("--process", "-p", "slug", default="", help="The process whose survey it becomes; the current one else.")
@click.option("--dry-run", is_flag=True, help="Only say what would be kept, changed and lost. Needs no database.")
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON, with reasons in German and English.")
def import_(file: str, slug: str, *, dry_run: bool, as_json: bool) -> None:
    """Read a survey from an XLSForm, a LimeSurvey .lss, a SurveyJS or our own JSON, and keep it as a draft."""
    with force_locale("en"):
        found = _read(file)
        if not dry_run:
            name = _stored(found, slug)
            click.echo(f"The draft is called {name}.", err=True)
        if as_json:
            click.echo(json.dumps({"file": Path(file).name, **found.to_json()}, ensure_ascii=False, indent=1))
        else:
            _say(file, found)


def _read(file: str) -> Imported:
    try:
        with Path(file).open("rb") as source:
            content = source.read(files.LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be read"
        raise click.ClickException(f"The file cannot be opened: {reason}.") from error
    try:
        return files.imported(content)
    except RefusedFileError as error:
        raise click.ClickException(str(error)) from error


def _stored(found: Imported, slug: str) -> str:
    try:
        survey = storing.store(_process(slug), found)
        db.session.commit()
    except SQLAlchemyError as error:
        raise click.ClickException(
            "The database is not ready. Please start the site once, or use --dry-run."
        ) from error
    return survey.slug


def _process(slug: str) -> Process:
    process = processes.by_slug(slug) if slug else processes.current()
    if process is None:
        raise click.ClickException(
            f"There is no process “{slug}”." if slug else "There is no process yet. Please open one, or use --dry-run."
        )
    return process


def _say(file: str, found: Imported) -> None:
    count = found.report.questions
    click.echo(
        f"{Path(file).name}: {NAMES[found.kind]}, {count.total()} questions, {count[Verdict.KEPT]} kept, "
        f"{count[Verdict.CHANGED]} changed, {count[Verdict.LOST]} lost."
    )
    for line in found.report.notable:
        click.echo(f"{line.verdict.value}\t{line.item}\t{line.what}\t{line.reason}")


@click.command("export")
@click.argument("slug")
@click.option("--format", "-f", "name", type=click.Choice([one.value for one in Format]), default=Format.CSV.value)
@click.option("--out", "-o", "target", default="", help="Where the file is written; standard output else.")
@click.option("--language", "-l", type=click.Choice(["de", "en"]), default="de", help="Of labels and the report.")
def export(slug: str, name: str, target: str, language: str) -> None:
    """Write a survey: its answers (csv, xlsx, sav), codebook, report, or its questions (xlsform, surveyjs, json)."""
    format_, path = Format(name), f"/{language}" if language != "de" else ""
    spoken = {"SCRIPT_NAME": path, ENVIRON_KEY: Language(language)}
    try:
        with current_app.test_request_context("/", environ_overrides=spoken), reading():
            content = _exported(slug, format_)
    except SQLAlchemyError as error:
        raise click.ClickException("The database is not ready. Please start the site once.") from error
    if not target:
        sys.stdout.buffer.write(content)
        return
    try:
        Path(target).write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"The file cannot be written: {error.strerror}.") from error
    click.echo(f"{target}: {len(content)} bytes", err=True)


def _exported(slug: str, format_: Format) -> bytes:
    """Return the file, and show on standard error how far it is where it holds many answers."""
    survey = services.by_slug(slug)
    if survey is None:
        raise click.ClickException(f"There is no survey “{slug}”. `flask surveys list` names them.")
    total = services.counted(survey) if formats.TYPES[format_].holds_answers else 0
    with click.progressbar(length=total, file=sys.stderr, label=format_.value, hidden=not total) as bar:
        try:
            return formats.exported(survey, format_, bar.update)
        except RefusedFileError as error:
            with force_locale("en"):
                raise click.ClickException(str(error)) from error
