"""A survey in preparation for households drawn by lot: their codes are made, their letters were fetched."""

from sqlalchemy import delete

from participation.core.clock import today
from participation.core.database import Texts, db
from participation.core.jobs import Job
from participation.process.demo import DemoTown
from participation.questions.demo import town_questions
from surveys import services
from surveys.letters.models import LetterForm, LetterKind, LetterRun
from surveys.letters.services import secret_of, standing
from surveys.models import Survey
from surveys.opening import closing_key
from surveys.rules import Access, SurveyStatus
from surveys.ways import services as ways

SLUG = "haushalte-2027"
HOUSEHOLDS = 40
ASKED = 4


def load(town: DemoTown) -> None:
    """Prepare the survey with its codes; the codes themselves are kept nowhere."""
    if services.by_slug(SLUG):
        return
    opens_at, closes_at = services.whole_days(town.day("2027-04-12"), town.day("2027-05-09"))
    survey = services.publish(
        town.process,
        services.Plan(
            slug=SLUG,
            title=Texts(de="Befragung der Haushalte", en="Survey of households"),
            lead=Texts(
                de="Ihr Haushalt wurde ausgelost. So fragen wir auch Menschen, die sonst nicht zu Wort kommen.",
                en="Your household was drawn by lot. So we also ask people who are rarely heard.",
            ),
            questions=town_questions(town.fixture)[:ASKED],
            minutes=2,
            opens_at=opens_at,
            closes_at=closes_at,
            results_from=town.day("2027-05-20"),
            access=Access.CODES,
            status=SurveyStatus.DRAFT,
        ),
    )
    ways.make_codes(survey, [f"An Haushalt {number}\nSeeweg {number}\n12345 Elderow" for number in _numbers()])
    db.session.add(
        LetterRun(
            survey_id=survey.id,
            hash=secret_of(SLUG),
            public_key=survey.public_key,
            kind=LetterKind.FIRST,
            form=LetterForm.PDF,
            words={},
            count=standing(survey).codes,
            made_on=today(),
            is_fetched=True,
        )
    )
    db.session.flush()


def _numbers() -> range:
    return range(1, HOUSEHOLDS + 1)


def erase(_town: object) -> None:
    """Remove the survey with its codes, and the job that would open its answers."""
    survey = services.by_slug(SLUG)
    if survey is not None:
        db.session.execute(delete(Job).where(Job.key == closing_key(survey.id)))
    db.session.execute(delete(Survey).where(Survey.slug == SLUG))
