"""Makes an imported survey a draft: nobody but the staff sees it until it is published."""

import re
from datetime import timedelta
from math import ceil

from participation.core import clock
from participation.core.database import Texts
from participation.process.models import Process
from participation.questions.types import budget
from surveys import services
from surveys.interchange import keys
from surveys.interchange.imported import Imported
from surveys.models import Survey
from surveys.rules import SurveyStatus

POINTS_A_MINUTE = 4
UNTIL_OPENING = timedelta(days=14)
OPEN_DAYS = timedelta(days=28)


def store(process: Process, imported: Imported) -> Survey:
    """Keep the survey as a draft that opens in two weeks for four, unless its editor says otherwise."""
    first = clock.today() + UNTIL_OPENING
    opens_at, closes_at = services.whole_days(first, first + OPEN_DAYS)
    plan = services.Plan(
        slug=free_slug(imported.title),
        title=imported.title,
        lead=imported.lead,
        questions=imported.questions,
        minutes=max(1, ceil(budget(imported.questions) / POINTS_A_MINUTE)),
        opens_at=opens_at,
        closes_at=closes_at,
        results_from=first + OPEN_DAYS + timedelta(days=1),
        status=SurveyStatus.DRAFT,
        closing_text=imported.closing,
    )
    return services.draft(process, plan)


def free_slug(title: Texts) -> str:
    """Return a short name for the address that no survey has."""
    words = keys.key(title.in_("de") or next(iter(title.values()), ""), ()).lower()
    slug = re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:50].strip("-") or "umfrage"
    found, number = slug, 1
    while services.by_slug(found):
        number += 1
        found = f"{slug}-{number}"
    return found
