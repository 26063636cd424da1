"""What the pages of all ways in begin with at the desk."""

from collections.abc import Sequence

from flask import abort
from sqlalchemy import select

from participation.access.actions import Action
from participation.access.guard import can
from participation.core.database import db
from surveys import services
from surveys.models import Survey


def survey_at_desk(slug: str) -> Survey:
    """Return the survey of this name, whether it is published or still being written."""
    return services.by_slug(slug) or abort(404)


def surveys_at_desk() -> Sequence[Survey]:
    """Return the surveys whose ways in this person may look after, those in preparation too; newest first."""
    found = db.session.scalars(select(Survey).order_by(Survey.opens_at.desc(), Survey.id.desc())).unique()
    return [one for one in found if can(Action.ENTER_CONTRIBUTIONS, one.process)]
