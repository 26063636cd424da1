"""The survey everybody is measured with: twelve questions of the usual kinds, on three pages in the sketch."""

from participation.core.database import Texts
from participation.questions.types import Option, Question, QuestionType
from tests.surveys import town

SLUG = "umfrage"
TEXT = Texts(
    de="Wie zufrieden sind Sie mit dem Angebot in Ihrem Ortsteil?", en="How content are you with what there is?"
)
OPTIONS = tuple(Option(f"A{number}", Texts(de=f"Antwort {number}", en=f"Answer {number}")) for number in range(5))
KINDS = (
    "single", "multiple", "single", "long_text", "single", "single", "multiple", "long_text", "single", "short_text",
    "single", "yes_no",
)  # fmt: skip

SECTIONS = 3
PAGES = SECTIONS + 1
"""Without scripts: one for each section, and one to look at all answers before they are sent."""
ANSWERS = {
    "q.q01": "A1", "q.q02": "A2", "q.q03": "A3", "q.q04": "Mehr Busse am Abend, bitte.", "q.q05": "A0", "q.q06": "A4",
    "q.q07": "A1", "q.q08": "Ein guter Radweg.", "q.q09": "A2", "q.q10": "Altstadt", "q.q11": "A3", "q.q12": "yes",
}  # fmt: skip


def questions() -> tuple[Question, ...]:
    """Return the twelve questions in three sections; those to choose from must be answered, as in the sketch."""
    found: list[Question] = []
    for number, kind in enumerate(KINDS):
        if number % (len(KINDS) // SECTIONS) == 0:
            found.append(Question(f"s{number:02}", QuestionType.SECTION, Texts(de="Ihr Ortsteil", en="Your district")))
        found.append(_question(f"q{number + 1:02}", QuestionType(kind)))
    return tuple(found)


def _question(key: str, kind: QuestionType) -> Question:
    options = OPTIONS if kind in {QuestionType.SINGLE, QuestionType.MULTIPLE} else ()
    return Question(key, kind, TEXT, options=options, required=kind in {QuestionType.SINGLE, QuestionType.YES_NO})


def furnish() -> None:
    """Publish it; call it inside an application."""
    town.survey(slug=SLUG, questions=questions())
