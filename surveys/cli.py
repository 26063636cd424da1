"""`flask surveys`: what stands open, what is sealed, and where the keys lie."""

import click
from flask.cli import AppGroup

from participation.core.database import reading
from surveys import opening, sealing, services
from surveys.interchange.cli import export, import_
from surveys.keys import key_folder
from surveys.models import Survey
from surveys.receipts import services as receipts
from surveys.rules import SMALLEST_BATCH

surveys = AppGroup("surveys", help="Surveys: what is sealed and counted, where the keys lie, files in and out.")
surveys.add_command(import_)
surveys.add_command(export)


@surveys.command("list")
def list_() -> None:
    """List the surveys: name, state, last day, answers that were counted, answers that are still sealed."""
    with reading():
        for survey in services.surveys():
            counted, sealed = services.counted(survey), services.sealed_count(survey)
            click.echo(f"{survey.slug}\t{survey.state}\t{survey.closes_on}\t{counted} counted\t{sealed} sealed")


@surveys.command("open")
@click.argument("slug")
def open_(slug: str) -> None:
    """Open the sealed answers of a survey now, as far as they may be: at least 25 at once, or all after closing."""
    survey = _known(slug)
    try:
        count = opening.open_all(survey.slug)
    except sealing.KeyMissingError as error:
        raise click.ClickException(f"{error}: {key_folder()}") from error
    left = services.sealed_count(_known(slug))
    click.echo(f"{count} opened, {left} sealed.")
    if left:
        click.echo(f"They are opened with others, once {SMALLEST_BATCH} are there, or after the survey closes.")


@surveys.command("key")
@click.argument("slug")
def key(slug: str) -> None:
    """Say where the key file of a survey lies and whether it is the right one; never what is in it."""
    survey = _known(slug)
    click.echo(f"{key_folder() / slug}.key")
    click.echo(f"fingerprint {sealing.fingerprint(survey.public_key)}")
    try:
        sealing.Opener(key_folder(), slug, survey.public_key)
    except sealing.KeyMissingError as error:
        raise click.ClickException(str(error)) from error
    click.echo("It is there and fits.")


@surveys.command("verify")
@click.argument("slug")
def verify(slug: str) -> None:
    """Compare the public list of what was counted with the answers in the database; name what differs."""
    survey = _known(slug)
    with reading():
        found = receipts.faults(survey)
        count = len(receipts.answers_to_check(survey))
    if found:
        raise click.ClickException("\n".join(found))
    click.echo(f"{count} answers stand in the list as they were counted.")


def _known(slug: str) -> Survey:
    with reading():
        survey = services.by_slug(slug)
    if survey is None:
        raise click.UsageError(f"There is no survey “{slug}”. `flask surveys list` names them.")
    return survey
