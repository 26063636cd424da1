"""`flask accounts`: add people, list them, change what they may, lock them, give them a fresh password."""

import click
from flask.cli import AppGroup

from participation.access.guard import Grant
from participation.accounts import services
from participation.accounts.models import Person
from participation.core.database import db
from participation.core.vocabulary import Role

ROLES = [role.value for role in Role if role is not Role.GUEST]

accounts = AppGroup("accounts", help="People who can sign in.")


@accounts.command("add")
@click.argument("mail")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the person may be.")
@click.option("--on", "subject", default="", help="Only on this, such as board:ideen; otherwise everywhere.")
@click.option("--unit", default="", help="The person's office.")
def add(mail: str, name: str, role: str, subject: str, unit: str) -> None:
    """Add a person and print a fresh password."""
    if "@" not in mail:
        raise click.ClickException(f"“{mail}” is not a mail address.")
    try:
        person, password = services.add_person(mail, name, unit, [Grant(Role(role), subject or None)])
    except services.KnownMailError as error:
        raise click.ClickException(f"There is an account for {mail} already.") from error
    db.session.commit()
    click.echo(f"{person.mail} can sign in with the password {password}")


@accounts.command("role")
@click.argument("mail")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--on", "subject", default="", help="Only on this, such as board:ideen; otherwise everywhere.")
def change_role(mail: str, role: str, subject: str) -> None:
    """Give a person this role instead of those before, at once and on all devices."""
    person = _person(mail)
    before = _roles(person)
    try:
        services.give_role(person, Grant(Role(role), subject or None))
    except services.LastLeadError as error:
        raise click.ClickException(f"{mail} is the last who leads. Give somebody else that role first.") from error
    db.session.commit()
    click.echo(f"{mail} is now {_roles(person)}, and was {before or 'nothing'} before.")


@accounts.command("list")
def list_people() -> None:
    """List everybody with their roles."""
    for person in services.people():
        state = "locked" if person.locked_at else ""
        click.echo("\t".join((person.mail, person.name, person.unit, _roles(person), state)).rstrip())


@accounts.command("lock")
@click.argument("mail")
def lock(mail: str) -> None:
    """Keep a person out, at once and on all devices."""
    services.lock(_person(mail))
    db.session.commit()
    click.echo(f"{mail} is locked out.")


@accounts.command("unlock")
@click.argument("mail")
def unlock(mail: str) -> None:
    """Let a person in again."""
    services.unlock(_person(mail))
    db.session.commit()
    click.echo(f"{mail} can sign in again.")


@accounts.command("password")
@click.argument("mail")
def password(mail: str) -> None:
    """Give a person a fresh password and print it."""
    fresh = services.renew_password(_person(mail))
    db.session.commit()
    click.echo(f"{mail} can sign in with the password {fresh}")


def _roles(person: Person) -> str:
    return ", ".join(f"{grant.role}{f' on {grant.subject}' if grant.subject else ''}" for grant in person.grants)


def _person(mail: str) -> Person:
    found = services.by_mail(mail)
    if found is None:
        raise click.ClickException(f"There is no account for {mail}.")
    return found
