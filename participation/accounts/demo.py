"""The staff of the demo town, named after what they do, and one of its people; passwords are made when asked for."""

from typing import Any

from participation.access.guard import Grant
from participation.accounts import services
from participation.core.database import db
from participation.core.vocabulary import Role

CITIZEN = "mia@elderow.example"
PEOPLE = (
    ("moderation@elderow.example", "Moderation (Demo)", "Stabsstelle Digitalisierung", Role.MODERATOR, "Moderation"),
    ("planung@elderow.example", "Planung (Demo)", "Bauamt", Role.PLANNER, "Planung"),
    ("leitung@elderow.example", "Leitung (Demo)", "Stabsstelle Digitalisierung", Role.LEAD, "Leitung"),
    (CITIZEN, "Mia aus der Altstadt", "", Role.CITIZEN, "Bürgerin"),
)


def add_people(town: Any) -> None:
    """Add one person for each role and tell the town their passwords; those who are there keep theirs."""
    for mail, name, unit, role, label in PEOPLE:
        known = services.by_mail(mail)
        if known and not town.staff_passwords:
            continue
        password = services.renew_password(known) if known else services.add_person(mail, name, unit, [Grant(role)])[1]
        town.say_password(mail, label, password)


def remove_people(_town: Any) -> None:
    """Remove the people of the demo town; what they decided stays where it is."""
    for mail, *_rest in PEOPLE:
        known = services.by_mail(mail)
        if known:
            db.session.delete(known)
    db.session.flush()
