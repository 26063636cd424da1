"""A survey of the demo town that somebody is still writing."""

from sqlalchemy import delete

from participation.core.capacity import Capacity
from participation.core.database import Texts, db
from participation.core.jobs import Job
from participation.process.demo import DemoTown
from surveys import services as surveys
from surveys.editor import library, services
from surveys.models import Survey
from surveys.opening import closing_key
from surveys.scarce import Quota, Scarce

SLUG = "hilfe-mit-digitalen-dingen"
YOUNG = Scarce(quotas=(Quota("Q1", 'age = "a1"', 40),))
"""Of the youngest, forty answers are wanted."""
ASKED = ("age", "internet_at_home", "devices", "skills", "help", "help_from", "access_needs")


def load(town: DemoTown) -> None:
    """Begin a survey about help with digital things."""
    if surveys.by_slug(SLUG):
        return
    questions = tuple(question for key in ASKED if (question := library.ready(key)))
    title = Texts(de="Hilfe mit digitalen Dingen", en="Help with digital things")
    lead = Texts(de="Sie sagen uns, wo Hilfe fehlt.")
    services.begin(town.process, title, questions, lead=lead, minutes=2, limits=YOUNG)


def erase(_town: object) -> None:
    """Remove the draft, and the job that would open its answers."""
    survey = surveys.by_slug(SLUG)
    if survey is not None:
        db.session.execute(delete(Job).where(Job.key == closing_key(survey.id)))
        db.session.execute(delete(Capacity).where(Capacity.name.startswith(f"survey:{survey.id}:")))
        db.session.execute(delete(Survey).where(Survey.id == survey.id))
